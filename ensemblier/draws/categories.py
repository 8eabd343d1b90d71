"""The categories that every draw knows, as they are kept and as they are said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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


def spoken_feature(feature: str) -> str:
    """The name of a category that we know, in the reader's language; another as it is."""
    names = {SEX: _("sexe"), AGE: _("âge"), NEIGHBORHOOD: _("quartier"), SOURCE: _("source")}
    return names.get(feature, feature)


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


def spoken_profile(known: Mapping[str, Sequence[str]], profile: str) -> str:
    """«F, 26-40, Les Prés» is «femme, 26 à 40 ans, Les Prés». `known` gives the values of each
    category, in order: a value may hold a comma. Another profile is as it is."""
    left, words = f"{profile}, ", []
    for feature, values in known.items():
        longest_first = sorted(values, key=len, reverse=True)
        found = next((value for value in longest_first if left.startswith(f"{value}, ")), None)
        if found is None:
            return profile
        words.append(spoken(feature, found))
        left = left[len(found) + 2 :]
    return profile if left else ", ".join(words)
