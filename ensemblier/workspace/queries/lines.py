"""One thing that awaits somebody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

HORIZON = datetime.timedelta(days=60)
# A longer list is no longer read; the rest is on each contract's pages.
SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One thing to do: `verb` is what to do, `what` with what, `due` until when."""

    verb: str
    what: str
    url: str
    due: datetime.date | None = None
    is_late: bool = False
    contract: str = ""
