"""The opinions that one person gives in a call, many on one page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.models import Application, ApplicationArea, Request
from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.permissions import recused_from
from ensemblier.appraisal.queries.listing import opinions_seen_by, opinions_spoken_by
from ensemblier.calls.models import Call, Envelope
from ensemblier.councils.models import Council
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization

# Services that may be asked without funding the call.
ASKED_KINDS = [
    OrganizationKind.STATE,
    OrganizationKind.AUTHORITY,
    OrganizationKind.SOCIAL,
    OrganizationKind.LANDLORD,
]


def _of_call(call: Call) -> QuerySet[Opinion]:
    asked = Request.objects.filter(
        application=OuterRef("application"), funder=OuterRef("organization")
    )
    return (
        Opinion.objects.filter(application__call=call, application__state__in=RECEIVED)
        .select_related(
            "application__action__bearer",
            "application__contract",
            "organization",
            "council",
            "given_by",
            "contract",
        )
        .annotate(asked_cents=Subquery(asked.values("amount_cents")[:1]))
        .order_by("application__reference", "pk")
    )


def _without_recused(rows: QuerySet[Opinion], call: Call, user: Any) -> QuerySet[Opinion]:
    recused = Application.objects.filter(recused_from(user), call=call)
    return rows.exclude(application__in=recused.values("pk"))


def opinions_to_give(call: Call, user: Any, *, is_team: bool) -> QuerySet[Opinion]:
    """Those that `user` gives in somebody's name; for the team, which writes down what it is
    told, those of everybody. Never those of a file that they stay out of."""
    rows = _of_call(call).prefetch_related(
        Prefetch("application__areas", ApplicationArea.objects.select_related("area"))
    )
    if not is_team:
        rows = rows.filter(opinions_spoken_by(user))
    return _without_recused(rows, call, user)


def opinions_read_in(call: Call, user: Any) -> QuerySet[Opinion]:
    """All those of the call that `user` reads, for a spreadsheet."""
    return _without_recused(_of_call(call).filter(opinions_seen_by(user, call)), call, user)


def authors_among(rows: QuerySet[Opinion]) -> list[tuple[str, str]]:
    """In whose name: («o12», «DDETS»), («c3», «Conseil des Prés»)."""
    organizations = Organization.objects.filter(
        pk__in=rows.order_by().values("organization")
    ).order_by("name")
    councils = Council.objects.filter(pk__in=rows.order_by().values("council")).order_by("name")
    return [
        *((f"o{one.pk}", one.label) for one in organizations),
        *((f"c{one.pk}", one.name) for one in councils),
    ]


def spoken_for(rows: QuerySet[Opinion], key: str) -> QuerySet[Opinion]:
    """Those given in the name of one of `authors_among`."""
    side, number = key[:1], key[1:]
    if side not in ("o", "c") or not number.isdecimal() or len(number) > 9:
        return rows.none()
    column = "organization" if side == "o" else "council"
    return rows.filter(**{column: int(number)})


def whom_to_ask(application: Application) -> tuple[QuerySet[Organization], QuerySet[Council]]:
    """Funders of the call, services that were asked in it before, and councils of the contract:
    those who were asked about this application already aside."""
    known = application.opinions.all()
    in_call = Opinion.objects.filter(application__call=application.call_id)
    organizations = Organization.objects.filter(
        Q(Exists(_envelopes(application)))
        | Q(requests__application=application)
        | Q(pk__in=in_call.values("organization"))
        | Q(kind__in=ASKED_KINDS, is_active=True)
    ).exclude(pk__in=known.filter(organization__isnull=False).values("organization"))
    councils = Council.objects.filter(contract=application.contract_id, is_active=True).exclude(
        pk__in=known.filter(council__isnull=False).values("council")
    )
    return organizations.distinct().order_by("name"), councils


def _envelopes(application: Application) -> QuerySet[Envelope]:
    return Envelope.objects.filter(call=application.call_id, funder=OuterRef("pk"))
