"""The figures that a call starts from, each with its source; a call keeps its own in `Rule`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ensemblier.calls.enums import RuleCode
from ensemblier.core.lifecycle import Text
from ensemblier.core.money import LARGEST


@dataclass(frozen=True)
class DefaultRule:
    """`is_limit_off` when the value means that there is no limit."""

    value: int
    source: Text
    as_of: datetime.date | None = None
    is_limit_off: bool = False


USAGE = _("usage")

DEFAULTS: dict[str, DefaultRule] = {
    RuleCode.AGREEMENT_THRESHOLD_CENTS: DefaultRule(
        23_000_00,
        _("loi 2000-321, article 10 ; décret 2001-495"),
        datetime.date(2001, 6, 6),
    ),
    RuleCode.REPORT_MONTHS: DefaultRule(6, _("Cerfa 12156, page de garde")),
    RuleCode.ADVANCE_PERCENT: DefaultRule(80, USAGE),
    RuleCode.VARIANCE_PERCENT: DefaultRule(20, USAGE),
    RuleCode.OPINION_DAYS: DefaultRule(21, USAGE),
    RuleCode.MIN_QPV_PERCENT: DefaultRule(0, "", is_limit_off=True),
    RuleCode.MAX_SUBSIDY_PERCENT: DefaultRule(100, "", is_limit_off=True),
    RuleCode.MIN_REQUEST_CENTS: DefaultRule(0, "", is_limit_off=True),
    RuleCode.MAX_REQUEST_CENTS: DefaultRule(LARGEST, "", is_limit_off=True),
}


def is_money(code: str) -> bool:
    return code.endswith("_cents")


def is_percentage(code: str) -> bool:
    return code.endswith("_percent")
