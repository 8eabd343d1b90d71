"""How long a council is given, what its silence says, what it gets to run on. Knows no model."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ensemblier.core.lifecycle import Text
from ensemblier.councils.enums import Matter, Silence


@dataclass(frozen=True)
class ConsultationRule:
    """The least time between the sending and the last day, and where it is written."""

    silence: str
    source: Text
    months: int = 0
    days: int = 0
    as_of: datetime.date | None = None


USAGE = _("usage\u00a0: aucun texte ne fixe ce délai")
USUAL = ConsultationRule(silence=Silence.NONE, source=USAGE, days=15)

CONSULTATION_RULES: dict[str, ConsultationRule] = {
    Matter.REPORT: ConsultationRule(
        silence=Silence.FAVOURABLE,
        source=_("décret 2015-1118 du 3 septembre 2015"),
        months=1,
        as_of=datetime.date(2015, 9, 3),
    ),
    Matter.CALL: USUAL,
    Matter.APPLICATION: USUAL,
    Matter.OTHER: USUAL,
}

# Days before the last one on which those who have not answered are reminded; it is once a day.
REMIND_DAYS_BEFORE = (7, 2)


@dataclass(frozen=True)
class GrantRule:
    """What a council gets for a first year, when nothing says otherwise."""

    amount_cents: int
    funder: Text
    source: Text
    report_months: int


GRANT_RULE = GrantRule(
    amount_cents=300_00,
    funder=_("État, programme 147"),
    source=_("usage du contrat\u00a0: 300 € par conseil et par an"),
    report_months=6,
)
