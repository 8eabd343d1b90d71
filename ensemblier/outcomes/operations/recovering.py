"""Handing over to the funders what an action did not earn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.models import Recovery
from ensemblier.funding.operations.recoveries import ask_recovery
from ensemblier.outcomes.enums import RECEIVED
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations.base import locked_report
from ensemblier.outcomes.permissions import is_examiner
from ensemblier.outcomes.queries.money import money_of


@transaction.atomic
def ask_money_back(
    *,
    report: Report,
    amounts: Mapping[int, int | None],
    reason: str,
    by: User,
    at: datetime.datetime,
) -> list[Recovery]:
    """Ask back `amounts`, {number of an award: cents}, of the organization of a report received.

    The amounts that the rule computes are proposed by `Money.left_to_ask`; the team decides.
    All of them are asked, or none. Raises InvalidInput, Refused, NotAllowed.
    """
    report = locked_report(report)
    if not is_examiner(by, report):
        raise NotAllowed(_("L’argent à rendre est demandé par l’équipe du contrat."))
    if report.state not in RECEIVED:
        raise Refused(_("Attendez que le bilan soit déposé."))
    awards = {award.pk: award for award in money_of(report).awards}
    wanted = {pk: cents for pk, cents in amounts.items() if cents}
    if not wanted:
        raise InvalidInput(_("Indiquez au moins un montant."))
    day = timezone.localdate(at)
    return [
        ask_recovery(
            award=awards[pk], amount_cents=cents, reason=reason, asked_on=day, by=by, at=at
        )
        for pk, cents in wanted.items()
    ]
