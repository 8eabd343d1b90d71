"""One row of the matrix, one cell, and its story."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.models import Application, Request
from ensemblier.calls.models import Call
from ensemblier.funding.models import AmountEdit, Award

EDITS = 20


@dataclass
class Detail:
    """A request with its amounts and what happened to them, the latest first."""

    request: Request
    award: Award | None
    edits: list[AmountEdit]

    @property
    def proposed_cents(self) -> int | None:
        return self.award.proposed_cents if self.award else None

    @property
    def granted_cents(self) -> int | None:
        return self.award.granted_cents if self.award else None


def row_of(call: Call, application_id: int) -> tuple[Application, list[Detail]] | None:
    """An application of the matrix with its lines, by funder; None when it is not there."""
    application = (
        Application.objects.filter(call=call, state__in=RECEIVED, pk=application_id)
        .select_related("action__bearer", "contract")
        .first()
    )
    if application is None:
        return None
    requests = _with_stories(call).filter(application=application).order_by("funder__name", "pk")
    return application, [_detail(request) for request in requests]


def cell_of(call: Call, request_id: int) -> Detail | None:
    """One cell, its request with its application and funder; None when it is not there."""
    request = (
        _with_stories(call)
        .select_related("application__action__bearer")
        .filter(pk=request_id)
        .first()
    )
    return _detail(request) if request else None


def _with_stories(call: Call) -> QuerySet[Request]:
    edits = AmountEdit.objects.select_related("by").order_by("-at", "-pk")
    return (
        Request.objects.filter(application__call=call, application__state__in=RECEIVED)
        .select_related("application", "funder", "award__envelope")
        .prefetch_related(Prefetch("award__edits", queryset=edits))
    )


def _detail(request: Request) -> Detail:
    award: Award | None = getattr(request, "award", None)
    return Detail(request, award, list(award.edits.all())[:EDITS] if award else [])
