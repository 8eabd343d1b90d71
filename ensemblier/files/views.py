"""Handing files out, never in a way that a browser would run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ensemblier.files.models import StoredFile

SANDBOX = "default-src 'none'; sandbox"
CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Public files only. Rooms that own private ones call `serve` after their own check."""
    return serve(get_object_or_404(StoredFile, key=key, is_public=True), request)


def serve(stored: StoredFile, request: HttpRequest | None = None) -> HttpResponseBase:
    """The bytes as an attachment. The caller has checked who may read them.

    With `request`, answers to If-None-Match and to a single Range.
    """
    etag = f'"{stored.sha256}"'
    headers = request.headers if request is not None else {}
    response: HttpResponseBase
    if etag in headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    elif wanted := _wanted_range(headers, etag, stored.size):
        response = _partial(stored, *wanted)
    elif wanted is not None:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    else:
        response = FileResponse(stored.content.open("rb"), content_type=stored.content_type)
        response["Content-Length"] = str(stored.size)
    if response.status_code in {200, 206}:
        disposition = content_disposition_header(as_attachment=True, filename=stored.name)
        response["Content-Disposition"] = disposition or "attachment"
        response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    # Public files may be withdrawn at any time: caches ask again, which costs one 304.
    response["Cache-Control"] = "public, no-cache" if stored.is_public else "private, no-cache"
    return response


def _wanted_range(headers: object, etag: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; () when impossible; None for the whole file."""
    asked = headers.get("Range", "")  # type: ignore[attr-defined]
    condition = headers.get("If-Range", etag)  # type: ignore[attr-defined]
    found = ONE_RANGE.match(asked)
    if not found or condition != etag or asked == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size - 1), size - 1)
    return (start, end) if start <= end and start < size else ()


def _partial(stored: StoredFile, start: int, end: int) -> StreamingHttpResponse:
    content = stored.content.open("rb")
    response = StreamingHttpResponse(
        _slice(content, start, end - start + 1), status=206, content_type=stored.content_type
    )
    response["Content-Range"] = f"bytes {start}-{end}/{stored.size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def _slice(content: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with content:
        content.seek(start)
        while length and (chunk := content.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
