"""A place by its address, through the national address service where the town has set one."""

from __future__ import annotations

import http.client
import json
import math
import time
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

SECONDS = 3.0
LONGEST_ANSWER = 200_000
LONGEST_QUESTION = 200
BLOCK = 16_384

# No handler for files or other schemes, wherever the service may redirect.
_opener = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler(),
    urllib.request.HTTPHandler(),
    urllib.request.HTTPSHandler(),
    urllib.request.HTTPDefaultErrorHandler(),
    urllib.request.HTTPErrorProcessor(),
):
    _opener.add_handler(_handler)


class ServiceUnavailable(Exception):
    """No answer in time, or one that cannot be read: offer the commune or the map instead."""


@dataclass(frozen=True)
class AddressFound:
    label: str
    lon: float
    lat: float


def is_configured() -> bool:
    return urlsplit(settings.ADDRESS_SERVICE_URL).scheme in {"http", "https"}


def find_address(typed: str) -> AddressFound | None:
    """The most likely address, or None when there is none. Raises ServiceUnavailable."""
    return next(iter(find_addresses(typed, limit=1)), None)


def find_addresses(typed: str, limit: int = 5) -> list[AddressFound]:
    """The likeliest first. The service answers in GeoJSON, as the Base adresse nationale does.

    Raises ServiceUnavailable within `SECONDS` or so, whatever the service does.
    """
    typed = " ".join(typed.split())[:LONGEST_QUESTION]
    if not typed:
        return []
    if not is_configured():
        raise ServiceUnavailable
    url = f"{settings.ADDRESS_SERVICE_URL}?{urlencode({'q': typed, 'limit': limit})}"
    try:
        answer = json.loads(_fetch(url))
        return [_found(feature) for feature in answer["features"][:limit]]
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        http.client.HTTPException,
    ) as error:
        raise ServiceUnavailable from error


def _fetch(url: str) -> bytes:
    """The answer, read in pieces so that one that trickles in stops at the deadline too."""
    deadline = time.monotonic() + SECONDS
    content = b""
    with _opener.open(url, timeout=SECONDS) as answer:
        while piece := answer.read1(BLOCK):
            content += piece
            if time.monotonic() > deadline or len(content) > LONGEST_ANSWER:
                raise TimeoutError
    return content


def _found(feature: dict[str, Any]) -> AddressFound:
    lon, lat = (float(value) for value in feature["geometry"]["coordinates"][:2])
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("not a place")
    return AddressFound(str(feature["properties"]["label"])[:200], lon, lat)
