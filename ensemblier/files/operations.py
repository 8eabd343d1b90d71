"""Keeping a file, and letting it go.

The room that asks records the deed in the audit trail: it knows what the file is for.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput
from ensemblier.files.checks import accepted_sentence, check_upload, safe_name
from ensemblier.files.enums import DOCUMENTS, Format
from ensemblier.files.models import StoredFile
from ensemblier.files.uploads import CutUpload

# What `models.storage_path` gives; anything else in the folder is somebody else's.
STORED_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


@transaction.atomic
def store_upload(
    *,
    uploaded: File[Any],
    by: User | None,
    at: datetime.datetime,
    is_public: bool = False,
    allowed: Sequence[str] = DOCUMENTS,
) -> StoredFile:
    """Check `uploaded` (a seekable file with a name) and keep it.

    `allowed` lists extensions of `files.enums.FORMATS`. Raises InvalidInput, field «file»,
    with a sentence that names the accepted formats and the maximum. Never reads the whole
    file in memory.
    """
    known, size, fingerprint = check_file(uploaded=uploaded, allowed=allowed)
    name = safe_name(uploaded.name or "")
    stored = StoredFile(
        name=name,
        content_type=known.content_type,
        size=size,
        sha256=fingerprint,
        is_public=is_public,
        uploaded_by=by,
        uploaded_at=at,
    )
    stored.content.save(name, File(uploaded), save=False)
    stored.save()
    return stored


def check_file(
    *, uploaded: File[Any], allowed: Sequence[str] = DOCUMENTS
) -> tuple[Format, int, str]:
    """Its format, size and SHA-256, or the refusal of `store_upload`; keeps nothing.

    A form asks it to tell what is wrong with a file together with its other errors.
    """
    limit = settings.FILES_MAX_BYTES
    size, fingerprint = _measure(uploaded, limit, allowed)
    return check_upload(uploaded, safe_name(uploaded.name or ""), allowed, limit), size, fingerprint


def _measure(uploaded: File[Any], limit: int, allowed: Sequence[str]) -> tuple[int, str]:
    if isinstance(uploaded, CutUpload):
        raise _too_large(limit, allowed)
    digest, size = hashlib.sha256(), 0
    uploaded.seek(0)
    for chunk in uploaded.chunks():
        size += len(chunk)
        if size > limit:
            raise _too_large(limit, allowed)
        digest.update(chunk)
    if size == 0:
        sentence = _("Ce fichier est vide.")
        raise InvalidInput(f"{sentence} {accepted_sentence(allowed, limit)}", field="file")
    return size, digest.hexdigest()


def _too_large(limit: int, allowed: Sequence[str]) -> InvalidInput:
    sentence = _("Ce fichier dépasse {limit}.").format(limit=filesizeformat(limit))
    return InvalidInput(f"{sentence} {accepted_sentence(allowed, limit)}", field="file")


@transaction.atomic
def remove_file(*, stored: StoredFile) -> None:
    """Forget the row now and the bytes once the transaction holds."""
    storage, path = stored.content.storage, str(stored.content.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


def purge_orphans(*, at: datetime.datetime) -> int:
    """Delete bytes that no row points to, a day old or more; how many.

    An upload whose transaction was rolled back leaves its bytes behind.
    """
    storage = StoredFile._meta.get_field("content").storage
    known = set(StoredFile.objects.values_list("content", flat=True))
    before, count = at - datetime.timedelta(days=1), 0
    for folder in storage.listdir("")[0] if storage.exists("") else []:
        for name in storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            is_ours = STORED_PATH.fullmatch(path) and path not in known
            if is_ours and storage.get_modified_time(path) < before:
                storage.delete(path)
                count += 1
    return count
