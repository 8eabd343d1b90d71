"""Asking opinions, giving one, giving many on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.applications.models import Application
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.appraisal.exports import export_of_opinions
from ensemblier.appraisal.forms import AskForm, OpinionForm, PostponeForm
from ensemblier.appraisal.models import Opinion
from ensemblier.appraisal.operations.base import Outcome
from ensemblier.appraisal.operations.opinions import (
    Typed,
    ask_opinions,
    give_opinion,
    give_opinions,
    postpone_opinion,
    usual_due_date,
    withdraw_opinion,
)
from ensemblier.appraisal.permissions import DISCUSSED, Sight, can_give_opinion
from ensemblier.appraisal.queries.files import clock, opinions_of
from ensemblier.appraisal.queries.opinions import (
    authors_among,
    opinions_read_in,
    opinions_to_give,
    spoken_for,
    whom_to_ask,
)
from ensemblier.appraisal.views.common import (
    CURRENT,
    FORM_METHODS,
    acting,
    crumbs,
    file_crumbs,
    file_url,
    number_in,
    numbers_in,
    of_call,
    of_file,
    of_file_team,
)
from ensemblier.calls.models import Call
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.money import figure, parse_euros
from ensemblier.core.pagination import page_of, query_string
from ensemblier.core.text import searchable
from ensemblier.core.typography import euros
from ensemblier.ui.pages import confirm_page, form_page

PER_PAGE = 50


def _opinion(application: Application, sight: Sight, user: Any, pk: int) -> Opinion:
    rows = {row.pk: row for row in opinions_of(application, sight, user)}
    if pk not in rows:
        raise Http404
    return rows[pk]


@require_http_methods(FORM_METHODS)
@of_file
def give(
    request: HttpRequest, application: Application, sight: Sight, opinion_id: int
) -> HttpResponseBase:
    opinion = _opinion(application, sight, request.user, opinion_id)
    if not can_give_opinion(request.user, opinion):
        raise NotAllowed(
            _("Cet avis est donné par %(whom)s, ou noté par l’équipe du contrat.")
            % {"whom": opinion.author}
        )
    asked = application.requests.filter(funder=opinion.organization_id).first()
    form = OpinionForm(
        request.POST or None,
        with_amount=asked is not None,
        initial={
            "value": opinion.value,
            "amount": opinion.amount_cents,
            "comment": opinion.comment,
            "edition": opinion.edition,
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = Typed(
            opinion,
            form.cleaned_data["value"],
            form.cleaned_data.get("amount"),
            form.cleaned_data["comment"],
            form.cleaned_data["edition"],
        )
        given = do_in_form(form, give_opinion, typed=typed, by=acting(request), at=timezone.now())
        if given is not None:
            messages.success(request, _("L’avis est enregistré."))
            return redirect(f"{file_url(application)}#avis")
    title = _("Avis de %(whom)s") % {"whom": opinion.author}
    lead = f"{application.reference} – {application.title}"
    if asked is not None:
        lead += " " + _("Demandé\u00a0: %(asked)s.") % {"asked": euros(asked.amount_cents)}
    return form_page(
        request,
        form,
        title=title,
        lead=lead,
        back=f"{file_url(application)}#avis",
        breadcrumb=file_crumbs(application, title),
        submit=_("Enregistrer l’avis"),
        current=CURRENT,
    )


@require_http_methods(FORM_METHODS)
@of_file_team
def ask(request: HttpRequest, application: Application) -> HttpResponseBase:
    organizations, councils = whom_to_ask(application)
    due_on = usual_due_date(application.call, timezone.now()) if application.call else None
    form = AskForm(
        request.POST or None,
        organizations=organizations,
        councils=councils,
        initial={"due_on": due_on},
    )
    if request.method == "POST" and form.is_valid():
        asked = do_in_form(
            form,
            ask_opinions,
            application=application,
            by=acting(request),
            at=timezone.now(),
            **form.cleaned_data,
        )
        if asked is not None:
            done = ngettext("%(count)d avis demandé.", "%(count)d avis demandés.", len(asked))
            messages.success(request, done % {"count": len(asked)})
            return redirect(f"{file_url(application)}#avis")
    return form_page(
        request,
        form,
        title=_("Demander des avis"),
        lead=_(
            "À l’ouverture de l’instruction, les avis des financeurs sollicités et des conseils "
            "des quartiers concernés sont demandés d’eux-mêmes. Ajoutez ici ceux qui manquent."
        ),
        back=f"{file_url(application)}#avis",
        breadcrumb=file_crumbs(application, _("Demander des avis")),
        submit=_("Demander"),
        current=CURRENT,
        contract=application.contract,
    )


@require_http_methods(FORM_METHODS)
@of_file_team
def postpone(request: HttpRequest, application: Application, opinion_id: int) -> HttpResponseBase:
    opinion = get_object_or_404(
        application.opinions.select_related("organization", "council"), pk=opinion_id
    )
    form = PostponeForm(request.POST or None, initial={"due_on": opinion.due_on})
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            postpone_opinion,
            opinion=opinion,
            due_on=form.cleaned_data["due_on"],
            by=acting(request),
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("Le nouveau délai est enregistré."))
            return redirect(f"{file_url(application)}#avis")
    title = _("Délai de l’avis de %(whom)s") % {"whom": opinion.author}
    return form_page(
        request,
        form,
        title=title,
        back=f"{file_url(application)}#avis",
        breadcrumb=file_crumbs(application, title),
        submit=_("Enregistrer"),
        current=CURRENT,
        contract=application.contract,
    )


@require_http_methods(FORM_METHODS)
@of_file_team
def withdraw(request: HttpRequest, application: Application, opinion_id: int) -> HttpResponseBase:
    opinion = get_object_or_404(
        application.opinions.select_related("organization", "council"), pk=opinion_id
    )
    back = f"{file_url(application)}#avis"
    if request.method == "POST":
        do_with_message(
            request,
            withdraw_opinion,
            done=_("Cet avis n’est plus attendu."),
            opinion=opinion,
            by=acting(request),
            at=timezone.now(),
        )
        return redirect(back)
    title = _("Ne plus attendre l’avis de %(whom)s\u00a0?") % {"whom": opinion.author}
    return confirm_page(
        request,
        title=title,
        text=_("Vous pourrez le demander de nouveau."),
        back=back,
        breadcrumb=file_crumbs(application, title),
        submit=_("Ne plus attendre"),
        current=CURRENT,
        contract=application.contract,
    )


class Row:
    """A line of the page of many opinions: what is kept, what was typed, what is wrong."""

    def __init__(self, opinion: Opinion, today: Any) -> None:
        self.opinion = opinion
        self.is_open = opinion.application.state in DISCUSSED
        self.clock = "" if opinion.value else clock(opinion.due_on, today)
        self.value, self.comment = opinion.value, opinion.comment
        self.amount = "" if opinion.amount_cents is None else figure(opinion.amount_cents)
        self.edition = opinion.edition
        self.error = ""
        self.error_field = ""

    def read(self, data: Any) -> Typed | None:
        """What was typed on the line, if it is not what is kept. Raises InvalidInput."""
        pk = self.opinion.pk
        if f"value-{pk}" not in data:
            return None
        self.value = data.get(f"value-{pk}", "")
        self.amount = data.get(f"amount-{pk}", "").strip()
        self.comment = data.get(f"comment-{pk}", "").replace("\r\n", "\n").strip()
        edition = number_in(data.get(f"edition-{pk}", ""))
        self.edition = -1 if edition is None else edition
        untouched = self.value == "" and not self.amount and not self.comment
        if untouched and not self.opinion.value:
            return None
        try:
            cents = parse_euros(self.amount) if self.amount else None
        except InvalidInput as refusal:
            raise InvalidInput(str(refusal), field="amount") from refusal
        typed = Typed(self.opinion, self.value, cents, self.comment, self.edition)
        return typed if typed.is_new else None

    def refuse(self, refusal: Any) -> None:
        self.error, self.error_field = str(refusal), refusal.field or ""


@require_http_methods(FORM_METHODS)
@of_call
def bulk(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Many opinions on one page: good lines are saved, the others come back as typed."""
    is_team = can_edit_contract(request.user, call.contract)
    everything = opinions_to_give(call, request.user, is_team=is_team)
    authors = authors_among(everything)
    chosen = request.GET.get("pour") or (authors[0][0] if authors else "")
    opinions = spoken_for(everything, chosen)
    only_missing = request.GET.get("avis", "") == "manquants"
    if only_missing:
        opinions = opinions.filter(value="")
    if words := request.GET.get("q", "").strip():
        opinions = opinions.filter(application__search_text__contains=searchable(words))
    page = page_of(opinions, request, PER_PAGE)
    # What was typed comes back even when a colleague's work moved its line to another page.
    posted = numbers_in(request.POST, "value-")
    shown = everything.filter(pk__in=posted) if request.method == "POST" else page
    rows = [Row(opinion, timezone.localdate()) for opinion in shown]
    if request.method == "POST":
        outcome = _save(request, rows)
        if not outcome.refused and not any(row.error for row in rows):
            return redirect(request.get_full_path())
    context = {
        "call": call,
        "contract": call.contract if can_view_contract(request.user, call.contract) else None,
        "authors": authors,
        "chosen": chosen,
        "only_missing": only_missing,
        "words": request.GET.get("q", ""),
        "page": page,
        "rows": rows,
        "errors": sum(1 for row in rows if row.error),
        "values": OpinionValue.choices,
        "missing": everything.filter(value="").count(),
        "total": everything.count(),
        "query": query_string(request),
        "breadcrumb": crumbs(call, (_("Donner des avis"), "")),
        "current": CURRENT,
    }
    return render(
        request,
        "appraisal/bulk_opinions.html",
        context,
        status=422 if context["errors"] else 200,
    )


def _save(request: HttpRequest, rows: list[Row]) -> Outcome[Typed]:
    typed: list[Typed] = []
    by_opinion = {row.opinion.pk: row for row in rows}
    for row in rows:
        try:
            one = row.read(request.POST)
        except InvalidInput as refusal:
            row.refuse(refusal)
            continue
        if one is not None:
            typed.append(one)
    outcome = give_opinions(typed=typed, by=acting(request), at=timezone.now())
    for failed, why in outcome.refused:
        by_opinion[failed.opinion.pk].refuse(why)
    for saved in outcome.done:
        row = by_opinion[saved.opinion.pk]
        row.edition = saved.edition + 1
        row.opinion.value = saved.value
    if outcome.done:
        done = ngettext(
            "%(count)d avis enregistré.", "%(count)d avis enregistrés.", len(outcome.done)
        )
        messages.success(request, done % {"count": len(outcome.done)})
    return outcome


@require_safe
@of_call
def export(request: HttpRequest, call: Call, fmt: str) -> HttpResponse:
    table = export_of_opinions(opinions_read_in(call, request.user))
    return response_of(table, fmt, call.slug, _("avis"))
