"""Codes, ballots at the screen, ballots on paper.

Nothing here writes who voted, when, or in which order: a ballot leaves no entry in the audit
trail, and a code keeps only whether it was used. See `docs/rules/secret_ballot.md`.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.fund.codes import new_code, typed_code
from ensemblier.fund.counting import key_of
from ensemblier.fund.enums import CodeUse, VoteState
from ensemblier.fund.models import BallotBox, Vote, VotingCode
from ensemblier.fund.operations.base import trace
from ensemblier.fund.operations.votes import managed_vote

MOST_CODES = 2_000


def fingerprint_of(vote: Vote, code: str) -> str:
    """A code is drawn among 30 to the twelfth: its fingerprint cannot be reversed by trials."""
    return hashlib.sha256(f"{vote.pk}:{typed_code(code)}".encode()).hexdigest()


def locked_box(vote: Vote) -> BallotBox:
    """The box, held until the transaction ends: ballots fall into it one at a time."""
    return BallotBox.objects.select_for_update().get(vote_id=vote.pk)


@transaction.atomic
def issue_codes(*, vote: Vote, count: int, by: User, at: datetime.datetime) -> list[str]:
    """New codes, to be printed now: they are not kept, only their fingerprints are."""
    vote = managed_vote(vote, by)
    if vote.is_by_jury:
        raise Refused(_("Un jury vote autour d’une table, sans code."))
    if vote.state not in (VoteState.DRAFT, VoteState.OPEN):
        raise Refused(_("Le vote est fermé."))
    if not 1 <= count <= MOST_CODES:
        raise InvalidInput(
            _("Demandez entre 1 et %(most)d codes à la fois.") % {"most": MOST_CODES},
            field="count",
        )
    box = locked_box(vote)
    lot = (vote.codes.order_by("-lot").values_list("lot", flat=True).first() or 0) + 1
    codes = [new_code() for _one in range(count)]
    VotingCode.objects.bulk_create(
        VotingCode(contract_id=vote.contract_id, vote=vote, lot=lot, fingerprint=fingerprint)
        for fingerprint in sorted(fingerprint_of(vote, code) for code in codes)
    )
    box.codes += count
    box.save(update_fields=["codes"])
    summary = _("%(vote)s\u00a0: %(count)d codes de vote imprimés (lot %(lot)d).") % {
        "vote": vote,
        "count": count,
        "lot": lot,
    }
    trace(vote, "issue_codes", summary, by=by, at=at, codes=[box.codes - count, box.codes])
    return codes


@transaction.atomic
def cancel_lot(*, vote: Vote, lot: int, by: User, at: datetime.datetime) -> int:
    """The slips of a lot that nobody used are worth nothing any more; how many they were."""
    vote = managed_vote(vote, by)
    if vote.state not in (VoteState.DRAFT, VoteState.OPEN):
        raise Refused(_("Le vote est fermé."))
    box = locked_box(vote)
    unused = VotingCode.objects.filter(vote=vote, lot=lot, use=CodeUse.UNUSED)
    count = unused.update(use=CodeUse.CANCELLED)
    if not count:
        raise Refused(_("Ce lot n’a plus de code à annuler."))
    box.codes -= count
    box.save(update_fields=["codes"])
    summary = _("%(vote)s\u00a0: %(count)d codes annulés (lot %(lot)d).") % {
        "vote": vote,
        "count": count,
        "lot": lot,
    }
    trace(vote, "cancel_lot", summary, by=by, at=at, codes=[box.codes + count, box.codes])
    return count


def check_code(vote: Vote, code: str) -> None:
    """Raises InvalidInput (field «code») for a code that gives no right to a ballot now."""
    row = VotingCode.objects.filter(vote=vote, fingerprint=fingerprint_of(vote, code)).first()
    if row is None or row.use == CodeUse.CANCELLED:
        raise InvalidInput(
            _("Ce code n’existe pas pour ce vote. Relisez-le sur votre papier."), field="code"
        )
    if row.use == CodeUse.SCREEN:
        # Such as a finger that pressed twice: the second answer is the one that shows.
        raise InvalidInput(
            _("Ce code a déjà servi à voter. Si c’était vous, votre vote est dans l’urne."),
            field="code",
        )
    if row.use == CodeUse.PAPER:
        raise InvalidInput(_("Ce code a été échangé contre un bulletin en papier."), field="code")


def _use_code(vote: Vote, code: str, use: CodeUse) -> None:
    """Within the transaction that holds the box. Raises InvalidInput."""
    unused = VotingCode.objects.filter(
        vote=vote, fingerprint=fingerprint_of(vote, code), use=CodeUse.UNUSED
    )
    if not unused.update(use=use):
        check_code(vote, code)


def check_numbers(vote: Vote, numbers: Sequence[int]) -> None:
    known = set(vote.candidates.values_list("number", flat=True))
    if not set(numbers) <= known:
        raise InvalidInput(_("Choisissez des projets de la liste."), field="numbers")


def drop_in(box: BallotBox, numbers: Sequence[int]) -> None:
    """The whole box is written anew, its keys in order: nothing tells which ballot came last."""
    ballots = dict(box.ballots)
    key = key_of(numbers)
    ballots[key] = ballots.get(key, 0) + 1
    box.ballots = dict(sorted(ballots.items()))


@transaction.atomic
def cast_ballot(*, vote: Vote, code: str, numbers: Sequence[int], at: datetime.datetime) -> None:
    """One ballot, by who holds the code. Blank when `numbers` is empty.

    The code is used up and the ballot falls in the box, both or neither. Raises InvalidInput,
    Refused.
    """
    box = locked_box(vote)
    vote = Vote.objects.get(pk=vote.pk)
    if not vote.receives_at(at):
        raise Refused(_("Le vote n’est pas ouvert\u00a0: votre bulletin n’a pas été compté."))
    check_numbers(vote, numbers)
    _use_code(vote, code, CodeUse.SCREEN)
    drop_in(box, numbers)
    box.on_screen += 1
    box.save(update_fields=["ballots", "on_screen"])


@transaction.atomic
def give_paper(*, vote: Vote, code: str, by: User, at: datetime.datetime) -> None:
    """Somebody hands in a code and receives a paper ballot. The trail does not tell of it."""
    vote = managed_vote(vote, by)
    if not vote.receives_at(at):
        raise Refused(_("Le vote n’est pas ouvert\u00a0: on ne remet plus de bulletin en papier."))
    box = locked_box(vote)
    _use_code(vote, code, CodeUse.PAPER)
    box.papers_given += 1
    box.save(update_fields=["papers_given"])
