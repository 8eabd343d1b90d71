"""The data files as rows."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def features(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
