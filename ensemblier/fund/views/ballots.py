"""Codes and paper ballots, for the team. Codes are typed, never part of an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.fund.documents.votes import slips_pdf
from ensemblier.fund.enums import BatchStage
from ensemblier.fund.forms.votes import CodeForm, CodesForm, PaperForm
from ensemblier.fund.models import PaperBatch, Vote
from ensemblier.fund.operations import ballots, papers
from ensemblier.fund.queries.votes import candidates_of
from ensemblier.fund.views.votes import CURRENT, METHODS, _form, crumbs, to_manage
from ensemblier.notices.emails import absolute
from ensemblier.ui.components.shell import address
from ensemblier.ui.pages import confirm_page


@never_cache
@require_http_methods(METHODS)
@to_manage
def codes(request: HttpRequest, vote: Vote) -> HttpResponse:
    """The slips are the answer to the form: they cannot be had a second time."""
    if vote.is_by_jury:
        raise Http404
    form = CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = do_in_form(
            form,
            ballots.issue_codes,
            vote=vote,
            count=form.cleaned_data["count"],
            by=request.user,
            at=timezone.now(),
        )
        if issued:
            name = filename(vote.round.title, _("codes de vote"), extension="pdf")
            place = absolute(address("portal:vote", vote.pk) or vote.get_absolute_url())
            return download(slips_pdf(vote, issued, place), name)
    return _form(
        request,
        vote,
        form,
        _("Imprimer des codes de vote"),
        _("Fabriquer les codes (PDF)"),
        lead=_(
            "Le fichier à imprimer arrive tout de suite. Gardez-le\u00a0: les codes ne sont écrits "
            "nulle part ailleurs. S’il est perdu, annulez le lot et faites-en un autre."
        ),
    )


@require_http_methods(METHODS)
@to_manage
def cancel_lot(request: HttpRequest, vote: Vote, lot: int) -> HttpResponse:
    if not vote.codes.filter(lot=lot).exists():
        raise Http404
    if request.method == "POST":
        do_with_message(
            request,
            ballots.cancel_lot,
            vote=vote,
            lot=lot,
            by=request.user,
            at=timezone.now(),
            done=_("Les codes inutilisés du lot ne valent plus rien."),
        )
        return redirect(vote)
    return confirm_page(
        request,
        title=_("Annuler le lot %(lot)d\u00a0?") % {"lot": lot},
        text=_("Ses codes encore inutilisés ne pourront plus voter. C’est définitif."),
        back=vote.get_absolute_url(),
        breadcrumb=crumbs(vote, _("Annuler un lot")),
        submit=_("Annuler ces codes"),
        current=CURRENT,
        contract=vote.contract,
    )


@never_cache
@require_http_methods(METHODS)
@to_manage
def give_paper(request: HttpRequest, vote: Vote) -> HttpResponse:
    if vote.is_by_jury:
        raise Http404
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operation = ballots.give_paper
        if _was_given(form, operation, vote=vote, by=request.user, **form.cleaned_data):
            messages.success(request, _("Code échangé\u00a0: remettez un bulletin en papier."))
            return redirect("fund:vote_give_paper", vote.pk)
    return _form(
        request,
        vote,
        form,
        _("Remettre un bulletin en papier"),
        _("Échanger ce code"),
        lead=_("La personne donne son code et reçoit un bulletin. Le code ne votera plus."),
    )


def _was_given(form: CodeForm, operation: Any, **arguments: Any) -> bool:
    do_in_form(form, operation, at=timezone.now(), **arguments)
    return form.is_valid()


@require_POST
@to_manage
def start_batch(request: HttpRequest, vote: Vote) -> HttpResponse:
    if not do_with_message(
        request, papers.start_batch, vote=vote, by=request.user, at=timezone.now()
    ):
        return redirect(vote)
    last = vote.batches.order_by("-rank").values_list("rank", flat=True)[0]
    return redirect("fund:vote_batch", vote.pk, last)


def _batch(vote: Vote, rank: int) -> PaperBatch:
    return get_object_or_404(
        PaperBatch.objects.select_related("vote__round", "first_by", "second_by"),
        vote=vote,
        rank=rank,
    )


@require_http_methods(METHODS)
@to_manage
def batch(request: HttpRequest, vote: Vote, rank: int) -> HttpResponse:
    """One ballot of the pile per screen: tick, send, next."""
    pile = _batch(vote, rank)
    candidates = candidates_of(vote)
    number = _number_asked(request, pile)
    form = PaperForm(request.POST or None, candidates=candidates, initial=_typed(pile, number))
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            papers.read_paper,
            batch=pile,
            number=number,
            numbers=form.cleaned_data["numbers"],
            by=request.user,
            at=timezone.now(),
        )
        if done:
            return redirect("fund:vote_batch", vote.pk, rank)
    count = len(pile.first)
    context = {
        "vote": vote,
        "batch": pile,
        "form": form,
        "number": number,
        "typed": len(pile.reading),
        "expected": count if pile.stage == BatchStage.SECOND else None,
        "is_read": pile.stage == BatchStage.SECOND and len(pile.second) == count,
        "differing": _differences(pile) if pile.stage == BatchStage.SECOND else [],
        "candidates": candidates,
        "breadcrumb": crumbs(vote, str(pile)),
        "contract": vote.contract,
        "current": CURRENT,
    }
    return render(request, "fund/vote_batch.html", context)


def _number_asked(request: HttpRequest, pile: PaperBatch) -> int:
    """The ballot to type: the next one, or one to type again."""
    asked = (request.POST if request.method == "POST" else request.GET).get("bulletin", "")
    following = len(pile.reading) + 1
    if asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= following:
        return int(asked)
    return following


def _typed(pile: PaperBatch, number: int) -> dict[str, Any]:
    return {"numbers": pile.reading[number - 1]} if number <= len(pile.reading) else {}


def _differences(pile: PaperBatch) -> list[dict[str, Any]]:
    return [
        {"number": number, "first": pile.first[number - 1], "second": pile.second[number - 1]}
        for number in pile.differing
    ]


@require_POST
@to_manage
def batch_step(request: HttpRequest, vote: Vote, rank: int, name: str) -> HttpResponse:
    """Take the last ballot back, end a reading, keep the second reading of a ballot."""
    pile = _batch(vote, rank)
    steps = {"effacer": papers.drop_last_paper, "finir": papers.end_reading}
    if name == "garder":
        asked = request.POST.get("bulletin", "")
        if not asked.isdecimal() or len(asked) > 5:
            raise Http404
        do_with_message(
            request,
            papers.correct_first_reading,
            batch=pile,
            number=int(asked),
            by=request.user,
            at=timezone.now(),
        )
    elif name in steps:
        do_with_message(request, steps[name], batch=pile, by=request.user, at=timezone.now())
    else:
        raise Http404
    pile.refresh_from_db()
    if pile.stage == BatchStage.COUNTED:
        messages.success(request, _("La pile est comptée."))
        return redirect(vote)
    return redirect(reverse("fund:vote_batch", args=[vote.pk, rank]))
