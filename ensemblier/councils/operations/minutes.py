"""Minutes: kept as received, read, published and withdrawn on purpose."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.validation import check_valid
from ensemblier.councils.enums import TextSource
from ensemblier.councils.models import Council, Meeting, Minutes
from ensemblier.councils.operations.base import held_by_member, held_row, note
from ensemblier.councils.reading import MAX_CHARACTERS, Words, read_words
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload

ACCEPTED = ("pdf", "docx", "txt")
MINUTES_FIELDS = ("month", "title", "meeting")


@transaction.atomic
def add_minutes(
    *,
    council: Council,
    month: datetime.date,
    by: User,
    at: datetime.datetime,
    title: str = "",
    uploaded: File[Any] | None = None,
    text: str = "",
    meeting: Meeting | None = None,
    publish: bool = False,
) -> Minutes:
    """Words come from the file, else from `text`, typed; `text` also serves for an image."""
    council = held_by_member(council, by)
    minutes = Minutes(council=council, contract=council.contract, added_at=at, added_by=by)
    stored, words = None, Words([])
    if uploaded is not None:
        stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=ACCEPTED)
        refuse_known(council, stored)
        words = words_of(stored)
    set_words(minutes, words, text)
    keep_minutes(minutes, stored, month=month, title=title, meeting=meeting)
    note("add_minutes", _said(_("Compte rendu déposé"), minutes), minutes, council, by, at)
    if publish:
        publish_minutes(minutes=minutes, by=by, at=at)
        minutes.refresh_from_db()
    return minutes


def keep_minutes(
    minutes: Minutes,
    stored: StoredFile | None,
    *,
    month: datetime.date,
    title: str = "",
    meeting: Meeting | None = None,
) -> None:
    """Check and save; the caller holds the council and records the deed."""
    minutes.file = stored
    minutes.month = month.replace(day=1)
    minutes.title, minutes.meeting = title.strip(), meeting
    if meeting is not None and meeting.council_id != minutes.council_id:
        raise InvalidInput(_("Cette réunion est d’un autre conseil."), field="meeting")
    if stored is None and not minutes.text:
        raise InvalidInput(_("Déposez un fichier ou écrivez le texte."), field="file")
    check_valid(minutes)
    minutes.save()


@transaction.atomic
def update_minutes(
    *, minutes: Minutes, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Minutes:
    minutes = held_row(minutes, by)
    values = {**values, "month": values.get("month", minutes.month).replace(day=1)}
    meeting = values.get("meeting")
    if meeting is not None and meeting.council_id != minutes.council_id:
        raise InvalidInput(_("Cette réunion est d’un autre conseil."), field="meeting")
    changes = set_values(minutes, values, MINUTES_FIELDS)
    if changes:
        minutes.save()
        summary = _said(_("Compte rendu modifié"), minutes)
        note("update_minutes", summary, minutes, minutes.council, by, at, changes)
    return minutes


@transaction.atomic
def type_text(*, minutes: Minutes, text: str, by: User, at: datetime.datetime) -> Minutes:
    """The words of an image, or a correction of those that were read."""
    minutes = held_row(minutes, by)
    if minutes.file is None and not text.strip():
        raise InvalidInput(
            _("Écrivez le texte\u00a0: ce compte rendu n’a pas de fichier."), field="text"
        )
    set_words(minutes, Words([]), text)
    minutes.save()
    summary = _said(_("Texte du compte rendu saisi"), minutes)
    note("type_text", summary, minutes, minutes.council, by, at)
    return minutes


@transaction.atomic
def publish_minutes(*, minutes: Minutes, by: User, at: datetime.datetime) -> Minutes:
    """On the public page from now on, file included, with all the names that they hold."""
    minutes = held_row(minutes, by)
    if minutes.is_published:
        raise Refused(_("Ce compte rendu est déjà publié."))
    minutes.published_at = at
    _show(minutes)
    note(
        "publish_minutes",
        _said(_("Compte rendu publié"), minutes),
        minutes,
        minutes.council,
        by,
        at,
    )
    return minutes


@transaction.atomic
def unpublish_minutes(*, minutes: Minutes, by: User, at: datetime.datetime) -> Minutes:
    minutes = held_row(minutes, by)
    if not minutes.is_published:
        raise Refused(_("Ce compte rendu n’est pas publié."))
    minutes.published_at = None
    _show(minutes)
    summary = _said(_("Compte rendu retiré du site"), minutes)
    note("unpublish_minutes", summary, minutes, minutes.council, by, at)
    return minutes


@transaction.atomic
def remove_minutes(*, minutes: Minutes, by: User, at: datetime.datetime) -> None:
    minutes = held_row(minutes, by)
    if minutes.is_published:
        raise Refused(_("Retirez d’abord ce compte rendu du site."))
    stored = minutes.file
    summary = _said(_("Compte rendu supprimé"), minutes)
    changes = {"file": [stored.sha256 if stored else None, None]}
    note("remove_minutes", summary, minutes, minutes.council, by, at, changes)
    minutes.delete()
    if stored:
        remove_file(stored=stored)


def words_of(stored: StoredFile) -> Words:
    """What is read of a file that was accepted; raises InvalidInput when it does not open."""
    with stored.content.open("rb") as content:
        return read_words(content.read(), PurePosixPath(stored.name).suffix.lower().lstrip("."))


def set_words(minutes: Minutes, words: Words, typed: str = "") -> None:
    """`typed` serves where nothing was read."""
    if len(typed) > MAX_CHARACTERS:
        raise InvalidInput(_("Ce texte est trop long pour un compte rendu."), field="text")
    minutes.text, minutes.text_source = words.text, words.source
    if typed.strip() and not words.text:
        minutes.text, minutes.text_source = typed.replace("\r\n", "\n").strip(), TextSource.TYPED


def refuse_known(council: Council, stored: StoredFile) -> None:
    known = Minutes.objects.filter(council=council, file__sha256=stored.sha256).first()
    if known is not None:
        raise InvalidInput(
            _("Ce fichier est déjà là\u00a0: %(minutes)s.") % {"minutes": known}, field="file"
        )


def _show(minutes: Minutes) -> None:
    minutes.save(update_fields=["published_at"])
    if minutes.file:
        minutes.file.is_public = minutes.is_published and minutes.contract.is_public
        minutes.file.save(update_fields=["is_public"])


def _said(what: str, minutes: Minutes) -> str:
    return f"{what}\u00a0: {minutes} ({minutes.council})"
