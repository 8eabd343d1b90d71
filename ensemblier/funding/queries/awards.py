"""Awards with what their papers and lists say of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from ensemblier.applications.enums import FUNDED
from ensemblier.applications.models import Request
from ensemblier.calls.models import Call
from ensemblier.calls.queries import calls_seen_by, rules_of
from ensemblier.funding.enums import AgreementKind, AgreementState
from ensemblier.funding.models import Agreement, Award
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.permissions import organizations_of

# Public bodies: article 10 of loi 2000-321 is about organizations of private law.
PUBLIC_KINDS = (OrganizationKind.STATE, OrganizationKind.AUTHORITY, OrganizationKind.GROUPING)


def with_line(awards: QuerySet[Award]) -> QuerySet[Award]:
    return awards.select_related(
        "envelope",
        "request__funder__commune",
        "request__application__action__bearer__commune",
        "request__application__call",
        "request__application__contract__bearer",
        "request__application__contract__manager",
        "request__application__series",
    )


def awards_seen_by(user: Any) -> QuerySet[Award]:
    """Of the calls that `user` opens, applications of their own organizations aside."""
    mine = organizations_of(user)
    rows = Award.objects.filter(request__application__call__in=calls_seen_by(user))
    if mine:
        rows = rows.exclude(request__application__action__bearer__in=mine)
        rows = rows.exclude(request__application__joint_applicants__organization__in=mine)
    return rows


def paid_cents(award: Award) -> int:
    """What was really paid."""
    rows = award.payments.filter(made_on__isnull=False)
    return rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def planned_cents(award: Award, but: int | None = None) -> int:
    """Paid or expected; the payment `but` aside."""
    rows = award.payments.exclude(pk=but) if but else award.payments.all()
    return rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def to_give_back_cents(award: Award) -> int:
    """What was asked back, whether it came or not."""
    return award.recoveries.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def granted_in_the_year(award: Award) -> int:
    """What the funder grants the bearer of `award` that year, all actions of the contract."""
    application = award.request.application
    rows = Award.objects.filter(
        contract=award.contract_id,
        request__funder=award.request.funder_id,
        request__state__in=FUNDED,
        request__application__action__bearer=application.action.bearer_id,
        request__application__year=application.year,
    )
    return rows.aggregate(sum=Sum("granted_cents"))["sum"] or 0


def threshold_of(call: Call | None) -> int:
    return rules_of(call)["agreement_threshold_cents"] if call else 0


def needs_agreement(award: Award) -> bool:
    """Whether the law wants a signed agreement before any payment: above the threshold of the
    call, per funder and year, for an organization of private law."""
    bearer = award.request.application.action.bearer
    if bearer.kind in PUBLIC_KINDS or not award.granted_cents:
        return False
    return granted_in_the_year(award) > threshold_of(award.request.application.call)


def agreements_covering(request: Request) -> QuerySet[Agreement]:
    """Of this funder, for this application or, over several years, for its series."""
    application = request.application
    same_series = Q(
        kind=AgreementKind.MULTIYEAR,
        application__series=application.series_id,
        application__series__isnull=False,
        years__year=application.year,
    )
    rows = Agreement.objects.filter(Q(application=application) | same_series)
    rows = rows.filter(funder=request.funder_id).exclude(state=AgreementState.CANCELLED)
    return rows.distinct().order_by("pk")


def signed_agreement(award: Award) -> Agreement | None:
    rows = agreements_covering(award.request).filter(state=AgreementState.SIGNED)
    return rows.prefetch_related("years").first()


def days_since_decision(award: Award, today: datetime.date) -> int | None:
    return (today - award.decided_on).days if award.decided_on else None
