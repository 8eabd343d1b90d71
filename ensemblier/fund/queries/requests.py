"""Requests, as each kind of person sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.permissions import councils_of
from ensemblier.fund.enums import FUNDED
from ensemblier.fund.models import Fund, FundFile, FundRequest


def requests_seen_by(user: Any) -> QuerySet[FundRequest]:
    seen = Q(contract__in=contracts_for(user)) | Q(council__in=councils_of(user))
    return (
        FundRequest.objects.filter(seen)
        .select_related("contract", "round__fund", "bearer__organization", "council", "area")
        .order_by("-received_at", "-pk")
    )


def request_for(user: Any, pk: int) -> FundRequest | None:
    return with_all(requests_seen_by(user)).filter(pk=pk).first()


def with_all(rows: QuerySet[FundRequest]) -> QuerySet[FundRequest]:
    """With what the page of one request shows."""
    return rows.select_related(
        "contract",
        "round__fund__contract",
        "round__contract",
        "bearer__organization",
        "council",
        "area",
        "node__version__plan__contract",
        "report",
        "entered_by",
        "waived_by",
    ).prefetch_related("lines", "files__file", "steps__by", "decisions__decided_by", "opinions__by")


def request_of_code(code: str) -> FundRequest | None:
    """What somebody follows with their code."""
    return with_all(FundRequest.objects.filter(code=code)).first()


def file_for(user: Any, request_pk: int, pk: int) -> FundFile | None:
    return (
        FundFile.objects.filter(pk=pk, request=request_pk, request__in=requests_seen_by(user))
        .select_related("file", "request")
        .first()
    )


def others_of_bearer(request: FundRequest) -> QuerySet[FundRequest]:
    return (
        FundRequest.objects.filter(bearer=request.bearer_id)
        .exclude(pk=request.pk)
        .select_related("round")
        .order_by("-received_at")
    )


def financed_by(fund: Fund) -> QuerySet[FundRequest]:
    """What everybody may know: newest first. Names of residents are not read here."""
    return (
        FundRequest.objects.filter(round__fund=fund, state__in=FUNDED)
        .select_related("round", "council", "area", "report")
        .order_by("-starts_on", "-pk")
    )
