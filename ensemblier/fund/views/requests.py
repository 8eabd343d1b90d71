"""One request, for those who follow it in the workspace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.permissions import can_view_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.http import do_in_form, download, filename
from ensemblier.files.views import serve
from ensemblier.fund.documents.papers import answer_letter
from ensemblier.fund.enums import AWAITING_REPORT, UNDECIDED
from ensemblier.fund.exports import shown_name
from ensemblier.fund.forms.reports import PaperForm, ReportForm
from ensemblier.fund.forms.requests import AssistedRequestForm, EditRequestForm
from ensemblier.fund.models import FundRequest, Round
from ensemblier.fund.operations.files import add_file
from ensemblier.fund.operations.receiving import receive_request, update_request
from ensemblier.fund.operations.reports import costs_told, send_report
from ensemblier.fund.permissions import (
    can_assist,
    can_enter,
    can_manage_fund,
    require_assist,
)
from ensemblier.fund.queries.bearers import late_report_of, left_for
from ensemblier.fund.queries.ledger import positions_of
from ensemblier.fund.queries.requests import file_for, others_of_bearer
from ensemblier.fund.views.actions import HELP, TEAM, open_actions
from ensemblier.fund.views.common import (
    CURRENT,
    METHODS,
    answer_form,
    crumbs,
    of_request,
    of_round,
    thread_of,
)
from ensemblier.fund.wording.requests import TONES, answer_of


@require_safe
@of_request
def detail(http: HttpRequest, request: FundRequest) -> HttpResponse:
    user = http.user
    manages, assists = can_manage_fund(user, request), can_assist(user, request)
    today = timezone.localdate()
    late_other = late_report_of(request, today) if request.state in UNDECIDED else None
    team_actions = open_actions(TEAM, request) if manages else []
    context = {
        **thread_of(request),
        "request_row": request,
        "name": shown_name(request),
        "sees_contact": assists or can_view_contract(user, request.contract),
        "tone": TONES[request.state],
        "answer": answer_of(request),
        "is_late": request.is_late_on(today),
        "late_other": late_other,
        "left_cents": max(0, left_for(request)),
        "planned_cents": sum(line.planned_cents for line in request.lines.all()),
        "actual_cents": costs_told(request),
        "report": getattr(request, "report", None),
        "shares": _shares(request),
        "others": others_of_bearer(request) if assists else [],
        "team_actions": [one for one in team_actions if late_other or one[0] != "dispenser"],
        "help_actions": open_actions(HELP, request) if assists else [],
        "can_edit": assists and request.state in UNDECIDED,
        "can_report": assists and request.state in AWAITING_REPORT,
        "can_assist": assists,
        "breadcrumb": crumbs(request.round, request),
        "current": CURRENT,
        "contract": request.contract,
    }
    return render(http, "fund/request.html", context)


def _shares(request: FundRequest) -> list[tuple[str, Any]]:
    """Whose euros pay for it."""
    positions = positions_of(request.round, request)
    shares = request.round.co_funders.select_related("funder").order_by("pk")
    return [
        (share.funder.label, positions[share.pk])
        for share in shares
        if positions[share.pk].committed
    ]


@require_http_methods(METHODS)
@of_round
def enter(http: HttpRequest, round: Round) -> HttpResponse:
    """A request entered for somebody, from a sheet of paper or a conversation."""
    if not can_enter(http.user, round):
        raise NotAllowed(
            _("Une demande est saisie par l’équipe du contrat ou par les membres du conseil.")
        )
    bound = http.method == "POST"
    form = AssistedRequestForm(
        http.POST if bound else None, http.FILES if bound else None, round=round
    )
    if bound and form.is_valid():
        received = do_in_form(
            form,
            receive_request,
            round=round,
            values=form.values,
            costs=form.costs,
            who=form.who,
            council=form.place_named[0] if round.fund.council_id is None else None,
            channel=form.cleaned_data["channel"],
            photo=form.cleaned_data["file"],
            by=http.user,
            at=timezone.now(),
        )
        if received is not None:
            words = _("La demande est reçue. Donnez son code de suivi au porteur\u00a0: %(code)s.")
            messages.success(http, words % {"code": received.code})
            return redirect(received)
    context = {
        "form": form,
        "round": round,
        "contract": round.contract,
        "breadcrumb": crumbs(round.fund, round, _("Saisir une demande")),
        "current": CURRENT,
    }
    return render(http, "fund/enter.html", context)


@require_http_methods(METHODS)
@of_request
def edit(http: HttpRequest, request: FundRequest) -> HttpResponse:
    require_assist(http.user, request)
    form = EditRequestForm(
        http.POST if http.method == "POST" else None, round=request.round, request=request
    )
    if http.method == "POST" and form.is_valid():
        values = {"values": form.values, "costs": form.costs}
        saved = do_in_form(
            form, update_request, request=request, by=http.user, at=timezone.now(), **values
        )
        if saved is not None:
            messages.success(http, _("C’est enregistré."))
            return redirect(request)
    context = {
        "form": form,
        "round": request.round,
        "request_row": request,
        "contract": request.contract,
        "breadcrumb": crumbs(request.round, request, _("Modifier")),
        "current": CURRENT,
    }
    return render(http, "fund/enter.html", context)


@require_http_methods(METHODS)
@of_request
def report(http: HttpRequest, request: FundRequest) -> HttpResponse:
    """The report entered for somebody."""
    require_assist(http.user, request)
    bound = http.method == "POST"
    form = ReportForm(http.POST if bound else None, http.FILES if bound else None, request=request)
    if bound and form.is_valid():
        sent = do_in_form(
            form,
            send_report,
            request=request,
            values=form.values,
            spent=form.spent,
            papers=form.papers,
            by=http.user,
            at=timezone.now(),
        )
        if sent is not None:
            messages.success(http, _("Le bilan est reçu."))
            return redirect(request)
    context = {
        "form": form,
        "request_row": request,
        "contract": request.contract,
        "breadcrumb": crumbs(request.round, request, _("Saisir le bilan")),
        "current": CURRENT,
    }
    return render(http, "fund/report.html", context)


@require_http_methods(METHODS)
@of_request
def join_file(http: HttpRequest, request: FundRequest) -> HttpResponse:
    require_assist(http.user, request)
    bound = http.method == "POST"
    title = _("Joindre un fichier")
    return answer_form(
        http,
        PaperForm(http.POST if bound else None, http.FILES if bound else None),
        add_file,
        arguments=lambda form: {
            "request": request,
            "kind": form.cleaned_data["kind"],
            "uploaded": form.cleaned_data["file"],
        },
        done=_("Le fichier est joint."),
        back=request.get_absolute_url(),
        title=title,
        breadcrumb=crumbs(request.round, request, title),
        submit=title,
        contract=request.contract,
    )


@require_safe
@of_request
def file(http: HttpRequest, request: FundRequest, file_pk: int) -> HttpResponseBase:
    found = file_for(http.user, request.pk, file_pk)
    if found is None:
        raise Http404
    return serve(found.file, http)


@require_safe
@of_request
def letter(http: HttpRequest, request: FundRequest) -> HttpResponse:
    content = answer_letter(request, timezone.localdate())
    name = filename(_("réponse"), request.reference, extension="pdf")
    return download(content, name, inline=True)
