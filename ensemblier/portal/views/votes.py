"""The residents’ vote, without account nor script: read, choose, confirm, done.

Codes are typed in a form and sent in its body: never in an address, which logs keep.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.exceptions import Refused
from ensemblier.core.http import download, filename, put_in_form
from ensemblier.fund.enums import VoteState
from ensemblier.fund.forms.votes import BallotForm
from ensemblier.fund.models import Vote
from ensemblier.fund.operations.ballots import cast_ballot, check_code
from ensemblier.fund.queries.votes import ballots_file, candidates_of
from ensemblier.portal.pages import visitor_page
from ensemblier.portal.votes import public_vote, vote_page


def _vote(pk: int) -> Vote:
    found = public_vote(pk)
    if found is None:
        raise Http404(_("Ce vote n’existe pas."))
    return found


@visitor_page
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "portal/vote.html", vote_page(_vote(pk), timezone.now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """First the choice is shown again, then it is cast."""
    found = _vote(pk)
    if found.is_by_jury:
        raise Http404
    now = timezone.now()
    if not found.receives_at(now):
        return redirect("portal:vote", pk)
    candidates = [row for row in candidates_of(found) if not row.is_withdrawn]
    form = BallotForm(request.POST or None, candidates=candidates)
    context = {"vote": found, "round": found.round, "form": form, "current": "fund"}
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "portal/vote_ballot.html", context)
    typed = form.cleaned_data
    try:
        if request.POST.get("step") == "cast":
            cast_ballot(vote=found, code=typed["code"], numbers=typed["numbers"], at=now)
            return redirect("portal:vote_thanks", pk)
        check_code(found, typed["code"])
    except Refused as refusal:
        put_in_form(form, refusal)
        return render(request, "portal/vote_ballot.html", context)
    context["chosen"] = [row for row in candidates if row.number in typed["numbers"]]
    return render(request, "portal/vote_confirm.html", context)


@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for everybody: it says nothing of a ballot."""
    found = _vote(pk)
    context = {"vote": found, "round": found.round, "current": "fund"}
    return render(request, "portal/vote_thanks.html", context)


@visitor_page
def ballots(request: HttpRequest, pk: int) -> HttpResponse:
    found = _vote(pk)
    if found.state != VoteState.DECIDED or found.is_by_jury:
        raise Http404
    name = filename(found.round.title, _("bulletins"), extension="pb")
    return download(ballots_file(found), name)
