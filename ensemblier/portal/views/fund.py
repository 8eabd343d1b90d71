"""The residents’ fund without an account: read, ask, follow with a code, tell how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.core.pagination import page_of
from ensemblier.fund.codes import typed_code
from ensemblier.fund.documents.papers import (
    answer_letter,
    blank_report,
    blank_request,
    fund_rules,
    privacy_words,
)
from ensemblier.fund.enums import AWAITING_REPORT, FINAL, RequestState
from ensemblier.fund.exports import export_of_financed
from ensemblier.fund.forms.reports import PaperForm, ReportForm
from ensemblier.fund.forms.requests import CodeForm, PublicRequestForm, WhatForm
from ensemblier.fund.limits import (
    REQUESTS_AN_HOUR,
    WRONG_CODES_AN_HOUR,
    count_one,
    is_beyond,
)
from ensemblier.fund.models import Fund, FundRequest, Round
from ensemblier.fund.operations.examining import cancel_request
from ensemblier.fund.operations.files import add_file
from ensemblier.fund.operations.receiving import complete_request, receive_request
from ensemblier.fund.operations.reports import costs_told, send_report
from ensemblier.fund.queries.funds import open_rounds_of, public_funds
from ensemblier.fund.queries.requests import financed_by, request_of_code
from ensemblier.fund.queries.votes import public_votes
from ensemblier.fund.rules import rule_sentences
from ensemblier.fund.wording.requests import TONES, answer_of
from ensemblier.portal.fund import card_of, cards_of, readable_fund, thread_of, thread_of_request
from ensemblier.portal.pages import visitor_page

METHODS = ["GET", "HEAD", "POST"]
PAPERS = {"demande": blank_request, "bilan": blank_report, "reglement": fund_rules}
CURRENT = "fund"


def _fund(request: HttpRequest, pk: int) -> Fund:
    found = readable_fund(request.user, pk)
    if found is None:
        raise Http404(_("Ce fonds n’existe pas."))
    return found


@visitor_page
def funds(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = page_of(public_funds(), request)
    context = {
        "page": page,
        "cards": cards_of(page.object_list, now),
        "current": CURRENT,
    }
    return render(request, "portal/funds.html", context)


@visitor_page
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    found = _fund(request, pk)
    now = timezone.now()
    shown = found.shown_rounds  # type: ignore[attr-defined]
    last = shown[-1] if shown else None
    context = {
        "fund": found,
        "contract": found.contract,
        "card": card_of(found, now),
        "rules_round": last,
        "rules": rule_sentences(last) if last else [],
        "exclusions": last.exclusions.splitlines() if last else [],
        "rounds": [(one, one.standing_at(now)) for one in reversed(shown)],
        "co_funders": last.co_funders.select_related("funder").order_by("pk") if last else [],
        "financed": page_of(financed_by(found), request),
        "votes": public_votes().filter(round__fund=found),
        "thread": thread_of(found),
        "current": CURRENT,
    }
    return render(request, "portal/fund.html", context)


@visitor_page
def fund_export(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    found = _fund(request, pk)
    table = export_of_financed(financed_by(found))
    return response_of(table, fmt, found.name, _("actions financées"))


@visitor_page
def fund_paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Blank forms and rules of the last round announced."""
    found = _fund(request, pk)
    rounds: list[Round] = found.shown_rounds  # type: ignore[attr-defined]
    if name not in PAPERS or not rounds:
        raise Http404
    last = Round.objects.select_related("fund__contract__manager").get(pk=rounds[-1].pk)
    return download(PAPERS[name](last), filename(name, found.name, extension="pdf"), inline=True)


