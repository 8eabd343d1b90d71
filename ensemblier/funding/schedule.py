"""When and in how many parts a grant is paid. Knows no model; cents and days only."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ensemblier.core.dates import months_after
from ensemblier.funding.enums import PaymentKind

DAYS_TO_PAY = 30
"""Between what makes a payment possible (signature, report) and the day on which it is awaited."""

PUBLICATION_MONTHS = 3
"""Essential data of an agreement, after its signature: décret 2017-779."""


@dataclass(frozen=True)
class Part:
    kind: str
    cents: int
    on: datetime.date


def report_due_on(year: int, months: int) -> datetime.date:
    """So many months after the end of the financial year: 2026 and six give 30 June 2027."""
    return months_after(datetime.date(year, 12, 31), months)


def publication_due_on(signed_on: datetime.date) -> datetime.date:
    return months_after(signed_on, PUBLICATION_MONTHS)


def parts_of(
    cents: int, *, advance_percent: int, start: datetime.date, report_due: datetime.date
) -> list[Part]:
    """An advance after `start`, rounded down to the euro, and the rest after the report.

    Nothing is lost: the parts sum to `cents`. With an advance of everything, or of nothing, the
    grant is paid once. The balance never falls before the advance.
    """
    first_day = start + datetime.timedelta(days=DAYS_TO_PAY)
    last_day = max(report_due, start) + datetime.timedelta(days=DAYS_TO_PAY)
    if cents <= 0:
        return []
    if advance_percent >= 100:
        return [Part(PaymentKind.SINGLE, cents, first_day)]
    advance = cents * advance_percent // 100 // 100 * 100
    if advance <= 0:
        return [Part(PaymentKind.SINGLE, cents, last_day)]
    return [
        Part(PaymentKind.ADVANCE, advance, first_day),
        Part(PaymentKind.BALANCE, cents - advance, last_day),
    ]
