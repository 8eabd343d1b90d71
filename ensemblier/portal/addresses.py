"""A place by its address, through the national address service when the town has set it."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings

SECONDS = 3
LONGEST_ANSWER = 200_000


class ServiceUnavailable(Exception):
    """No answer in time, or one that cannot be read."""


@dataclass(frozen=True)
class AddressFound:
    label: str
    lon: float
    lat: float


def is_configured() -> bool:
    return urlsplit(settings.ADDRESS_SERVICE_URL).scheme in {"http", "https"}


def find_address(typed: str) -> AddressFound | None:
    """The most likely address; None when there is none. Raises ServiceUnavailable.

    The service answers in GeoJSON, as the Base adresse nationale does.
    """
    url = f"{settings.ADDRESS_SERVICE_URL}?{urlencode({'q': typed, 'limit': 1})}"
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - http(s) only
            features = json.loads(answer.read(LONGEST_ANSWER))["features"]
        if not features:
            return None
        lon, lat = features[0]["geometry"]["coordinates"][:2]
        return AddressFound(str(features[0]["properties"]["label"]), float(lon), float(lat))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ServiceUnavailable from error