@csrf_protect
@require_http_methods(METHODS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The five questions. Several rounds at once: the address says which."""
    found = _fund(request, pk)
    rounds = open_rounds_of(found, timezone.now())
    wanted = request.GET.get("campagne", "")
    round = next((one for one in rounds if str(one.pk) == wanted), rounds[0] if rounds else None)
    context: dict[str, Any] = {
        "fund": found,
        "contract": found.contract,
        "round": round,
        "other_rounds": [one for one in rounds if one != round],
        "card": card_of(found, timezone.now()),
        "current": CURRENT,
    }
    if round is None:
        return _private(render(request, "portal/fund_ask.html", context))
    bound = request.method == "POST"
    form = PublicRequestForm(
        request.POST if bound else None, request.FILES if bound else None, round=round
    )
    if bound and form.is_valid():
        received = _receive(request, form, round)
        if received is not None:
            return redirect("portal:fund_follow", received.code)
    context |= {"form": form, "rules": rule_sentences(round), "privacy": privacy_words()}
    return _private(render(request, "portal/fund_ask.html", context))


def _receive(http: HttpRequest, form: PublicRequestForm, round: Round) -> FundRequest | None:
    if is_beyond("ask", REQUESTS_AN_HOUR, http):
        form.add_error(
            None,
            _(
                "Trop de demandes sont parties de cette connexion. Attendez une heure, ou "
                "appelez-nous\u00a0: nous la saisirons avec vous."
            ),
        )
        return None
    received = do_in_form(
        form,
        receive_request,
        round=round,
        values=form.values,
        costs=form.costs,
        who=form.who,
        council=form.place_named[0] if round.fund.council_id is None else None,
        photo=form.cleaned_data["file"],
        by=None,
        at=timezone.now(),
    )
    if received is not None:
        count_one("ask", http)
        messages.success(http, _("Votre demande est envoyée. Notez votre code de suivi."))
    return received


@csrf_protect
@require_http_methods(METHODS)
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if is_beyond("code", WRONG_CODES_AN_HOUR, request):
            form.add_error("code", _("Trop d’essais. Attendez une heure, ou appelez-nous."))
        else:
            found = request_of_code(typed_code(form.cleaned_data["code"]))
            if found is not None:
                return redirect("portal:fund_follow", found.code)
            count_one("code", request)
            form.add_error("code", _("Ce code n’existe pas. Vérifiez chaque lettre."))
    return _private(render(request, "portal/fund_find.html", {"form": form, "current": CURRENT}))


View = Callable[..., HttpResponse]


def followed(view: View) -> View:
    """The view gets the request of the code; wrong codes are counted, pages are kept nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        if is_beyond("code", WRONG_CODES_AN_HOUR, request):
            raise Http404(_("Trop d’essais. Attendez une heure."))
        found = request_of_code(typed_code(code))
        if found is None:
            count_one("code", request)
            raise Http404(_("Ce code n’existe pas."))
        return _private(view(request, found, **kwargs))

    return guarded


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@followed
def follow(http: HttpRequest, request: FundRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "request_row": request,
        "fund": request.round.fund,
        "contract": request.contract,
        "answer": answer_of(request),
        "tone": TONES[request.state],
        "is_late": request.is_late_on(today),
        "report": getattr(request, "report", None),
        "planned_cents": sum(line.planned_cents for line in request.lines.all()),
        "actual_cents": costs_told(request),
        "can_complete": request.state == RequestState.TO_COMPLETE,
        "can_report": request.state in AWAITING_REPORT,
        "can_join": request.state not in FINAL,
        "can_cancel": request.state not in FINAL
        and request.state != RequestState.REPORTED
        and request.paid_cents == request.returned_cents,
        "address": http.build_absolute_uri(reverse("portal:fund_follow", args=[request.code])),
        "thread": thread_of_request(request),
        "current": CURRENT,
    }
    return render(http, "portal/fund_follow.html", context)


@csrf_protect
@require_http_methods(METHODS)
@followed
def complete(http: HttpRequest, request: FundRequest) -> HttpResponse:
    """Answer what was missing; what was typed is there."""
    if request.state != RequestState.TO_COMPLETE:
        return redirect("portal:fund_follow", request.code)
    form = WhatForm(
        http.POST if http.method == "POST" else None, round=request.round, request=request
    )
    if http.method == "POST" and form.is_valid():
        saved = do_in_form(
            form,
            complete_request,
            request=request,
            values=form.values,
            costs=form.costs,
            by=None,
            at=timezone.now(),
        )
        if saved is not None:
            messages.success(http, _("Merci, votre réponse est envoyée."))
            return redirect("portal:fund_follow", request.code)
    context = _page(request, form, _("Compléter ma demande"), _("Envoyer ma réponse"))
    return render(http, "portal/fund_form.html", context | {"questions": "fund/questions.html"})


@csrf_protect
@require_http_methods(METHODS)
@followed
def report(http: HttpRequest, request: FundRequest) -> HttpResponse:
    if request.state not in AWAITING_REPORT:
        return redirect("portal:fund_follow", request.code)
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
            by=None,
            at=timezone.now(),
        )
        if sent is not None:
            messages.success(http, _("Merci, votre bilan est envoyé."))
            return redirect("portal:fund_follow", request.code)
    context = _page(request, form, _("Raconter mon action"), _("Envoyer mon bilan"))
    questions = {"questions": "fund/report_questions.html"}
    return render(http, "portal/fund_form.html", context | questions)


@csrf_protect
@require_http_methods(METHODS)
@followed
def join(http: HttpRequest, request: FundRequest) -> HttpResponse:
    bound = http.method == "POST"
    form = PaperForm(http.POST if bound else None, http.FILES if bound else None)
    if bound and form.is_valid():
        added = do_in_form(
            form,
            add_file,
            request=request,
            kind=form.cleaned_data["kind"],
            uploaded=form.cleaned_data["file"],
            by=None,
            at=timezone.now(),
        )
        if added is not None:
            messages.success(http, _("Le fichier est joint."))
            return redirect("portal:fund_follow", request.code)
    context = _page(request, form, _("Joindre une photo ou un ticket"), _("Joindre"))
    return render(http, "portal/fund_form.html", context)


@csrf_protect
@require_http_methods(METHODS)
@followed
def cancel(http: HttpRequest, request: FundRequest) -> HttpResponse:
    if http.method == "POST":
        give_up = partial(cancel_request, request=request)
        done = _("Votre demande est annulée.")
        do_with_message(http, give_up, by=None, at=timezone.now(), done=done)
        return redirect("portal:fund_follow", request.code)
    context = _page(request, None, _("Annuler ma demande\u00a0?"), _("Annuler ma demande"))
    return render(http, "portal/fund_form.html", context)


def _page(request: FundRequest, form: Any, title: str, submit: str) -> dict[str, Any]:
    return {
        "request_row": request,
        "fund": request.round.fund,
        "contract": request.contract,
        "form": form,
        "title": title,
        "submit": submit,
        "current": CURRENT,
    }


@require_safe
@followed
def letter(_http: HttpRequest, request: FundRequest) -> HttpResponse:
    """The answer on paper."""
    content = answer_letter(request, timezone.localdate())
    return download(content, filename(_("réponse"), request.reference, extension="pdf"))
