"""Agreements: those there are, those that are missing, what must be published."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet, Sum

from ensemblier.applications.enums import FUNDED, LineState
from ensemblier.applications.models import Request
from ensemblier.calls.models import Call
from ensemblier.calls.queries import calls_seen_by, rules_of
from ensemblier.funding.enums import AgreementKind, AgreementState
from ensemblier.funding.models import Agreement, AgreementYear, Award
from ensemblier.funding.queries.awards import (
    PUBLIC_KINDS,
    awards_seen_by,
    threshold_of,
    with_line,
)
from ensemblier.funding.schedule import publication_due_on
from ensemblier.organizations.permissions import organizations_of


def years_to_agree(award: Award) -> dict[int, int]:
    """The later years of the series, and what is asked of the same funder for each."""
    application = award.request.application
    if application.series_id is None:
        return {}
    rows = Request.objects.filter(
        application__series=application.series_id,
        application__year__gt=application.year,
        funder=award.request.funder_id,
    )
    asked = {row.application.year: row.amount_cents for row in rows.select_related("application")}
    years = application.series.applications.filter(year__gt=application.year)  # type: ignore[union-attr]
    return {year: asked.get(year, 0) for year in years.values_list("year", flat=True)}


def award_of_year(agreement: Agreement, year: int) -> Award | None:
    """What is decided for a year of the agreement, if anything is."""
    application = agreement.application
    same = Q(request__application=application)
    if agreement.kind == AgreementKind.MULTIYEAR and application.series_id:
        same = Q(request__application__series=application.series_id)
    rows = Award.objects.filter(
        same,
        request__funder=agreement.funder_id,
        request__application__year=year,
        granted_cents__isnull=False,
    )
    return with_line(rows).first()


def agreements_seen_by(user: Any) -> QuerySet[Agreement]:
    """With their years; applications of the person's own organizations aside."""
    rows = Agreement.objects.filter(application__call__in=calls_seen_by(user))
    if mine := organizations_of(user):
        rows = rows.exclude(application__action__bearer__in=mine)
        rows = rows.exclude(application__joint_applicants__organization__in=mine)
    return rows.select_related(
        "application__action__bearer", "application__call", "funder", "contract", "file"
    ).prefetch_related(
        Prefetch("years", AgreementYear.objects.order_by("year")), "application__call__rules"
    )


def signed_on(agreement: Agreement) -> datetime.date | None:
    """The day of the second signature."""
    if agreement.bearer_signed_on and agreement.funder_signed_on:
        return max(agreement.bearer_signed_on, agreement.funder_signed_on)
    return None


@dataclass(frozen=True)
class AgreementRow:
    """An agreement as a list shows it, on one day."""

    agreement: Agreement
    total_cents: int
    signed_on: datetime.date | None
    publish_by: datetime.date | None
    is_publication_late: bool


def row_of(agreement: Agreement, today: datetime.date) -> AgreementRow:
    day = signed_on(agreement) if agreement.state == AgreementState.SIGNED else None
    publish_by = None
    if day and not agreement.data_published_on and _is_to_publish(agreement):
        publish_by = publication_due_on(day)
    return AgreementRow(
        agreement,
        sum(row.amount_cents for row in agreement.years.all()),
        day,
        publish_by,
        bool(publish_by and publish_by < today),
    )


def _is_to_publish(agreement: Agreement) -> bool:
    """Essential data are due for grants above the threshold (loi 2000-321, article 10)."""
    most = max((row.amount_cents for row in agreement.years.all()), default=0)
    return most > threshold_of(agreement.application.call)


class ToAgree(NamedTuple):
    """A grant whose funder gives its bearer, in `year_cents`, more than the threshold that year."""

    award: Award
    year_cents: int


def awards_to_agree(user: Any, calls: QuerySet[Call] | None = None) -> list[ToAgree]:
    """Granted, and waiting for the signed agreement without which they may not be paid.

    Three queries and one per call of the list, whatever the number of awards.
    """
    rows = awards_seen_by(user).filter(request__state=LineState.GRANTED, granted_cents__gt=0)
    if calls is not None:
        rows = rows.filter(request__application__call__in=calls)
    rows = rows.exclude(request__application__action__bearer__kind__in=PUBLIC_KINDS)
    waiting = list(with_line(rows).order_by("request__application__reference", "pk"))
    sums = _sums_of_the_year(waiting)
    thresholds: dict[int, int] = {}
    missing = []
    for award in waiting:
        call = award.request.application.call
        if call.pk not in thresholds:  # type: ignore[union-attr]
            thresholds[call.pk] = rules_of(call)["agreement_threshold_cents"]  # type: ignore[union-attr,arg-type]
        year_cents = sums.get(_key(award), 0)
        if year_cents > thresholds[call.pk]:  # type: ignore[union-attr]
            missing.append(ToAgree(award, year_cents))
    return missing


def _key(award: Award) -> tuple[int, int, int, int]:
    request = award.request
    application = request.application
    return (award.contract_id, request.funder_id, application.action.bearer_id, application.year)


def _sums_of_the_year(awards: list[Award]) -> dict[tuple[int, int, int, int], int]:
    """By contract, funder, bearer and year, all that is granted."""
    if not awards:
        return {}
    keys = (
        "contract",
        "request__funder",
        "request__application__action__bearer",
        "request__application__year",
    )
    rows = (
        Award.objects.filter(
            contract__in={award.contract_id for award in awards},
            request__application__action__bearer__in={
                award.request.application.action.bearer_id for award in awards
            },
            request__state__in=FUNDED,
        )
        .order_by()
        .values_list(*keys)
        .annotate(sum=Sum("granted_cents"))
    )
    return {row[:4]: row[4] or 0 for row in rows}
