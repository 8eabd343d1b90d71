"""Who stays out of what: the list, declaring, lifting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.accounts.models import User
from ensemblier.appraisal.exports import export_of_recusals
from ensemblier.appraisal.forms import LiftForm, RecusalForm
from ensemblier.appraisal.operations.recusals import declare_recusal, lift_recusal
from ensemblier.appraisal.queries.recusals import (
    applicants_of,
    people_who_appraise,
    recusals_seen_by,
)
from ensemblier.appraisal.views.common import (
    CURRENT,
    FORM_METHODS,
    acting,
    crumbs,
    of_call,
    of_call_team,
)
from ensemblier.calls.models import Call
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.core.http import do_in_form
from ensemblier.core.pagination import page_of
from ensemblier.ui.pages import form_page


def _url(call: Call) -> str:
    return reverse("appraisal:recusals", args=[call.pk])


@require_safe
@of_call
def recusals(request: HttpRequest, call: Call) -> HttpResponse:
    is_team = can_edit_contract(request.user, call.contract)
    rows = recusals_seen_by(call, request.user, is_team=is_team)
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(user__full_name__icontains=words) | rows.filter(
            organization__name__icontains=words
        )
    context = {
        "call": call,
        "contract": call.contract if can_view_contract(request.user, call.contract) else None,
        "page": page_of(rows, request),
        "words": words,
        "is_team": is_team,
        "breadcrumb": crumbs(call, (_("Déports"), "")),
        "current": CURRENT,
    }
    return render(request, "appraisal/recusals.html", context)


@require_safe
@of_call
def export(request: HttpRequest, call: Call, fmt: str) -> HttpResponse:
    is_team = can_edit_contract(request.user, call.contract)
    table = export_of_recusals(recusals_seen_by(call, request.user, is_team=is_team))
    return response_of(table, fmt, call.slug, _("déports"))


@require_http_methods(FORM_METHODS)
@of_call
def declare(request: HttpRequest, call: Call) -> HttpResponseBase:
    is_team = can_edit_contract(request.user, call.contract)
    people = people_who_appraise(call) if is_team else User.objects.filter(pk=acting(request).pk)
    form = RecusalForm(request.POST or None, people=people, organizations=applicants_of(call))
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            declare_recusal,
            call=call,
            by=acting(request),
            at=timezone.now(),
            **form.cleaned_data,
        )
        if done is not None:
            messages.success(request, _("Le déport est enregistré."))
            return redirect(_url(call))
    title = _("Déclarer un déport")
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Qui a un lien avec une structure ne juge pas ses dossiers\u00a0: ni avis, ni notes, "
            "ni montants, ni débats. La personne lit seulement leur titre à l’ordre du jour."
        ),
        back=_url(call),
        breadcrumb=crumbs(call, (_("Déports"), _url(call)), (title, "")),
        submit=_("Déclarer le déport"),
        current=CURRENT,
        contract=call.contract if is_team else None,
    )


@require_http_methods(FORM_METHODS)
@of_call_team
def lift(request: HttpRequest, call: Call, pk: int) -> HttpResponseBase:
    recusal = get_object_or_404(
        recusals_seen_by(call, request.user, is_team=True).select_related("contract"), pk=pk
    )
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        do_in_form(
            form,
            lift_recusal,
            recusal=recusal,
            reason=form.cleaned_data["reason"],
            by=acting(request),
            at=timezone.now(),
        )
        if not form.errors:
            messages.success(request, _("Le déport est levé."))
            return redirect(_url(call))
    title = _("Lever le déport de %(who)s") % {"who": recusal.user}
    return form_page(
        request,
        form,
        title=title,
        lead=f"{recusal.organization} – {recusal.reason}",
        back=_url(call),
        breadcrumb=crumbs(call, (_("Déports"), _url(call)), (title, "")),
        submit=_("Lever le déport"),
        current=CURRENT,
        contract=call.contract,
    )
