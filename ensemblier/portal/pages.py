"""Pages that are the same for every visitor, rendered once.

A page is kept in the process under a key that holds everything it shows, so that it never has
to be removed: when what it shows changes, the key does. Someone signed in gets a page of their
own, because its header names them.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache, lru_cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import ensemblier
from ensemblier.audit.queries import shown_head
from ensemblier.core.http import download

PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
FILE_LIFE = 600
PACKAGE = Path(ensemblier.__file__).parent


@cache
def release_digest() -> str:
    """A fingerprint of what pages are made with: a deployment makes every kept page stale."""
    digest = hashlib.sha256()
    for room in ("core", "ui", "portal", "plans", "councils", "draws", "outcomes", "fund"):
        for path in sorted((PACKAGE / room).rglob("*")):
            if path.suffix in {".html", ".py", ".css", ".js"}:
                digest.update(path.read_bytes())
    for path in sorted((PACKAGE / "locale").rglob("*.mo")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def visitor_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page to read. Its header names whoever is signed in: theirs is kept by nobody else."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not is_visitor(request):
            response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return require_safe(page)


def is_visitor(request: HttpRequest) -> bool:
    """Without a session nor a message to show: sees what every visitor sees."""
    return not any(name in request.COOKIES for name in PERSONAL_COOKIES)


def kept_page(
    request: HttpRequest, shown: object, render: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page that `render` makes, kept under what it shows; `shown` has a stable `repr`.

    What `render` reads of the address is in `shown`, and takes few values: a page whose
    address may hold anything is not for keeping.
    """
    if not is_visitor(request) or settings.DEBUG:
        return render()
    etag = f'W/"{key_of(shown)}"'
    response = get_conditional_response(request, etag=etag) or _kept(request, etag, render)
    return with_validators(response, etag)


def settled_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page kept for visitors until anything at all is written, or the day ends.

    Every write leaves an entry in the trail: its head tells whether there was one. An address
    with parameters may hold anything, so it is rendered each time.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET:
            return view(request, *args, **kwargs)
        shown = (request.build_absolute_uri(), timezone.localdate(), shown_head())
        return kept_page(request, shown, lambda: view(request, *args, **kwargs))

    return visitor_page(page)


def key_of(shown: object) -> str:
    parts = (
        release_digest(),
        get_language(),
        settings.INSTALLATION_NAME,
        settings.INSTALLATION_CONTACT,
        settings.DEMONSTRATION,
        shown,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:40]


def with_validators(response: HttpResponse, etag: str) -> HttpResponse:
    """Browsers and proxies may keep the page and ask whether it still holds."""
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, no-cache"
    return response


def _kept(request: HttpRequest, etag: str, render: Callable[[], HttpResponse]) -> HttpResponse:
    """Kept compressed: ten times smaller, and compressing costs more than all the rest."""
    packed: bytes | None = caches["local"].get(etag)
    if packed is None:
        response = render()
        if response.status_code != HTTPStatus.OK:
            return response
        packed = gzip.compress(response.content, mtime=0)
        caches["local"].set(etag, packed, None)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(packed, headers={"Content-Encoding": "gzip"})
    return HttpResponse(unpacked(packed))


unpacked = lru_cache(maxsize=64)(gzip.decompress)


def kept_file(
    request: HttpRequest, shown: object, name: str, make: Callable[[], bytes]
) -> HttpResponse:
    """A file that is the same for everyone, made once in a while: a PDF costs a hundred pages."""
    key = key_of((name, shown))
    content: bytes | None = caches["local"].get(key)
    if content is None:
        content = make()
        caches["local"].set(key, content, FILE_LIFE)
    etag = f'"{hashlib.sha256(content).hexdigest()[:40]}"'
    response = get_conditional_response(request, etag=etag) or download(content, name)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response
