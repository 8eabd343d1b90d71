"""The categories that every draw knows, as they are kept and as they are said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from ensemblier.draws.enums import Sex

SEX, AGE, NEIGHBORHOOD, SOURCE = "sexe", "âge", "quartier", "source"
UNKNOWN = "non précisé"
BAND = re.compile(r"(\d+)-(\d+)")
OLDEST_BAND = re.compile(r"(\d+) et plus")
YOUNGEST_BAND = re.compile(r"moins de (\d+)")


def band_of(age: int, bounds: Sequence[int]) -> str:
    """«26-40», «61 et plus», «moins de 16»."""
    started = [bound for bound in bounds if bound <= age]
    if not started:
        return f"moins de {bounds[0]}"
    later = [bound for bound in bounds if bound > age]
    return f"{started[-1]}-{later[0] - 1}" if later else f"{started[-1]} et plus"


def spoken(feature: str, value: str) -> str:
    """«F» is «femme», «26-40» is «26 à 40 ans»; a value of another category is as it is."""
    if feature == SEX and value in {Sex.WOMAN, Sex.MAN}:
        return str(Sex(value).label)
    return _spoken_age(value) if feature == AGE else value


def _spoken_age(value: str) -> str:
    if found := BAND.fullmatch(value):
        return _("%(low)s à %(high)s ans") % {"low": found[1], "high": found[2]}
    if found := OLDEST_BAND.fullmatch(value):
        return _("%(low)s ans et plus") % {"low": found[1]}
    if found := YOUNGEST_BAND.fullmatch(value):
        return _("moins de %(high)s ans") % {"high": found[1]}
    return value


def spoken_profile(features: Sequence[str], profile: str) -> str:
    """«F, 26-40, Les Prés» is «femme, 26 à 40 ans, Les Prés»; as it is when the values cannot be
    told apart."""
    values = profile.split(", ")
    if len(values) != len(features):
        return profile
    return ", ".join(
        spoken(feature, value) for feature, value in zip(features, values, strict=True)
    )
