"""Receiving files: what is past the limit is never written to the disk of the server."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CutUpload(UploadedFile):
    """In place of a file that was too large: its name and size, without its bytes."""


class LimitHandler(FileUploadHandler):
    """Stands before Django's own handlers and hands them nothing once the limit is passed."""

    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return None if self.received > settings.FILES_MAX_BYTES else raw_data

    def file_complete(self, file_size: int) -> CutUpload | None:
        if self.received <= settings.FILES_MAX_BYTES:
            return None
        return CutUpload(
            io.BytesIO(), self.file_name, self.content_type, self.received, self.charset
        )
