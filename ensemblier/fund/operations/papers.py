"""Paper ballots: each pile is typed twice, and counted once both readings agree."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.fund.enums import BatchStage, VoteState
from ensemblier.fund.models import PaperBatch, Vote
from ensemblier.fund.operations.ballots import check_numbers, drop_in, locked_box
from ensemblier.fund.operations.base import trace
from ensemblier.fund.operations.votes import managed_vote


@transaction.atomic
def start_batch(*, vote: Vote, by: User, at: datetime.datetime) -> PaperBatch:
    vote = _counting(vote, by)
    last = vote.batches.order_by("-rank").first()
    batch = PaperBatch.objects.create(
        contract_id=vote.contract_id, vote=vote, rank=last.rank + 1 if last else 1, first_by=by
    )
    summary = _("%(vote)s\u00a0: %(batch)s commencée.") % {"vote": vote, "batch": batch}
    trace(vote, "start_batch", summary, by=by, at=at)
    return batch


def _counting(vote: Vote, by: User) -> Vote:
    vote = managed_vote(vote, by)
    if vote.state not in (VoteState.OPEN, VoteState.CLOSED) or vote.is_by_jury:
        raise Refused(_("On ne saisit pas de bulletins maintenant."))
    return vote


def _held(batch: PaperBatch, by: User) -> PaperBatch:
    vote = _counting(batch.vote, by)
    fresh = PaperBatch.objects.select_for_update().get(pk=batch.pk)
    if fresh.stage == BatchStage.COUNTED:
        raise Refused(_("Cette pile est déjà comptée."))
    fresh.vote = vote
    return fresh


@transaction.atomic
def read_paper(
    *,
    batch: PaperBatch,
    number: int,
    numbers: Sequence[int],
    by: User,
    at: datetime.datetime,
) -> PaperBatch:
    """Type one ballot of the pile. `number`: its place, so that a page sent twice counts once.

    A ballot already typed in this reading is corrected.
    """
    batch = _held(batch, by)
    check_numbers(batch.vote, numbers)
    reading = batch.reading
    typed = sorted(set(numbers))
    if not 1 <= number <= len(reading) + 1:
        raise InvalidInput(_("Les bulletins se saisissent dans l’ordre de la pile."))
    if number <= len(reading):
        reading[number - 1] = typed
    elif batch.stage == BatchStage.SECOND and number > len(batch.first):
        raise InvalidInput(
            _("La première saisie compte %(count)d bulletins\u00a0: recomptez la pile.")
            % {"count": len(batch.first)}
        )
    else:
        reading.append(typed)
    batch.save(update_fields=["first", "second"])
    return batch


@transaction.atomic
def drop_last_paper(*, batch: PaperBatch, by: User, at: datetime.datetime) -> PaperBatch:
    """Take back the ballot typed last in this reading."""
    batch = _held(batch, by)
    if not batch.reading:
        raise Refused(_("Aucun bulletin n’est saisi."))
    batch.reading.pop()
    batch.save(update_fields=["first", "second"])
    return batch


@transaction.atomic
def end_reading(*, batch: PaperBatch, by: User, at: datetime.datetime) -> PaperBatch:
    """From the first reading to the second; after it, into the box if both agree."""
    batch = _held(batch, by)
    if not batch.first:
        raise Refused(_("Aucun bulletin n’est saisi."))
    if batch.stage == BatchStage.FIRST:
        batch.stage, batch.second_by = BatchStage.SECOND, by
        batch.save(update_fields=["stage", "second_by"])
        return batch
    _check_agreement(batch)
    return _count(batch, by=by, at=at)


def _check_agreement(batch: PaperBatch) -> None:
    if len(batch.second) < len(batch.first):
        raise Refused(
            _("Il reste %(left)d bulletins de la pile à relire.")
            % {"left": len(batch.first) - len(batch.second)}
        )
    if batch.differing:
        raise Refused(
            _("Les deux saisies diffèrent pour les bulletins n° %(numbers)s\u00a0: relisez-les.")
            % {"numbers": ", ".join(str(number) for number in batch.differing)}
        )


def _count(batch: PaperBatch, *, by: User, at: datetime.datetime) -> PaperBatch:
    box = locked_box(batch.vote)
    count = len(batch.first)
    if box.on_paper + count > box.papers_given:
        raise Refused(
            _(
                "%(given)d bulletins en papier ont été remis et %(counted)d sont déjà "
                "comptés\u00a0: "
                "cette pile de %(count)d en a trop."
            )
            % {"given": box.papers_given, "counted": box.on_paper, "count": count}
        )
    for numbers in batch.first:
        drop_in(box, numbers)
    box.on_paper += count
    box.save(update_fields=["ballots", "on_paper"])
    # The pile of paper remains; its reading goes, so that no ballot is kept apart.
    batch.stage, batch.first, batch.second = BatchStage.COUNTED, [], []
    batch.save(update_fields=["stage", "first", "second"])
    summary = _("%(vote)s\u00a0: %(batch)s comptée, %(count)d bulletins.") % {
        "vote": batch.vote,
        "batch": batch,
        "count": count,
    }
    trace(
        batch.vote,
        "count_batch",
        summary,
        by=by,
        at=at,
        papers=[box.on_paper - count, box.on_paper],
    )
    return batch


@transaction.atomic
def correct_first_reading(
    *, batch: PaperBatch, number: int, by: User, at: datetime.datetime
) -> PaperBatch:
    """The paper says what the second reading says: the first was a slip of the finger."""
    batch = _held(batch, by)
    if batch.stage != BatchStage.SECOND or number not in batch.differing:
        raise Refused(_("Ce bulletin ne diffère pas."))
    batch.first[number - 1] = batch.second[number - 1]
    batch.save(update_fields=["first"])
    return batch
