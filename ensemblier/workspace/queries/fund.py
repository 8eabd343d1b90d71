"""What the residents’ fund awaits from a person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.contracts.models import Contract
from ensemblier.councils.permissions import councils_of
from ensemblier.fund.enums import AWAITING_REPORT, UNDECIDED, RequestState
from ensemblier.fund.models import FundOpinion, FundRequest, Round
from ensemblier.workspace.queries.lines import SHOWN, Line


def for_the_team(contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    """Round by round: requests to read, reports to check, reports that are late."""
    late = Q(requests__state__in=AWAITING_REPORT, requests__report_due_on__lt=today)
    rounds = (
        Round.objects.filter(contract__in=contracts.values("pk"))
        .annotate(
            to_read=Count("requests", filter=Q(requests__state=RequestState.RECEIVED)),
            to_check=Count("requests", filter=Q(requests__state=RequestState.REPORTED)),
            late=Count("requests", filter=late),
        )
        .filter(Q(to_read__gt=0) | Q(to_check__gt=0) | Q(late__gt=0))
        .select_related("contract")
        .order_by("pk")[:SHOWN]
    )
    for round in rounds:
        yield from _lines_of(round)


def _lines_of(round: Any) -> Iterable[Line]:
    kinds = (
        ("to_read", "a-lire", _("Lire les demandes au fonds"), _requests),
        ("to_check", "bilans", _("Vérifier les bilans du fonds"), _reports),
        ("late", "retard", _("Réclamer les bilans du fonds"), _reports),
    )
    for name, state, verb, words in kinds:
        if count := getattr(round, name):
            yield Line(
                verb=verb,
                what=f"{round} ({words(count)})",
                url=f"{reverse('fund:list')}?campagne={round.pk}&etat={state}",
                is_late=name == "late",
                contract=str(round.contract),
            )


def _requests(count: int) -> str:
    return ngettext("%(count)d demande", "%(count)d demandes", count) % {"count": count}


def _reports(count: int) -> str:
    return ngettext("%(count)d bilan", "%(count)d bilans", count) % {"count": count}


def for_councils(user: Any) -> Iterable[Line]:
    """Requests of the person's councils on which they have said nothing."""
    held = councils_of(user)
    if not held:
        return
    said = FundOpinion.objects.filter(request=OuterRef("pk"), by=user)
    rows = FundRequest.objects.filter(~Exists(said), council__in=held, state__in=UNDECIDED)
    for request in rows.select_related("contract", "round").order_by("received_at")[:SHOWN]:
        yield Line(
            verb=_("Donner un avis sur la demande"),
            what=request.title,
            url=request.get_absolute_url(),
            due=request.round.decides_on,
            contract=str(request.contract),
        )
