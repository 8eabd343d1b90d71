"""Features out of a GeoJSON file that may be anything at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import Source

MAX_BYTES = 100 * 1024 * 1024


def read_features(source: Source, max_bytes: int = MAX_BYTES) -> list[Any]:
    """The features of a collection, unchecked; raises InvalidInput with one sentence."""
    content = _bytes_of(source, max_bytes)
    if not content.strip():
        raise InvalidInput(_("Ce fichier est vide."))
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInput(_("Ce fichier n’est pas en UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            _("Ce fichier n’est pas un GeoJSON, ou il est coupé en route.")
        ) from error
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Feature":
        return [data]
    features = data.get("features") if isinstance(data, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise InvalidInput(_("Ce fichier n’est pas une collection GeoJSON (FeatureCollection)."))
    if not features:
        raise InvalidInput(_("Cette collection ne contient aucun tracé."))
    return features


def properties_of(feature: object) -> dict[str, str]:
    """The simple properties of a feature as text."""
    found = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(found, dict):
        return {}
    return {
        str(name): str(value).strip()
        for name, value in found.items()
        if isinstance(value, str | int | float)
    }


def _bytes_of(source: Source, max_bytes: int) -> bytes:
    try:
        if isinstance(source, bytes):
            content = source
        elif isinstance(source, Path):
            with source.open("rb") as stream:
                content = stream.read(max_bytes + 1)
        else:
            source.seek(0)
            content = source.read(max_bytes + 1)
    except OSError as error:
        raise InvalidInput(_("Ce fichier ne peut pas être ouvert.")) from error
    if len(content) > max_bytes:
        raise InvalidInput(
            _("Ce fichier est trop gros\u00a0: %(limit)s Mo au plus.")
            % {"limit": max(1, max_bytes // 1_048_576)}
        )
    return content
