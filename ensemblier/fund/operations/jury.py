"""A jury around a table: who sits there, and the voices on each request."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.fund.enums import VoteState
from ensemblier.fund.models import Candidate, JuryMember, Vote
from ensemblier.fund.operations.base import trace
from ensemblier.fund.operations.votes import managed_vote


def _jury_of(vote: Vote, by: User) -> Vote:
    vote = managed_vote(vote, by)
    if not vote.is_by_jury:
        raise Refused(_("Ce vote est celui des habitants, sans jury."))
    if vote.state == VoteState.DECIDED:
        raise Refused(_("Le vote est dépouillé."))
    return vote


@transaction.atomic
def add_jury_member(
    *,
    vote: Vote,
    name: str,
    capacity: str,
    is_present: bool,
    by: User,
    at: datetime.datetime,
) -> JuryMember:
    """Raises InvalidInput, Refused. No name enters the trail."""
    vote = _jury_of(vote, by)
    name = " ".join(name.split())
    if vote.jury.filter(name__iexact=name).exists():
        raise InvalidInput(_("Cette personne est déjà dans le jury."), field="name")
    member = JuryMember.objects.create(
        contract_id=vote.contract_id,
        vote=vote,
        name=name,
        capacity=capacity.strip(),
        is_present=is_present,
    )
    trace(
        vote, "add_jury_member", _("%(vote)s\u00a0: jury complété.") % {"vote": vote}, by=by, at=at
    )
    return member


@transaction.atomic
def remove_jury_member(*, member: JuryMember, by: User, at: datetime.datetime) -> None:
    vote = _jury_of(member.vote, by)
    member.delete()
    trace(
        vote, "remove_jury_member", _("%(vote)s\u00a0: jury réduit.") % {"vote": vote}, by=by, at=at
    )


def forget_juries(*, at: datetime.datetime, days: int) -> int:
    """Forget who sat in a jury, `days` after it decided; how many. The voices stay."""
    before = at - datetime.timedelta(days=days)
    return JuryMember.objects.filter(vote__decided_at__lt=before).delete()[0]


@transaction.atomic
def note_voices(
    *,
    candidate: Candidate,
    in_favor: int,
    against: int,
    abstained: int,
    remark: str,
    by: User,
    at: datetime.datetime,
) -> Candidate:
    """The voices counted around the table, no more than people present.

    Fewer is right: who has a stake in the request goes out while it is voted on.
    """
    vote = _jury_of(candidate.vote, by)
    if vote.state == VoteState.DRAFT:
        raise Refused(_("Ouvrez d’abord la séance."))
    present = vote.jury.filter(is_present=True).count()
    total = in_favor + against + abstained
    if total > present:
        raise InvalidInput(
            _("%(total)d voix pour %(present)d personnes présentes\u00a0: recomptez.")
            % {"total": total, "present": present},
            field="in_favor",
        )
    if not total:
        raise InvalidInput(_("Écrivez au moins une voix."), field="in_favor")
    candidate.in_favor, candidate.against, candidate.abstained = in_favor, against, abstained
    candidate.remark = remark.strip()
    candidate.save(update_fields=["in_favor", "against", "abstained", "remark"])
    summary = _("%(vote)s\u00a0: voix notées sur %(reference)s.") % {
        "vote": vote,
        "reference": candidate.request.reference,
    }
    trace(vote, "note_voices", summary, by=by, at=at, voices=[None, [in_favor, against, abstained]])
    return candidate
