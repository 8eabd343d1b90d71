"""The funds and the requests that a person follows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.contracts.permissions import can_edit_contract, contracts_for
from ensemblier.core.http import dated_stem
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.fund.enums import RoundState
from ensemblier.fund.exports import export_of_requests, shown_name
from ensemblier.fund.filters import RequestFilter
from ensemblier.fund.models import FundRequest
from ensemblier.fund.permissions import follows_funds
from ensemblier.fund.queries.funds import funds_seen_by, statement_keys_for
from ensemblier.fund.queries.requests import requests_seen_by
from ensemblier.fund.views.common import CURRENT
from ensemblier.fund.wording.requests import TONES
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.ui.pages import visible_to


def _filtered(request: HttpRequest) -> tuple[RequestFilter, QuerySet[FundRequest]]:
    narrowed = RequestFilter(request.GET, queryset=requests_seen_by(request.user))
    return narrowed, narrowed.qs


@require_safe
@visible_to(follows_funds)
def requests(request: HttpRequest) -> HttpResponse:
    narrowed, rows = _filtered(request)
    page = page_of(rows, request)
    today = timezone.localdate()
    lines = [
        {
            "request": row,
            "name": shown_name(row),
            "tone": TONES[row.state],
            "is_late": row.is_late_on(today),
        }
        for row in page.object_list
    ]
    context = {
        "filter": narrowed,
        "is_filtered": any(request.GET.get(name) for name in narrowed.filters),
        "page": page,
        "lines": lines,
        "funds": list(funds_seen_by(request.user)),
        "statements": _own_statements(request),
        "writable": [
            one for one in contracts_for(request.user) if can_edit_contract(request.user, one)
        ],
        "current": CURRENT,
    }
    return render(request, "fund/list.html", context)


def _own_statements(request: HttpRequest) -> list[tuple[object, object, int]]:
    """(fund, funder, year) of the funders that the person serves."""
    served = funders_served_by(request.user)
    rows = statement_keys_for(request.user).filter(funder__in=served)
    found = {
        (row.round.fund_id, row.funder_id, row.round.year): (
            row.round.fund,
            row.funder,
            row.round.year,
        )
        for row in rows.exclude(round__state=RoundState.DRAFT).order_by("-round__year", "pk")
    }
    return list(found.values())


@require_safe
@visible_to(follows_funds)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    _narrowed, rows = _filtered(request)
    stem = dated_stem(_("demandes au fonds"), day=timezone.localdate())
    return table_response(stem, fmt, *export_of_requests(rows))
