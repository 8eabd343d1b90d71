"""The list: mine for an association, all for the team; and starting an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.applications.exports import export_of_applications
from ensemblier.applications.filters import ApplicationFilter
from ensemblier.applications.forms import StartForm
from ensemblier.applications.models import Application
from ensemblier.applications.operations.renewing import renew_application
from ensemblier.applications.operations.starting import start_application
from ensemblier.applications.permissions import require_start
from ensemblier.applications.queries.lists import (
    applications_for,
    calls_to_answer,
    lines_for,
    listed,
)
from ensemblier.applications.views.common import CURRENT, crumbs, of_application
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import can_edit_contract, has_any_role
from ensemblier.core.http import dated_stem, do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.organizations.permissions import organizations_of
from ensemblier.organizations.queries import choosable_organizations
from ensemblier.ui.pages import confirm_page, form_page


def _filtered(request: SignedInRequest) -> ApplicationFilter:
    rows = listed(applications_for(request.user))
    return ApplicationFilter(request.GET, rows, request=request)


@require_safe
@login_required
def list_applications(request: SignedInRequest) -> HttpResponse:
    filtered, at = _filtered(request), timezone.now()
    page = page_of(filtered.qs, request)
    is_team, own = has_any_role(request.user), organizations_of(request.user)
    context = {
        "page_title": _("Dossiers") if is_team else _("Mes dossiers"),
        "filter": filtered,
        "page": page,
        "lines": lines_for(request.user, list(page.object_list), at),
        "open_calls": calls_to_answer(request.user, at),
        "is_team": is_team or not own,
        "has_several": len(own) > 1,
        "acts_for": bool(own) or is_team,
        "is_filtered": any(request.GET.get(name) for name in filtered.filters),
        "export_url": reverse("applications:list") + "export/",
        "breadcrumb": crumbs(),
        "current": CURRENT,
    }
    return render(request, "applications/list.html", context)


@require_safe
@login_required
def export(request: SignedInRequest, fmt: str) -> HttpResponse:
    columns, rows = export_of_applications(_filtered(request).qs)
    return table_response(dated_stem(_("dossiers"), day=timezone.localdate()), fmt, columns, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: SignedInRequest, call_pk: int) -> HttpResponse:
    """For one's own organization; the team for any, in place of somebody without an address."""
    call = _call_to_answer(request.user, call_pk)
    is_assisted = can_edit_contract(request.user, call.contract)
    bearers = _bearers(request.user, is_assisted=is_assisted)
    if not is_assisted and not bearers.exists():
        messages.info(request, _("Dites d’abord pour quelle structure vous agissez."))
        return redirect("organizations:find")
    data = request.POST or None
    initial = {} if is_assisted else {"bearer": bearers.first()}
    form = StartForm(data, call=call, bearers=bearers, assisted=is_assisted, initial=initial)
    if request.method == "POST" and form.is_valid():
        started = do_in_form(
            form,
            start_application,
            call=call,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if started:
            return redirect("applications:step", pk=started.pk, step="structure")
    return form_page(
        request,
        form,
        title=_("Faire une demande"),
        lead=call.name,
        back=reverse("applications:list"),
        breadcrumb=crumbs(here=_("Faire une demande")),
        submit=_("Commencer"),
        current=CURRENT,
        contract=call.contract if is_assisted else None,
    )


def _call_to_answer(user: Any, pk: int) -> Call:
    """A call that is published; to others than the team, one of a public contract."""
    call = get_object_or_404(Call.objects.select_related("contract"), pk=pk)
    if can_edit_contract(user, call.contract) or call.is_public:
        return call
    raise Http404


def _bearers(user: Any, *, is_assisted: bool) -> Any:
    rows = choosable_organizations()
    return rows if is_assisted else rows.filter(pk__in=organizations_of(user))


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def renew(request: SignedInRequest, application: Application, call_pk: int) -> HttpResponse:
    """One click: what holds of this application fills in that of the new call."""
    call = _call_to_answer(request.user, call_pk)
    require_start(request.user, application.action.bearer_id, call)
    if request.method == "POST":
        made = _renewed(request, application, call)
        if made:
            return redirect("applications:step", pk=made.pk, step="action")
        return redirect(application)
    return confirm_page(
        request,
        title=_("Renouveler pour %(year)d") % {"year": call.year},
        text=_(
            "Un nouveau dossier reprend celui-ci\u00a0: textes, thèmes, territoires, public, "
            "budget. Ce qui est à relire sera marqué."
        ),
        back=application.get_absolute_url(),
        breadcrumb=crumbs(application, _("Renouveler")),
        submit=_("Renouveler"),
        submit_kind="primary",
        current=CURRENT,
    )


def _renewed(request: SignedInRequest, application: Application, call: Call) -> Application | None:
    done = do_with_message(
        request,
        renew_application,
        previous=application,
        call=call,
        by=request.user,
        at=timezone.now(),
    )
    if not done:
        return None
    return Application.objects.get(action=application.action_id, year=call.year)
