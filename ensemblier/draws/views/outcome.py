"""After the draw: answers, seats, replacements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.draws.enums import DrawState
from ensemblier.draws.exports import export_of_drawn
from ensemblier.draws.forms import AnswerForm, MandatesForm
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.operations import alternates, outcome, replacing
from ensemblier.draws.permissions import require_team
from ensemblier.draws.queries.calls import calls_of
from ensemblier.draws.queries.draws import ticket_for
from ensemblier.draws.views.common import (
    CURRENT,
    FORM_METHODS,
    answer_form,
    answer_question,
    crumbs,
    draw_address,
    to_run,
)
from ensemblier.draws.words import call_words, place_words
from ensemblier.ui.pages import confirm_page, found_by

to_note = found_by(ticket_for, require=lambda user, ticket: require_team(user, ticket.draw))


@require_http_methods(FORM_METHODS)
@to_note
def answer(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    draw = ticket.draw
    title = _("Réponse de %(person)s") % {"person": ticket.entrant or place_words(ticket)}
    initial = {"answer": ticket.answer, "answered_on": ticket.answered_on}
    return answer_form(
        request,
        AnswerForm(request.POST or None, initial=initial),
        outcome.set_answer,
        lambda values: {"ticket": ticket, **values},
        title=title,
        submit=_("Enregistrer"),
        done=_("La réponse est notée."),
        back=draw_address(draw) + "#personnes",
        breadcrumb=crumbs(draw.pool, draw, title),
        contract=draw.contract,
    )


@require_http_methods(FORM_METHODS)
@to_run
def mandates(request: HttpRequest, draw: Draw) -> HttpResponse:
    return answer_form(
        request,
        MandatesForm(request.POST or None, draw=draw),
        outcome.seat_accepting,
        lambda values: {"draw": draw, **values},
        title=_("Faire entrer au conseil"),
        lead=_("Toutes les personnes qui acceptent entrent au collège des habitants."),
        submit=_("Faire entrer ces personnes"),
        done=_("C’est fait\u00a0: elles siègent au conseil."),
        back=draw_address(draw) + "#personnes",
        breadcrumb=crumbs(draw.pool, draw, _("Faire entrer au conseil")),
        contract=draw.contract,
    )


@require_safe
@to_run
def export_drawn(request: HttpRequest, draw: Draw, fmt: str) -> HttpResponse:
    return response_of(export_of_drawn(draw), fmt, draw.name, _("personnes tirées"))


@require_http_methods(FORM_METHODS)
@to_run
def call_alternates(request: HttpRequest, draw: Draw) -> HttpResponse:
    """Says who would come in for whom; nobody chooses."""
    title = _("Appeler les suppléants\u00a0?")
    calls = calls_of(draw.replaced or draw) if draw.state == DrawState.DRAWN else []
    return answer_question(
        request,
        alternates.call_alternates,
        {"draw": draw},
        title=title,
        text=call_words(calls),
        submit=_("Appeler"),
        submit_kind="primary",
        done=_("C’est fait\u00a0: écrivez aux suppléants appelés."),
        back=draw_address(draw) + "#personnes",
        breadcrumb=crumbs(draw.pool, draw, title),
        contract=draw.contract,
    )


@require_http_methods(FORM_METHODS)
@to_run
def replace(request: HttpRequest, draw: Draw) -> HttpResponse:
    """A question, then the replacement to compute, publish and draw like the first."""
    title = _("Remplacer ceux qui refusent\u00a0?")
    if request.method == "POST":
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        made = None
        try:
            made = replacing.prepare_replacement(draw=draw, **who)
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(draw_address(made or draw))
    return confirm_page(
        request,
        title=title,
        text=_(
            "Aucun suppléant ne convient. Un tirage est préparé pour autant de personnes, parmi "
            "celles qui ne sont jamais sorties. Ses quotas gardent la parité et le reste. Vous le "
            "calculez, le publiez et le tirez comme le premier."
        ),
        back=draw_address(draw),
        breadcrumb=crumbs(draw.pool, draw, title),
        submit=_("Préparer le remplacement"),
        submit_kind="primary",
        current=CURRENT,
        contract=draw.contract,
    )
