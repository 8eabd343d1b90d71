"""Decisions of a call, one by one or a deliberation at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.applications.models import Request
from ensemblier.calls.models import Call
from ensemblier.calls.queries import call_for
from ensemblier.contracts.permissions import can_edit_contract, require_edit
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message, put_in_form
from ensemblier.core.pagination import page_of, query_string
from ensemblier.funding.exports.tables import export_of_decisions, response_of
from ensemblier.funding.forms.decisions import DecisionForm, WantedForm
from ensemblier.funding.forms.small import ReasonForm
from ensemblier.funding.models import Award
from ensemblier.funding.operations.decisions import (
    Overtaken,
    close_settled,
    decide_lines,
    revise_decision,
)
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.permissions import columns_of
from ensemblier.funding.queries.decisions import (
    calls_to_decide,
    lines_of,
    settled_applications,
)
from ensemblier.funding.views.common import of_call
from ensemblier.funding.views.following import (
    CURRENT,
    FORM_METHODS,
    crumbs,
    for_followers,
    person,
    section_context,
)
from ensemblier.ui.pages import form_page

SECTION = "decision_calls"
AT_ONCE = 200


def call_tabs(call: Call, current: str) -> dict[str, Any]:
    """Decisions and letters of one call: its tabs and its place."""
    titles = {"decisions": _("Décisions"), "letters": _("Lettres")}
    return {
        "call": call,
        "contract": call.contract,
        "breadcrumb": crumbs(SECTION, (call.name, "")),
        "call_tabs": [
            {
                "label": title,
                "url": reverse(f"funding:{name}", args=[call.pk]),
                "current": name == current,
            }
            for name, title in titles.items()
        ],
    }


def wanted_form(request: HttpRequest, call: Call) -> WantedForm:
    """An officer begins with their own column."""
    data = request.GET.copy()
    columns = columns_of(request.user, call)
    if "financeur" not in data and columns is not None and len(columns) == 1:
        data["financeur"] = str(next(iter(columns)))
    return WantedForm(data, call=call)


def writes_for(request: HttpRequest, call: Call, funder_id: int | None) -> bool:
    """Lines are decided funder by funder: a deliberation is one funder's."""
    columns = columns_of(request.user, call)
    return funder_id is not None and (columns is None or funder_id in columns)


@require_safe
@for_followers
def decision_calls(request: HttpRequest) -> HttpResponse:
    page = page_of(calls_to_decide(request.user), request)
    return render(request, "funding/decision_calls.html", section_context(SECTION, page=page))


@require_http_methods(FORM_METHODS)
@of_call
def decisions(request: HttpRequest, call: Call) -> HttpResponse:
    filters = wanted_form(request, call)
    wanted = filters.wanted
    page = page_of(lines_of(call, request.user, wanted), request, AT_ONCE)
    can_write = writes_for(request, call, wanted.funder.pk if wanted.funder else None)
    form = DecisionForm(
        request.POST or None,
        lines=page.object_list,
        ticks_proposed=request.GET.get("cocher") == "proposes",
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values.pop("verdict")
        awards = _decide(form, call=call, by=request.user, at=timezone.now(), **values)
        if awards is not None:
            done = ngettext(
                "%(count)d décision est enregistrée.",
                "%(count)d décisions sont enregistrées.",
                len(awards),
            ) % {"count": len(awards)}
            messages.success(request, done)
            return redirect(request.path + query_string(request, cocher=None))
    context = section_context(
        SECTION,
        page=page,
        form=form,
        tick_url=query_string(request, cocher="proposes"),
        rows=form.rows(),
        filters=filters,
        is_filtered=bool(request.GET),
        can_write=can_write,
        writes_some=columns_of(request.user, call) != set(),
        settled_count=settled_applications(call).count(),
        is_team=can_edit_contract(request.user, call.contract),
        **call_tabs(call, "decisions"),
    )
    return render(request, "funding/decisions.html", context)


def _decide(form: DecisionForm, **values: Any) -> list[Award] | None:
    """What was decided. Once told of what another decided, the person may decide otherwise."""
    try:
        return decide_lines(**values)
    except NotAllowed:
        raise
    except Refused as refusal:
        put_in_form(form, refusal)
        if isinstance(refusal, Overtaken):
            form.told = refusal.requests
        return None


@require_safe
@of_call
def export(request: HttpRequest, call: Call, fmt: str) -> HttpResponse:
    rows = lines_of(call, request.user, wanted_form(request, call).wanted)
    return response_of(export_of_decisions(rows), fmt, call.slug, _("decisions"))


@require_POST
@of_call
def close(request: HttpRequest, call: Call) -> HttpResponse:
    require_edit(request.user, call.contract)
    do_with_message(
        request,
        close_settled,
        call=call,
        by=request.user,
        at=timezone.now(),
        done=_("Les dossiers dont tous les financeurs ont répondu sont décidés."),
    )
    return redirect("funding:decisions", call.pk)


@require_http_methods(FORM_METHODS)
@login_required
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(
        Request.objects.select_related("application__call__contract", "funder"), pk=pk
    )
    call = line.application.call
    if call is None or call_for(request.user, call.pk) is None:
        raise Http404
    if not lines_of(call, request.user, WantedForm(call=call).wanted).filter(pk=pk).exists():
        raise Http404
    require_line(person(request), line)
    back = reverse("funding:decisions", args=[call.pk])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            revise_decision,
            request=line,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if done is not None:
            messages.success(request, _("La décision est ouverte de nouveau."))
            return redirect(back)
    title = _("Revenir sur la décision de %(funder)s") % {"funder": line.funder.label}
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Dossier %(reference)s. Le montant sort de son enveloppe, et un dossier déjà décidé "
            "revient en instruction."
        )
        % {"reference": line.application.reference},
        back=back,
        breadcrumb=crumbs(SECTION, (call.name, back), (title, "")),
        submit=_("Revenir sur la décision"),
        current=CURRENT,
        contract=call.contract,
    )
