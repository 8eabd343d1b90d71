"""How often one network address may write or try codes without an account.

Counted in the shared cache, an hour at a time; addresses are kept as fingerprints.
"""

from __future__ import annotations

import hashlib

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600
REQUESTS_AN_HOUR = 20
WRONG_CODES_AN_HOUR = 30


def _key(what: str, request: HttpRequest) -> str:
    digest = hashlib.sha256((get_client_ip(request) or "").encode()).hexdigest()[:24]
    return f"fund:{what}:{digest}"


def is_beyond(what: str, most: int, request: HttpRequest) -> bool:
    return int(cache.get(_key(what, request), 0)) >= most


def count_one(what: str, request: HttpRequest) -> None:
    key = _key(what, request)
    if not cache.add(key, 1, HOUR):
        cache.incr(key)
