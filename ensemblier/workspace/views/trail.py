"""The audit trail: all of it for the installation, one's contracts for their administrators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.audit import exports
from ensemblier.audit.filters import EntryFilter, filtered
from ensemblier.audit.queries import entries
from ensemblier.contracts.permissions import is_administrator
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.workspace.permissions import administered_contracts, require_rights_opener

EXPORTED = 50_000


@login_required
@require_safe
def trail(request: SignedInRequest) -> HttpResponse:
    entry_filter = _readable(request)
    context = {
        "filter": entry_filter,
        "page": page_of(entry_filter.qs, request),
        "is_whole_installation": is_administrator(request.user),
        "current": "audit",
    }
    return render(request, "workspace/trail.html", context)


@login_required
@require_safe
def export(request: SignedInRequest, fmt: str) -> HttpResponse:
    rows = _readable(request).qs[:EXPORTED]
    return table_response(_("journal"), fmt, exports.columns(), exports.rows(rows))


def _readable(request: SignedInRequest) -> EntryFilter:
    require_rights_opener(request.user)
    if is_administrator(request.user):
        return filtered(request.GET, entries())
    keys = administered_contracts(request.user).values_list("pk", flat=True)
    return filtered(request.GET, entries(list(keys)))
