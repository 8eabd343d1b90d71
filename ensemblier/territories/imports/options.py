"""What a person says of a file when giving it."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ImportOptions:
    """`today` dates what nothing else dates; `meanings` says what the columns of a table hold."""

    today: datetime.date
    source: str = ""
    dated: datetime.date | None = None
    is_approximate: bool = False
    year: int | None = None
    meanings: dict[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        values = asdict(self)
        return values | {
            "today": self.today.isoformat(),
            "dated": self.dated.isoformat() if self.dated else None,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> ImportOptions:
        dated = values.get("dated")
        return cls(
            **values
            | {
                "today": datetime.date.fromisoformat(values["today"]),
                "dated": datetime.date.fromisoformat(dated) if dated else None,
            }
        )
