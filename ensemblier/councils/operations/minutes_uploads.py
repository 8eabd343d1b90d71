"""Many minutes at once: files are read, months guessed, a person confirms, all can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.models import Council, Minutes, MinutesUpload
from ensemblier.councils.months import month_of
from ensemblier.councils.operations.base import held_by_member, held_row, note
from ensemblier.councils.operations.minutes import (
    ACCEPTED,
    keep_minutes,
    publish_minutes,
    refuse_known,
    remove_minutes,
    set_words,
    words_of,
)
from ensemblier.councils.reading import PAGE_BREAK, Words
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload

MOST_FILES = 60


@transaction.atomic
def prepare_minutes(
    *, council: Council, files: Sequence[File[Any]], by: User, at: datetime.datetime
) -> MinutesUpload:
    """Nothing is minutes yet. A file that cannot serve stays out, with its reason."""
    council = held_by_member(council, by)
    if not files:
        raise InvalidInput(_("Choisissez un ou plusieurs fichiers."), field="dropped")
    if len(files) > MOST_FILES:
        raise InvalidInput(
            _("Déposez %(count)d fichiers au plus à la fois.") % {"count": MOST_FILES},
            field="dropped",
        )
    seen: set[str] = set()
    items = [_item(council, uploaded, seen, by, at) for uploaded in files]
    upload = MinutesUpload.objects.create(
        council=council, contract=council.contract, items=items, created_by=by, created_at=at
    )
    summary = _("Comptes rendus lus, à confirmer\u00a0: %(count)d fichiers (%(council)s)") % {
        "count": len(items),
        "council": council,
    }
    note("prepare_minutes", summary, upload, council, by, at)
    return upload


def _item(
    council: Council, uploaded: File[Any], seen: set[str], by: User, at: datetime.datetime
) -> dict[str, Any]:
    item: dict[str, Any] = {"name": uploaded.name, "file": None, "refusal": ""}
    try:
        with transaction.atomic():
            stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=ACCEPTED)
            if stored.sha256 in seen:
                raise InvalidInput(_("Ce fichier est deux fois dans le dépôt."))
            refuse_known(council, stored)
            words = words_of(stored)
    except Refused as refusal:
        return {**item, "refusal": str(refusal)}
    seen.add(stored.sha256)
    month = month_of(stored.name, timezone.localdate(at))
    return {
        **item,
        "file": stored.pk,
        "name": stored.name,
        "month": month.isoformat()[:7] if month else "",
        "pages": words.pages,
        "images": words.images,
    }


@transaction.atomic
def apply_minutes(
    *,
    upload: MinutesUpload,
    months: Mapping[int, datetime.date | None],
    publish: bool,
    by: User,
    at: datetime.datetime,
) -> MinutesUpload:
    """`months` maps the place of each file to its month, None to leave it out."""
    upload = _waiting(upload, by)
    kept = []
    for place, item in enumerate(upload.items):
        month = months.get(place)
        stored = StoredFile.objects.filter(pk=item["file"]).first() if item["file"] else None
        if stored is None:
            continue
        if month is None:
            remove_file(stored=stored)
            continue
        minutes = _kept(upload, item, stored, month, by, at)
        if publish:
            publish_minutes(minutes=minutes, by=by, at=at)
        kept.append({"minutes": minutes.pk, "name": item["name"]})
    if not kept:
        raise InvalidInput(_("Donnez un mois à un fichier au moins."))
    upload.items, upload.applied_at = kept, at
    upload.save()
    summary = ngettext(
        "%(count)d compte rendu enregistré (%(council)s)",
        "%(count)d comptes rendus enregistrés (%(council)s)",
        len(kept),
    ) % {"count": len(kept), "council": upload.council}
    note("apply_minutes", summary, upload, upload.council, by, at)
    return upload


def _kept(  # noqa: PLR0917
    upload: MinutesUpload,
    item: Mapping[str, Any],
    stored: StoredFile,
    month: datetime.date,
    by: User,
    at: datetime.datetime,
) -> Minutes:
    refuse_known(upload.council, stored)
    minutes = Minutes(council=upload.council, contract=upload.contract, added_at=at, added_by=by)
    set_words(minutes, Words([page.replace(PAGE_BREAK, "\n") for page in item["pages"]]))
    keep_minutes(minutes, stored, month=month)
    return minutes


@transaction.atomic
def discard_upload(*, upload: MinutesUpload, by: User, at: datetime.datetime) -> None:
    upload = _waiting(upload, by)
    for stored in StoredFile.objects.filter(pk__in=[item["file"] for item in upload.items]):
        remove_file(stored=stored)
    summary = _("Dépôt de comptes rendus abandonné (%(council)s)") % {"council": upload.council}
    note("discard_upload", summary, upload, upload.council, by, at)
    upload.delete()


@transaction.atomic
def undo_upload(*, upload: MinutesUpload, by: User, at: datetime.datetime) -> MinutesUpload:
    """Take back all that was kept; refused once one of them was published since."""
    upload = held_row(upload, by)
    if upload.applied_at is None or upload.undone_at is not None:
        raise Refused(_("Ce dépôt ne peut plus être annulé."))
    rows = Minutes.objects.filter(pk__in=[item["minutes"] for item in upload.items])
    for minutes in rows.select_related("council__contract", "file"):
        remove_minutes(minutes=minutes, by=by, at=at)
    upload.undone_at = at
    upload.save(update_fields=["undone_at"])
    summary = _("Dépôt de comptes rendus annulé (%(council)s)") % {"council": upload.council}
    note("undo_upload", summary, upload, upload.council, by, at)
    return upload


def purge_uploads(*, at: datetime.datetime, days: int) -> int:
    """Let go the files that were dropped `days` ago and never confirmed; how many deposits."""
    before = at - datetime.timedelta(days=days)
    waiting = list(MinutesUpload.objects.filter(applied_at=None, created_at__lt=before))
    count = 0
    for upload in waiting:
        with transaction.atomic():
            # Somebody may be confirming it just now: its files are minutes then.
            Contract.objects.select_for_update().get(pk=upload.contract_id)
            if not MinutesUpload.objects.filter(pk=upload.pk, applied_at=None).exists():
                continue
            for stored in StoredFile.objects.filter(pk__in=[one["file"] for one in upload.items]):
                remove_file(stored=stored)
            upload.delete()
        count += 1
    return count


def _waiting(upload: MinutesUpload, by: User) -> MinutesUpload:
    upload = held_row(upload, by)
    if upload.applied_at is not None:
        raise Refused(_("Ce dépôt est déjà enregistré."))
    return upload
