"""The opinion of a council: given, corrected, published; and who stays out of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils.deadlines import is_over
from ensemblier.councils.enums import ConsultationState, OpinionValue
from ensemblier.councils.lifecycle import CONSULTATION, sits_in_it
from ensemblier.councils.models import Consultation, ConsultationRecusal, Mandate
from ensemblier.councils.operations.consultations import locked_consultation, note
from ensemblier.councils.operations.telling import tell_team
from ensemblier.councils.permissions import can_publish, require_answer
from ensemblier.councils.queries.consultations import seats_on
from ensemblier.files.operations import remove_file, store_upload

# An opinion that is not plainly favourable says why.
TO_EXPLAIN = {OpinionValue.RESERVED, OpinionValue.REWORK, OpinionValue.UNFAVOURABLE}


@dataclass(frozen=True)
class Answer:
    """What a council says. `present` are mandates held on `met_on`."""

    value: str
    text: str = ""
    met_on: datetime.date | None = None
    present: Collection[Mandate] = field(default_factory=tuple)
    others_present: int = 0


@transaction.atomic
def answer_consultation(
    *,
    consultation: Consultation,
    answer: Answer,
    minutes: File[Any] | None = None,
    by: User,
    at: datetime.datetime,
) -> Consultation:
    """Give the opinion, or correct it; a late one is kept and marked.

    A person who does not sit in the council joins its minutes. Raises NotAllowed, Refused and
    InvalidInput (fields of `Answer`, and «minutes»).
    """
    row = locked_consultation(consultation)
    _require_answer(row, by)
    _check(row, answer, timezone.localdate(at))
    if not minutes and not row.minutes_id and not sits_in_it(by, row):
        raise InvalidInput(
            _("Joignez le compte rendu du conseil\u00a0: vous notez son avis à sa place."),
            field="minutes",
        )
    row.met_on, row.others_present = answer.met_on, answer.others_present
    _keep_minutes(row, minutes, by, at)
    row.present.set(answer.present)
    _say(row, answer.value, answer.text, by, at)
    return row


@transaction.atomic
def take_opinion(
    *, consultation: Consultation, value: str, text: str, by: User, at: datetime.datetime
) -> Consultation:
    """The opinion that the council gave on another page, by the same people: who stays out of the
    consultation stays out there too. What is known of the meeting stays."""
    row = locked_consultation(consultation)
    _require_answer(row, by)
    _say(row, value, text, by, at)
    return row


def _say(row: Consultation, value: str, text: str, by: User, at: datetime.datetime) -> None:
    is_first, before = row.state != ConsultationState.ANSWERED, _words(row)
    CONSULTATION.apply(CONSULTATION.transitions["answer" if is_first else "correct"], row, at)
    row.value, row.text, row.given_by = value, text.strip(), by
    if is_first:
        row.given_at, row.is_late = at, is_over(row.due_on, timezone.localdate(at))
    row.save()
    changes = {"opinion": [before, _words(row)]}
    if is_first:
        summary = _("Avis d’un conseil donné : %(what)s")
        note("answer_consultation", summary, row, by=by, at=at, changes=changes)
        tell_team(row, "answered", at, but=by)
    else:
        summary = _("Avis d’un conseil corrigé : %(what)s")
        note("correct_answer", summary, row, by=by, at=at, changes=changes)


@transaction.atomic
def publish_answer(
    *, consultation: Consultation, published: bool, by: User, at: datetime.datetime
) -> Consultation:
    """Show the opinion on the public page of the council, or no longer."""
    row = locked_consultation(consultation)
    if not can_publish(by, row):
        raise NotAllowed(_("Les membres du conseil et l’équipe du contrat publient ses avis."))
    if row.state != ConsultationState.ANSWERED:
        raise Refused(_("Il n’y a pas encore d’avis à publier."))
    if published != bool(row.published_at):
        row.published_at = at if published else None
        row.save(update_fields=["published_at"])
        if published:
            note("publish_answer", _("Avis publié\u00a0: %(what)s"), row, by=by, at=at)
        else:
            note("unpublish_answer", _("Avis retiré du site\u00a0: %(what)s"), row, by=by, at=at)
    return row


@transaction.atomic
def declare_stake(
    *, consultation: Consultation, user: User, reason: str, by: User, at: datetime.datetime
) -> ConsultationRecusal:
    """A member stays out: for oneself, or by the team for somebody."""
    row = locked_consultation(consultation)
    if by != user:
        require_edit(by, row.contract)
    if not sits_in_it(user, row):
        raise InvalidInput(_("Choisissez un membre du conseil."), field="user")
    if not reason.strip():
        raise InvalidInput(_("Dites pourquoi en quelques mots."), field="reason")
    if row.recusals.filter(user=user).exists():
        raise Refused(_("Ce déport est déjà déclaré."))
    recusal = ConsultationRecusal.objects.create(
        consultation=row, user=user, reason=reason.strip(), declared_by=by, declared_at=at
    )
    changes = {"user": [None, user.pk]}
    note("declare_stake", _("Déport déclaré\u00a0: %(what)s"), row, by=by, at=at, changes=changes)
    return recusal


@transaction.atomic
def lift_stake(*, recusal: ConsultationRecusal, by: User, at: datetime.datetime) -> None:
    """By the team, never one's own."""
    row = locked_consultation(recusal.consultation)
    require_edit(by, row.contract)
    if recusal.user_id == by.pk:
        raise NotAllowed(_("Un autre membre de l’équipe lève votre déport."))
    changes = {"user": [recusal.user_id, None]}
    recusal.delete()
    note("lift_stake", _("Déport levé\u00a0: %(what)s"), row, by=by, at=at, changes=changes)


def _require_answer(row: Consultation, by: User) -> None:
    require_answer(by, row)
    CONSULTATION.check("correct" if row.value else "answer", row, by)
    if row.published_at:
        raise Refused(_("Cet avis est publié\u00a0: retirez-le du site avant de le corriger."))


def _check(row: Consultation, answer: Answer, today: datetime.date) -> None:
    if answer.value not in OpinionValue.values:
        raise InvalidInput(_("Choisissez un avis."), field="value")
    if answer.value in TO_EXPLAIN and not answer.text.strip():
        raise InvalidInput(
            _("Dites pourquoi en quelques mots\u00a0: ceux qui décident vous lisent."), field="text"
        )
    if answer.met_on and answer.met_on > today:
        raise InvalidInput(_("Cette réunion n’a pas encore eu lieu."), field="met_on")
    held = set(seats_on(row, answer.met_on or today).values_list("pk", flat=True))
    absent = [mandate for mandate in answer.present if mandate.pk not in held]
    if absent:
        raise InvalidInput(
            _("%(names)s ne siège pas au conseil ce jour-là, ou s’est retiré.")
            % {"names": ", ".join(str(mandate.user) for mandate in absent)},
            field="present",
        )


def _keep_minutes(
    row: Consultation, minutes: File[Any] | None, by: User, at: datetime.datetime
) -> None:
    if minutes is None:
        return
    former = row.minutes
    try:
        row.minutes = store_upload(uploaded=minutes, by=by, at=at)
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), field="minutes") from refusal
    if former is not None:
        row.save(update_fields=["minutes"])
        remove_file(stored=former)


def _words(row: Consultation) -> str:
    """«favorable, Bonne idée»; nothing while it is not given."""
    if not row.value:
        return ""
    return ", ".join(part for part in (str(row.get_value_display()), row.text) if part)
