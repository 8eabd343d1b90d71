"""Days and files of the rows that addresses stand for."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.accounts.models import User
from ensemblier.files.operations import store_upload

TODAY = datetime.date(2026, 1, 15)
NOW = datetime.datetime(2026, 1, 15, 9, 0, tzinfo=datetime.UTC)


def upload(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def stored(by: User, *, is_public: bool = False) -> Any:
    return store_upload(
        uploaded=upload("note.txt", "Une note.\n"), by=by, at=NOW, is_public=is_public
    )
