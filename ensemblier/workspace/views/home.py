"""What awaits me."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.organizations.permissions import organizations_of
from ensemblier.workspace.permissions import require_installation_administrator
from ensemblier.workspace.personal_data import REGISTER
from ensemblier.workspace.queries.home import awaiting, contracts_with_figures


@login_required
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "lines": awaiting(request.user, today),
        "contracts": list(contracts_with_figures(request.user)[:20]),
        "acts_for_organization": bool(organizations_of(request.user)),
        "today": today,
        "current": "home",
    }
    return render(request, "workspace/home.html", context)


@login_required
@require_safe
def personal_data(request: SignedInRequest) -> HttpResponse:
    require_installation_administrator(request.user)
    return render(
        request, "workspace/personal_data.html", {"register": REGISTER, "current": "people"}
    )
