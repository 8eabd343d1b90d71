"""A list sent by a source: read, seen, taken in with its certain duplicates, taken back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.draws.enums import DrawState, Origin
from ensemblier.draws.imports import ListRead, digest_of, person_of, read_list
from ensemblier.draws.letter_codes import new_code
from ensemblier.draws.matching import certain_key
from ensemblier.draws.models import Entrant, Listing, Pool, PoolList, RememberedColumns
from ensemblier.draws.operations.base import locked_pool, note
from ensemblier.draws.operations.doubles import find_doubts
from ensemblier.draws.queries.pools import people_of
from ensemblier.files.enums import TABLES
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import remove_file, store_upload

BATCH = 500


@transaction.atomic
def prepare_list(
    *,
    pool: Pool,
    uploaded: UploadedFile,
    origin: str,
    name: str,
    notice: str,
    by: User,
    at: datetime.datetime,
) -> PoolList:
    """Keep the file and say what it would bring, with the columns chosen last time for the
    same headers. Nobody enters the pool yet."""
    pool = locked_pool(pool, by)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=TABLES)
    reading = _read(pool, stored, {})
    mapping = _remembered(pool, reading)
    if mapping:
        reading = _read(pool, stored, mapping)
    prepared = PoolList.objects.create(
        contract=pool.contract,
        pool=pool,
        origin=origin,
        name=name or str(Origin(origin).label),
        notice=notice,
        file=stored,
        file_name=stored.name,
        mapping=mapping,
        created_by=by,
        created_at=at,
        **_as_columns(reading),
    )
    note("prepare_list", _("Liste envoyée\u00a0: %(list)s") % {"list": prepared}, prepared, by, at)
    return prepared


@transaction.atomic
def remap_list(
    *, prepared: PoolList, mapping: Mapping[str, str], by: User, at: datetime.datetime
) -> PoolList:
    """Read the file again with a person's own {field: column}."""
    pool = locked_pool(prepared.pool, by)
    pending, stored = _pending(prepared)
    pending.mapping = dict(mapping)
    for name, value in _as_columns(_read(pool, stored, mapping)).items():
        setattr(pending, name, value)
    pending.save()
    return pending


@transaction.atomic
def apply_list(*, prepared: PoolList, by: User, at: datetime.datetime) -> PoolList:
    """Let the people of the list into the pool. The file goes; only refused rows are kept, to
    be corrected."""
    pool = locked_pool(prepared.pool, by)
    pending, stored = _pending(prepared)
    reading = _read(pool, stored, pending.mapping)
    if not reading.fresh and not reading.known:
        raise Refused(_("Aucune ligne de cette liste ne peut entrer\u00a0: voyez les raisons."))
    write_people(pool, pending, reading)
    for name, value in _as_columns(reading).items():
        setattr(pending, name, value)
    pending.report = reading.report.as_dict() | {"created": []}
    pending.applied_at, pending.file = at, None
    pending.save()
    RememberedColumns.objects.update_or_create(
        contract=pool.contract,
        headers_digest=digest_of(reading.report.columns),
        defaults={"mapping": {**reading.report.mapping, **pending.mapping}, "used_at": at},
    )
    remove_file(stored=stored)
    summary = _(
        "Liste entrée au vivier\u00a0: %(list)s, %(count)d personnes nouvelles, %(known)d déjà là"
    ) % {"list": pending, "count": len(reading.fresh), "known": len(reading.known)}
    note("apply_list", summary, pending, by, at)
    return pending


def write_people(pool: Pool, source: PoolList, reading: ListRead) -> None:
    """Write the new people, put everyone on the list, look for doubtful pairs."""
    people = [entrant for _line, entrant in reading.fresh]
    for entrant in people:
        entrant.code = entrant.code or new_code()
        entrant.is_volunteer = source.origin == Origin.VOLUNTEERS
        entrant.refresh_search_text()
    Entrant.objects.bulk_create(people, batch_size=BATCH)
    keys = {certain_key(person_of(row)): row for row in people_of(pool) if row.address_key}
    lines = [(line, entrant.pk) for line, entrant in reading.fresh]
    lines += [(line, keys[key].pk) for line, key in reading.known]
    Listing.objects.bulk_create(
        (
            Listing(contract=pool.contract, list=source, line=line, entrant_id=pk)
            for line, pk in lines
        ),
        batch_size=BATCH,
    )
    refresh_volunteers(pool)
    find_doubts(pool)


def refresh_volunteers(pool: Pool) -> None:
    """A volunteer is on no other list than those of volunteers."""
    listings = Listing.objects.exclude(list__origin=Origin.VOLUNTEERS)
    listed = Exists(listings.filter(entrant=OuterRef("pk"))) | Exists(
        listings.filter(entrant__merged_into=OuterRef("pk"))
    )
    people = Entrant.objects.filter(pool=pool)
    people.filter(listed).update(is_volunteer=False)
    people.exclude(listed).update(is_volunteer=True)


@transaction.atomic
def discard_list(*, prepared: PoolList, by: User, at: datetime.datetime) -> None:
    locked_pool(prepared.pool, by)
    pending, stored = _pending(prepared)
    note("discard_list", _("Liste abandonnée\u00a0: %(list)s") % {"list": pending}, pending, by, at)
    pending.delete()
    remove_file(stored=stored)


@transaction.atomic
def undo_list(*, prepared: PoolList, by: User, at: datetime.datetime) -> PoolList:
    """Take the list back: those who were on no other one leave the pool."""
    pool = locked_pool(prepared.pool, by)
    done = PoolList.objects.select_for_update().get(pk=prepared.pk)
    if not done.can_be_undone:
        raise Refused(_("Cette liste n’est pas dans le vivier."))
    if pool.draws.filter(state=DrawState.COMPUTING).exists():
        raise Refused(_("Un tirage est en train d’être calculé\u00a0: attendez qu’il finisse."))
    Listing.objects.filter(list=done).delete()
    Entrant.objects.filter(pool=pool, listings=None).delete()
    refresh_volunteers(pool)
    done.undone_at, done.report = at, {}
    done.save()
    note("undo_list", _("Liste retirée du vivier\u00a0: %(list)s") % {"list": done}, done, by, at)
    return done


def _as_columns(reading: ListRead) -> dict[str, object]:
    return {
        "report": reading.report.as_dict(),
        "row_count": len(reading.fresh),
        "merged_count": len(reading.known),
        "refused_count": len(reading.report.refused),
    }


def _read(pool: Pool, stored: StoredFile, mapping: Mapping[str, str]) -> ListRead:
    known = {certain_key(person_of(row)) for row in people_of(pool) if row.address_key}
    with stored.content.open("rb") as content:
        return read_list(
            pool, cast(BinaryIO, content), mapping, known={key for key in known if key}
        )


def _remembered(pool: Pool, reading: ListRead) -> dict[str, str]:
    row = RememberedColumns.objects.filter(
        contract=pool.contract, headers_digest=digest_of(reading.report.columns)
    ).first()
    return row.mapping if row else {}


def _pending(prepared: PoolList) -> tuple[PoolList, StoredFile]:
    pending = PoolList.objects.select_for_update().filter(pk=prepared.pk).first()
    if pending is None or pending.applied_at or pending.file is None:
        raise Refused(_("Cette liste est déjà entrée ou abandonnée."))
    return pending, pending.file
