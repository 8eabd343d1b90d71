"""The rows of a call: envelopes, committees, dates, questions, papers, points to check.

They are added, changed, moved and removed in the same way; `PARTS` says in what they differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.calls.enums import QuestionKind, Section
from ensemblier.calls.models import (
    Call,
    CallDate,
    ChecklistItem,
    Committee,
    Envelope,
    Question,
    WantedAttachment,
)
from ensemblier.calls.operations.base import merged_choice, note, set_values, to_change
from ensemblier.calls.operations.calls import review
from ensemblier.core.changes import values_of
from ensemblier.core.editing import Marks
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.lifecycle import Text
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload

PartRow = Envelope | Committee | CallDate | Question | WantedAttachment | ChecklistItem


@dataclass(frozen=True)
class Part:
    """`key` names the operations in the trail; `several` are its many-to-many fields."""

    key: str
    model: type[models.Model]
    section: str
    fields: tuple[str, ...]
    added: Text
    updated: Text
    moved: Text
    removed: Text
    several: tuple[str, ...] = ()

    @property
    def has_rank(self) -> bool:
        return self.model is not CallDate


PARTS: dict[type[models.Model], Part] = {
    part.model: part
    for part in [
        Part(
            "envelope",
            Envelope,
            Section.ENVELOPES,
            ("funder", "budget_line", "amount_cents"),
            gettext_lazy("Enveloppe ajoutée : %(row)s"),
            gettext_lazy("Enveloppe modifiée : %(row)s"),
            gettext_lazy("Enveloppe déplacée : %(row)s"),
            gettext_lazy("Enveloppe retirée : %(row)s"),
        ),
        Part(
            "committee",
            Committee,
            Section.COMMITTEES,
            ("body",),
            gettext_lazy("Comité ajouté : %(row)s"),
            gettext_lazy("Comité modifié : %(row)s"),
            gettext_lazy("Comité déplacé : %(row)s"),
            gettext_lazy("Comité retiré : %(row)s"),
            several=("themes", "areas"),
        ),
        Part(
            "date",
            CallDate,
            Section.CALENDAR,
            ("title", "day", "is_public"),
            gettext_lazy("Date ajoutée : %(row)s"),
            gettext_lazy("Date modifiée : %(row)s"),
            gettext_lazy("Date déplacée : %(row)s"),
            gettext_lazy("Date retirée : %(row)s"),
        ),
        Part(
            "question",
            Question,
            Section.QUESTIONS,
            ("kind", "label", "help_text", "options", "is_required"),
            gettext_lazy("Question ajoutée : %(row)s"),
            gettext_lazy("Question modifiée : %(row)s"),
            gettext_lazy("Question déplacée : %(row)s"),
            gettext_lazy("Question retirée : %(row)s"),
        ),
        Part(
            "attachment",
            WantedAttachment,
            Section.ATTACHMENTS,
            ("label", "help_text", "document_kind", "is_required", "template"),
            gettext_lazy("Pièce demandée : %(row)s"),
            gettext_lazy("Pièce modifiée : %(row)s"),
            gettext_lazy("Pièce déplacée : %(row)s"),
            gettext_lazy("Pièce qui n’est plus demandée : %(row)s"),
        ),
        Part(
            "check",
            ChecklistItem,
            Section.CHECKLIST,
            ("label",),
            gettext_lazy("Point à vérifier ajouté : %(row)s"),
            gettext_lazy("Point à vérifier modifié : %(row)s"),
            gettext_lazy("Point à vérifier déplacé : %(row)s"),
            gettext_lazy("Point à vérifier retiré : %(row)s"),
        ),
    ]
}


@transaction.atomic
def add_part(
    *,
    call: Call,
    model: type[models.Model],
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> Any:
    """A new row of `model`, last in order. A `template` in `values` is an upload to keep."""
    part = PARTS[model]
    call = to_change(call, by)
    row: Any = model(call=call)
    if hasattr(row, "contract_id"):
        row.contract = call.contract
    if part.has_rank:
        last = model._default_manager.filter(call=call).aggregate(last=Max("rank"))["last"]
        row.rank = 0 if last is None else last + 1
    _write(part, row, values, by, at)
    _told(part, "add", part.added, row, call=call, by=by, at=at)
    return row


@transaction.atomic
def update_part(
    *,
    row: PartRow,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    seen: Marks | None = None,
) -> Any:
    """`seen` are the marks of what was read before; raises `Overtaken`."""
    part, row, call = _held(row, by)
    changes = _write(part, row, values, by, at, seen=seen)
    if changes:
        _told(part, "update", part.updated, row, call=call, by=by, at=at, changes=changes)
    else:
        review(call, part.section, by, at)
    return row


@transaction.atomic
def move_part(*, row: PartRow, places: int, by: User, at: datetime.datetime) -> list[Any]:
    """`places` up (negative) or down; returns all of them in their new order."""
    part, row, call = _held(row, by)
    ordered = list(part.model._default_manager.filter(call=call).order_by("rank", "pk"))
    old = ordered.index(row)
    new = max(0, min(len(ordered) - 1, old + places))
    if new == old:
        return ordered
    ordered.insert(new, ordered.pop(old))
    for rank, one in enumerate(ordered):
        one.rank = rank  # type: ignore[attr-defined]
    part.model._default_manager.bulk_update(ordered, ["rank"])
    _told(part, "move", part.moved, row, call=call, by=by, at=at, changes={"rank": [old, new]})
    return ordered


@transaction.atomic
def remove_part(*, row: PartRow, by: User, at: datetime.datetime) -> None:
    """Refused once an application rests on it."""
    part, row, call = _held(row, by)
    if isinstance(row, Envelope):
        _refuse_funder_in_use(row)
    stored = row.template if isinstance(row, WantedAttachment) else None
    note(
        f"remove_{part.key}",
        str(part.removed) % {"row": row},
        call,
        by,
        at,
        target=row,
        changes={"row": [str(row), None]},
    )
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise Refused(
            _("« %(row)s » sert déjà dans un dossier : gardez-le, ou changez ses mots.")
            % {"row": row}
        ) from error
    _forget_unused(stored)
    review(call, part.section, by, at)


def _held(row: PartRow, by: User) -> tuple[Part, Any, Call]:
    """The row as it is now, held: an envelope may be granted from at the same moment."""
    call = to_change(row.call, by)
    fresh: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    fresh.call = call
    return PARTS[type(row)], fresh, call


def _write(
    part: Part,
    row: Any,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    *,
    seen: Marks | None = None,
) -> dict[str, list[Any]]:
    values = dict(values)
    several = {field: values.pop(field) for field in part.several if field in values}
    if isinstance(row, Envelope) and row.pk and values.get("funder") not in (None, row.funder):
        _refuse_funder_in_use(row)
    former = _keep_template(row, values, by, at)
    changes = set_values(row, values, part.fields, seen=seen)
    if part.model is Question:
        _check_options(row)
        _check_kind(row, changes)
    row.save()
    if former is not None:
        _forget_unused(former)
    for field, chosen in several.items():
        _check_among(field, chosen, row.call)
        relation = getattr(row, field)
        before = sorted(relation.values_list("pk", flat=True))
        after = merged_choice(row, field, before, sorted(one.pk for one in chosen), seen)
        if before != after:
            relation.set(after)
            changes[field] = [before, after]
    return changes


def _keep_template(
    row: Any, values: dict[str, Any], by: User, at: datetime.datetime
) -> StoredFile | None:
    """Store the upload in place of `values["template"]`; returns the file that it replaces.

    No file in `values` leaves the one that is there; False takes it away.
    """
    if "template" not in values:
        return None
    uploaded = values.pop("template")
    former: StoredFile | None = row.template
    if isinstance(uploaded, File):
        try:
            values["template"] = store_upload(uploaded=uploaded, by=by, at=at)
        except InvalidInput as refusal:
            raise InvalidInput(str(refusal), field="template") from refusal
    elif uploaded is False:
        values["template"] = None
    else:
        return None
    return former


def _forget_unused(stored: StoredFile | None) -> None:
    """A copied call shares the templates of the former one."""
    if stored and not WantedAttachment.objects.filter(template=stored).exists():
        remove_file(stored=stored)


def _refuse_funder_in_use(envelope: Envelope) -> None:
    """A funder who is asked for money in the call keeps an envelope there."""
    others = envelope.call.envelopes.filter(funder=envelope.funder).exclude(pk=envelope.pk)
    asked = envelope.call.applications.filter(requests__funder=envelope.funder)
    if envelope.awards.exists() or (asked.exists() and not others.exists()):
        raise Refused(
            _("Des dossiers demandent déjà de l’argent à %(funder)s : son enveloppe reste.")
            % {"funder": envelope.funder.label}
        )


def _check_options(question: Question) -> None:
    if question.kind not in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        question.options = []
        return
    options = list(dict.fromkeys(text.strip() for text in question.options if text.strip()))
    if len(options) < 2:
        raise InvalidInput(_("Proposez au moins deux choix, un par ligne."), field="options")
    question.options = options


def _check_kind(question: Question, changes: Mapping[str, Any]) -> None:
    if question.pk and "kind" in changes and question.answers.exists():
        raise InvalidInput(
            _("Des dossiers répondent déjà à cette question : la sorte de réponse reste."),
            field="kind",
        )


def _check_among(field: str, chosen: Any, call: Call) -> None:
    known = (
        call.areas.values_list("pk", flat=True)
        if field == "areas"
        else call.themes.values_list("theme", flat=True)
    )
    if not {one.pk for one in chosen} <= set(known):
        raise InvalidInput(_("Choisissez parmi ce que l’appel ouvre."), field=field)


def shown_values(row: PartRow) -> dict[str, Any]:
    """What the form of a row shows, as `core.editing` marks it."""
    part = PARTS[type(row)]
    chosen = {
        field: sorted(getattr(row, field).values_list("pk", flat=True)) for field in part.several
    }
    return {**values_of(row, part.fields), **chosen}


def _told(
    part: Part,
    verb: str,
    sentence: Text,
    row: Any,
    *,
    call: Call,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    note(
        f"{verb}_{part.key}",
        str(sentence) % {"row": row},
        call,
        by,
        at,
        target=row,
        changes=changes,
    )
    review(call, part.section, by, at)
