"""The vote of a round, for the team: prepared, opened, closed, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as rendered
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.fund.documents.votes import blank_ballot_pdf, dates_of
from ensemblier.fund.enums import RoundState, VoteState
from ensemblier.fund.forms.votes import JuryMemberForm, VoicesForm, VoteForm
from ensemblier.fund.lifecycle import VOTE
from ensemblier.fund.models import JuryMember, Round, Vote
from ensemblier.fund.operations import jury, votes
from ensemblier.fund.permissions import can_manage_fund, can_view_round, require_manage
from ensemblier.fund.queries.votes import (
    ballots_file,
    candidates_of,
    equal_part_words,
    lots_of,
    share_words,
    spent_of,
    standings_of,
    vote_for,
)
from ensemblier.ui.components.shell import address
from ensemblier.ui.pages import confirm_page, form_page, found_by

CURRENT = "fund"
METHODS = ["GET", "HEAD", "POST"]


def _round_for(user: Any, pk: int) -> Round | None:
    round = Round.objects.select_related("contract", "fund__council").filter(pk=pk).first()
    return round if round and can_view_round(user, round) else None


of_vote = found_by(vote_for)
to_manage = found_by(vote_for, require=require_manage)
to_prepare = found_by(_round_for, require=require_manage)

# What is asked before each step, and the operation that does it.
STEPS: dict[str, tuple[Callable[..., Vote], Any, Any]] = {
    "open": (
        votes.open_vote,
        gettext_lazy("Ouvrir le vote\u00a0?"),
        gettext_lazy(
            "Les demandes recevables de la campagne sont mises au vote avec leur numéro et leur "
            "coût, qui ne changeront plus. Le vote devient visible de tous."
        ),
    ),
    "close": (
        votes.close_vote,
        gettext_lazy("Fermer le vote\u00a0?"),
        gettext_lazy(
            "Plus personne ne pourra voter à l’écran ni recevoir de bulletin en papier. Les "
            "papiers déjà remis pourront encore être comptés."
        ),
    ),
    "reopen": (
        votes.reopen_vote,
        gettext_lazy("Rouvrir le vote\u00a0?"),
        gettext_lazy("Les codes encore inutilisés pourront de nouveau servir."),
    ),
    "count": (
        votes.count_vote,
        gettext_lazy("Dépouiller et décider\u00a0?"),
        gettext_lazy(
            "La règle de la campagne est appliquée aux bulletins. La décision est écrite sur "
            "chaque demande avec sa raison, les porteurs la reçoivent, et le résultat devient "
            "public. On ne dépouille qu’une fois."
        ),
    ),
}


def crumbs(vote: Vote | Round, *here: object) -> list[tuple[Any, str]]:
    round = vote.round if isinstance(vote, Vote) else vote
    trail: list[tuple[Any, str]] = [
        (_("Fonds des habitants"), address("fund:list")),
        (str(round), address("fund:round", round.pk)),
    ]
    if isinstance(vote, Vote):
        trail.append((_("Vote"), vote.get_absolute_url()))
    trail += [(one, "") for one in here]
    return [*trail[:-1], (trail[-1][0], "")]


@require_http_methods(METHODS)
@to_prepare
def prepare(request: HttpRequest, round: Round) -> HttpResponse:
    found = Vote.objects.filter(round=round).first()
    if found is not None:
        return redirect(found)
    if round.state not in (RoundState.OPEN, RoundState.DECIDING):
        raise Http404
    form = VoteForm(request.POST or None, initial={"opens_at": round.closes_at})
    if request.method == "POST" and form.is_valid():
        vote = do_in_form(
            form,
            votes.prepare_vote,
            round=round,
            values=form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        if vote:
            messages.success(request, _("Le vote est préparé."))
            return redirect(vote)
    return form_page(
        request,
        form,
        title=_("Préparer le vote"),
        lead=_("La règle est celle de la campagne\u00a0: %(method)s.")
        % {"method": round.get_method_display()},
        back=address("fund:round", round.pk) or "/",
        breadcrumb=crumbs(round, _("Préparer le vote")),
        submit=_("Préparer le vote"),
        current=CURRENT,
        contract=round.contract,
    )


@require_safe
@of_vote
def detail(request: HttpRequest, vote: Vote) -> HttpResponse:
    standings = standings_of(vote)
    manages = can_manage_fund(request.user, vote)
    is_over = vote.state in (VoteState.CLOSED, VoteState.DECIDED)
    context = {
        "vote": vote,
        "round": vote.round,
        "contract": vote.contract,
        "dates": dates_of(vote),
        "manages": manages,
        "moves": VOTE.open_to(vote, request.user) if manages else [],
        "standings": standings,
        "spent_cents": spent_of(standings),
        "share": share_words(vote),
        "equal_part": equal_part_words(vote),
        "lots": lots_of(vote),
        "batches": list(vote.batches.all()),
        "jury": list(vote.jury.all()),
        "can_print": manages and not is_over and not vote.is_by_jury,
        "can_type": manages and vote.state in (VoteState.OPEN, VoteState.CLOSED),
        "public_url": "" if vote.state == VoteState.DRAFT else address("portal:vote", vote.pk),
        "breadcrumb": crumbs(vote),
        "current": CURRENT,
    }
    return rendered(request, "fund/vote.html", context)


@require_http_methods(METHODS)
@to_manage
def edit(request: HttpRequest, vote: Vote) -> HttpResponse:
    names = ("opens_at", "closes_at", "place", "explanation")
    form = VoteForm(request.POST or None, initial={name: getattr(vote, name) for name in names})
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            votes.update_vote,
            vote=vote,
            values=form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        if done:
            return redirect(vote)
    return _form(request, vote, form, _("Modifier le vote"), _("Enregistrer"))


def _form(
    request: HttpRequest, vote: Vote, form: Any, title: str, submit: str, **page: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        back=vote.get_absolute_url(),
        breadcrumb=crumbs(vote, title),
        submit=submit,
        current=CURRENT,
        contract=vote.contract,
        **page,
    )


@require_http_methods(METHODS)
@to_manage
def move(request: HttpRequest, vote: Vote, name: str) -> HttpResponse:
    if name not in STEPS:
        raise Http404
    operation, title, text = STEPS[name]
    if request.method == "POST":
        do_with_message(
            request, operation, vote=vote, by=request.user, at=timezone.now(), done=_("C’est fait.")
        )
        return redirect(vote)
    return confirm_page(
        request,
        title=title,
        text=text,
        back=vote.get_absolute_url(),
        breadcrumb=crumbs(vote, VOTE.transitions[name].label),
        submit=VOTE.transitions[name].label,
        submit_kind="primary",
        current=CURRENT,
        contract=vote.contract,
    )


@require_http_methods(METHODS)
@to_manage
def withdraw(request: HttpRequest, vote: Vote, number: int) -> HttpResponse:
    candidate = get_object_or_404(vote.candidates.select_related("vote__round"), number=number)
    if request.method == "POST":
        do_with_message(
            request,
            votes.withdraw_candidate,
            candidate=candidate,
            by=request.user,
            at=timezone.now(),
            done=_("La demande est retirée du vote."),
        )
        return redirect(vote)
    return confirm_page(
        request,
        title=_("Retirer cette demande du vote\u00a0?"),
        text=_("Les bulletins qui la soutiennent ne compteront plus pour elle."),
        back=vote.get_absolute_url(),
        breadcrumb=crumbs(vote, _("Retirer une demande")),
        submit=_("Retirer du vote"),
        current=CURRENT,
        contract=vote.contract,
    )


@require_safe
@of_vote
def ballot_paper(request: HttpRequest, vote: Vote) -> HttpResponse:
    """The blank ballot; it exists once the requests have their numbers."""
    candidates = candidates_of(vote)
    if not candidates or vote.is_by_jury:
        raise Http404
    name = filename(vote.round.title, _("bulletin"), extension="pdf")
    return download(blank_ballot_pdf(vote, candidates), name, inline=True)


@require_safe
@of_vote
def ballots(request: HttpRequest, vote: Vote) -> HttpResponse:
    if vote.state != VoteState.DECIDED or vote.is_by_jury:
        raise Http404
    name = filename(vote.round.title, _("bulletins"), extension="pb")
    return download(ballots_file(vote), name)


@require_http_methods(METHODS)
@to_manage
def add_juror(request: HttpRequest, vote: Vote) -> HttpResponse:
    if not vote.is_by_jury:
        raise Http404
    form = JuryMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            jury.add_jury_member,
            vote=vote,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if done:
            return redirect(vote)
    return _form(
        request,
        vote,
        form,
        _("Ajouter au jury"),
        _("Ajouter"),
        lead=_("Les noms du jury ne sont pas publiés."),
    )


@require_http_methods(METHODS)
@to_manage
def remove_juror(request: HttpRequest, vote: Vote, member_pk: int) -> HttpResponse:
    member = get_object_or_404(JuryMember.objects.select_related("vote__round"), pk=member_pk)
    if member.vote_id != vote.pk:
        raise Http404
    if request.method == "POST":
        do_with_message(
            request, jury.remove_jury_member, member=member, by=request.user, at=timezone.now()
        )
        return redirect(vote)
    return confirm_page(
        request,
        title=_("Retirer du jury\u00a0?"),
        text=_("%(name)s ne sera plus du jury.") % {"name": member.name},
        back=vote.get_absolute_url(),
        breadcrumb=crumbs(vote, _("Retirer du jury")),
        submit=_("Retirer"),
        current=CURRENT,
        contract=vote.contract,
    )


@require_http_methods(METHODS)
@to_manage
def voices(request: HttpRequest, vote: Vote, number: int) -> HttpResponse:
    """The voices of the jury on one request; then the next one."""
    if not vote.is_by_jury:
        raise Http404
    rows = vote.candidates.select_related("request", "vote__round")
    candidate = get_object_or_404(rows, number=number)
    names = ("in_favor", "against", "abstained", "remark")
    form = VoicesForm(
        request.POST or None, initial={name: getattr(candidate, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            jury.note_voices,
            candidate=candidate,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if done:
            following = rows.filter(in_favor=None, is_withdrawn=False).first()
            if following is None:
                return redirect(vote)
            return redirect(reverse("fund:vote_voices", args=[vote.pk, following.number]))
    return _form(
        request,
        vote,
        form,
        str(candidate),
        _("Enregistrer et passer à la suivante"),
        lead=candidate.request.description,
    )
