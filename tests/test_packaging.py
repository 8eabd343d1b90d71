"""What `make demo` installs on a fresh machine is what the code imports."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def named(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def locked(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.partition("==")[0].partition("[")[0] for line in lines if "==" in line[:60]}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])],
)
def test_locks_hold_every_dependency(lock: str, extras: list[str]):
    """Otherwise run `make lock`."""
    wanted = [*PROJECT["dependencies"]]
    for extra in extras:
        wanted += PROJECT["optional-dependencies"][extra]
    assert {named(requirement) for requirement in wanted} - locked(lock) == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_by_fingerprint_and_name_no_address(lock: str):
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=\w)", text)
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?://|--index|--find-links", text) == []
