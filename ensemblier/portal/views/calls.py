"""Calls for everyone. Rendered each time: whether one is open changes at the minute."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.applications.documents.cerfa import cerfa_form
from ensemblier.applications.documents.sheet import blank_sheet
from ensemblier.applications.documents.writing import as_pdf
from ensemblier.calls.enums import Standing
from ensemblier.calls.exports import export_of_public_calls
from ensemblier.calls.filters import PublicCallFilter
from ensemblier.calls.framing import framing_note_pdf, moment
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_edit_call
from ensemblier.calls.queries import grace_for, standing_of
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.icalendar import calendar_text
from ensemblier.contracts.models import Contract
from ensemblier.contracts.queries import public_contracts
from ensemblier.core.http import download, filename
from ensemblier.core.pagination import page_of
from ensemblier.files.views import serve
from ensemblier.portal.calls import (
    calendar_of_call,
    call_page,
    calls_shown,
    contracts_with_calls,
    readable_call,
    start_address,
    thread_of,
    until,
)
from ensemblier.portal.pages import visitor_page


def _call(request: HttpRequest, contract_slug: str, call_slug: str) -> Call:
    found = readable_call(request, contract_slug, call_slug)
    if found is None:
        raise Http404(_("Cet appel n’existe pas."))
    return found


def _narrowed(request: HttpRequest) -> tuple[PublicCallFilter, Contract | None]:
    """The calls asked for, and the contract that they are asked of."""
    calls = calls_shown(timezone.now())
    wanted = request.GET.get("contrat", "").replace("\x00", "")
    contract = public_contracts().filter(slug=wanted).first() if wanted else None
    if contract is not None:
        calls = calls.filter(contract=contract)
    return PublicCallFilter(request.GET, calls, request=request), contract


@visitor_page
def calls(request: HttpRequest) -> HttpResponse:
    filtered, contract = _narrowed(request)
    now = timezone.now()
    page = page_of(filtered.qs, request)
    rows = [
        {"call": one, "standing": standing_of(one, now), "until": until(one, standing_of(one, now))}
        for one in page
    ]
    context = {
        "filter": filtered,
        "page": page,
        "rows": rows,
        "contracts": contracts_with_calls(),
        "contract": contract,
        "is_filtered": bool(contract or any(request.GET.get(name) for name in filtered.filters)),
        "current": "calls",
    }
    return render(request, "portal/calls.html", context)


@visitor_page
def calls_export(request: HttpRequest, fmt: str) -> HttpResponse:
    filtered, _contract = _narrowed(request)
    return response_of(export_of_public_calls(filtered.qs), fmt, _("appels à projets"))


@visitor_page
def call(request: HttpRequest, contract_slug: str, call_slug: str) -> HttpResponse:
    found = _call(request, contract_slug, call_slug)
    now = timezone.now()
    page = call_page(found, now)
    is_open = page.standing == Standing.OPEN
    grace = grace_for(request.user, found, now) if page.standing == Standing.CLOSED else None
    context = {
        "contract": found.contract,
        "call": found,
        "page": page,
        "is_open": is_open or grace is not None,
        "grace": grace,
        "grace_until": moment(grace.until) if grace else "",
        "start_url": start_address(found),
        "can_edit": request.user.is_authenticated and can_edit_call(request.user, found),
        "thread": thread_of(found),
        "current": "calls",
    }
    return render(request, "portal/call.html", context)


@visitor_page
def call_note(request: HttpRequest, contract_slug: str, call_slug: str) -> HttpResponse:
    found = _call(request, contract_slug, call_slug)
    name = filename(found.slug, _("note de cadrage"), extension="pdf")
    return download(framing_note_pdf(found), name, inline=True)


@visitor_page
def call_form(request: HttpRequest, contract_slug: str, call_slug: str) -> HttpResponse:
    """The form of the call, empty: to print and fill in by hand."""
    found = _call(request, contract_slug, call_slug)
    form = cerfa_form(blank_sheet(call=found.name, year=found.year))
    name = filename(found.slug, _("formulaire"), extension="pdf")
    return download(as_pdf(form), name, inline=True)


@visitor_page
def call_dates(request: HttpRequest, contract_slug: str, call_slug: str) -> HttpResponse:
    found = _call(request, contract_slug, call_slug)
    text = calendar_text(
        found.contract,
        calendar_of_call(found),
        host=request.get_host(),
        url=request.build_absolute_uri(found.get_absolute_url()),
        at=timezone.now(),
    )
    return download(text, filename(found.slug, extension="ics"), inline=True)


@require_safe
def call_template(
    request: HttpRequest, contract_slug: str, call_slug: str, pk: int
) -> HttpResponseBase:
    """An empty form that the call asks to fill in."""
    found = _call(request, contract_slug, call_slug)
    paper = get_object_or_404(
        found.wanted_attachments.filter(template__isnull=False).select_related("template"), pk=pk
    )
    if paper.template is None:
        raise Http404
    return serve(paper.template, request)
