"""Handing files out."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.files.views import serve

TEXT = b"0123456789"


def stored_file(*, is_public: bool = True) -> StoredFile:
    return store_upload(
        uploaded=ContentFile(TEXT, name="été.txt"),
        by=None,
        at=timezone.now(),
        is_public=is_public,
    )


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def address(stored: StoredFile) -> str:
    return reverse("files:download", args=[stored.key])


def test_a_public_file_is_an_attachment_that_no_browser_runs(
    db: None, visitor_client: Client
) -> None:
    response = visitor_client.get(address(stored_file()))

    assert response.status_code == 200
    assert body(response) == TEXT
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9t%C3%A9.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, no-cache"


def test_a_private_file_is_not_there_even_for_administrators(administrator_client: Client) -> None:
    assert administrator_client.get(address(stored_file(is_public=False))).status_code == 404


def test_a_room_serves_its_private_file_itself(db: None) -> None:
    response = serve(stored_file(is_public=False))

    assert body(response) == TEXT
    assert response["Cache-Control"] == "private, no-cache"


def test_an_unknown_key_is_not_found(db: None, visitor_client: Client) -> None:
    assert visitor_client.get(reverse("files:download", args=[uuid.uuid4()])).status_code == 404


def test_a_download_is_only_read(db: None, visitor_client: Client) -> None:
    assert visitor_client.post(address(stored_file())).status_code == 405


def test_a_copy_that_is_still_good_is_not_sent_again(db: None, visitor_client: Client) -> None:
    stored = stored_file()
    etag = visitor_client.get(address(stored))["ETag"]

    again = visitor_client.get(address(stored), headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "content", "content_range"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-1,3-4", 200, TEXT, None),
        ("pages=1-2", 200, TEXT, None),
    ],
)
def test_a_part_can_be_asked_for(
    db: None, asked: str, status: int, content: bytes, content_range: str | None
) -> None:
    response = serve(stored_file(), RequestFactory().get("/", headers={"Range": asked}))

    assert (response.status_code, body(response)) == (status, content)
    assert response.get("Content-Range") == content_range


def test_a_part_beyond_the_end_is_refused(db: None) -> None:
    response = serve(stored_file(), RequestFactory().get("/", headers={"Range": "bytes=10-"}))

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */10"


def test_a_part_of_another_state_gives_the_whole(db: None) -> None:
    request = RequestFactory().get("/", headers={"Range": "bytes=2-4", "If-Range": '"old"'})

    assert body(serve(stored_file(), request)) == TEXT
