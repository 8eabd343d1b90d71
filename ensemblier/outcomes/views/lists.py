"""The reports that a person follows: their own, or those of their contracts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for, has_any_role, require_edit
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.http import dated_stem, do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.outcomes import operations
from ensemblier.outcomes.exports.reports import export_of_reports, export_of_waivers
from ensemblier.outcomes.filters import ReportFilter
from ensemblier.outcomes.forms import WaiverForm
from ensemblier.outcomes.models import Report, Waiver
from ensemblier.outcomes.queries.reports import (
    editable_contracts,
    missing_reports_of,
    reports_seen_by,
    waivers_seen_by,
)
from ensemblier.outcomes.views.common import CURRENT, crumbs
from ensemblier.ui.pages import confirm_page, form_page, visible_to


def follows_reports(user: Any) -> bool:
    return bool(has_any_role(user) or organizations_of(user) or funders_served_by(user))


def _filtered(request: HttpRequest) -> tuple[ReportFilter, QuerySet[Report]]:
    narrowed = ReportFilter(request.GET, queryset=reports_seen_by(request.user))
    return narrowed, narrowed.qs.order_by("due_on", "pk")


@require_safe
@visible_to(follows_reports)
def reports(request: HttpRequest) -> HttpResponse:
    narrowed, rows = _filtered(request)
    today = timezone.localdate()
    page = page_of(rows, request)
    for report in page.object_list:
        report.is_late = report.is_late_on(today)
    editable = editable_contracts(request.user)
    context = {
        "filter": narrowed,
        "is_filtered": any(request.GET.get(name) for name in narrowed.filters),
        "page": page,
        "is_team": contracts_for(request.user).exists(),
        "missing": missing_reports_of(editable),
        "can_waive": bool(editable),
        "current": CURRENT,
    }
    return render(request, "outcomes/list.html", context)


@require_safe
@visible_to(follows_reports)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    _narrowed, rows = _filtered(request)
    stem = dated_stem(_("bilans"), day=timezone.localdate())
    return table_response(stem, fmt, *export_of_reports(rows))


@require_POST
@visible_to(has_any_role)
def open_missing(request: SignedInRequest, contract_pk: int) -> HttpResponse:
    contract = get_object_or_404(contracts_for(request.user), pk=contract_pk)
    opened = operations.open_missing_reports(contract=contract, by=request.user, at=timezone.now())
    messages.success(
        request,
        ngettext(
            "Un bilan est ouvert, la structure est prévenue.",
            "%(count)d bilans sont ouverts, les structures sont prévenues.",
            len(opened),
        )
        % {"count": len(opened)},
    )
    return redirect("outcomes:reports")


@require_safe
@visible_to(has_any_role)
def waivers(request: HttpRequest) -> HttpResponse:
    context = {
        "page": page_of(waivers_seen_by(request.user), request),
        "can_waive": bool(editable_contracts(request.user)),
        "breadcrumb": crumbs(here=_("Dispenses")),
        "current": CURRENT,
    }
    return render(request, "outcomes/waivers.html", context)


@require_safe
@visible_to(has_any_role)
def export_waivers(request: HttpRequest, fmt: str) -> HttpResponse:
    stem = dated_stem(_("dispenses"), day=timezone.localdate())
    return table_response(stem, fmt, *export_of_waivers(waivers_seen_by(request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@visible_to(has_any_role)
def give_waiver(request: HttpRequest) -> HttpResponse:
    editable = editable_contracts(request.user)
    if not editable:
        raise NotAllowed(
            _(
                "Une dispense est accordée par les personnes qui ont le droit d’écriture sur le "
                "contrat. Demandez à l’une d’elles."
            )
        )
    form = WaiverForm(
        request.POST or None,
        contracts=Contract.objects.filter(pk__in=[contract.pk for contract in editable]),
        initial={
            "contract": request.GET.get("contrat"),
            "organization": request.GET.get("structure"),
            "year": timezone.localdate().year + 1,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = do_in_form(
            form, operations.give_waiver, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        if given:
            messages.success(request, _("La dispense est enregistrée."))
            return redirect("outcomes:waivers")
    return form_page(
        request,
        form,
        title=_("Dispenser une structure"),
        lead=_("Un bilan en retard empêche de déposer une demande, sauf dispense motivée."),
        back=reverse("outcomes:waivers"),
        breadcrumb=[*crumbs(here=_("Dispenser une structure"))],
        submit=_("Accorder la dispense"),
        current=CURRENT,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visible_to(has_any_role)
def take_back_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    waiver: Waiver = get_object_or_404(waivers_seen_by(request.user), pk=pk)
    require_edit(request.user, waiver.contract)
    if request.method == "POST":
        do_with_message(
            request,
            operations.take_back_waiver,
            waiver=waiver,
            by=request.user,
            at=timezone.now(),
            done=_("La dispense est retirée."),
        )
        return redirect("outcomes:waivers")
    return confirm_page(
        request,
        title=_("Retirer la dispense de %(name)s\u00a0?") % {"name": waiver.organization.label},
        text=_("Ses bilans en retard empêcheront de nouveau de déposer une demande."),
        back=reverse("outcomes:waivers"),
        breadcrumb=crumbs(here=_("Retirer une dispense")),
        submit=_("Retirer la dispense"),
        current=CURRENT,
    )
