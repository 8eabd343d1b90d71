"""Figures as people say them. A figure that is not known is said to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ensemblier.core.typography import quantity
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.models import Area, Measure

SENTENCES = {
    "population": gettext_lazy("{value} vivaient ici"),
    "poverty_rate": gettext_lazy("{value} des habitants vivaient sous le seuil de pauvreté"),
    "median_income": gettext_lazy(
        "la moitié des habitants disposait de moins de {value} par an et par part "
        "(unité de consommation)"
    ),
    "women_share": gettext_lazy("{value} des habitants étaient des femmes"),
    "foreigners_share": gettext_lazy("{value} des habitants étaient de nationalité étrangère"),
    "employment_rate": gettext_lazy("{value} des habitants de 15 à 64 ans avaient un emploi"),
    "employment_rate_women": gettext_lazy("{value} des femmes de 15 à 64 ans avaient un emploi"),
    "insecure_jobs_share": gettext_lazy("{value} des emplois étaient précaires"),
    "unemployment_rate": gettext_lazy("{value} des actifs étaient au chômage"),
    "social_housing_share": gettext_lazy("{value} des logements étaient sociaux"),
}
# Counts of people or things: a whole is compared with its part by «pour», a rate by «contre».
COUNTED = {"habitants", "personnes", "logements", ""}


def figure_text(value: Decimal, measure: Measure) -> str:
    """«46,6 %», «12 827 €», «14 621 habitants», «0,7»."""
    units = {"EUR": "€", "rapport": ""}
    return quantity(value, units.get(measure.unit, measure.local_unit))


def in_place(area: Area) -> str:
    """«à Alès», «aux Salles-du-Gardon», «au Vigan», «dans Alès Agglomération»."""
    if area.kind != AreaKind.COMMUNE:
        return _("dans {name}").format(name=area.name)
    if (get_language() or "").startswith("fr"):
        for article, contracted in (("Les ", "aux "), ("Le ", "au ")):
            if area.name.startswith(article):
                return contracted + area.name.removeprefix(article)
    return _("à {name}").format(name=area.name)


def figure_sentence(
    measure: Measure,
    value: Decimal,
    year: int,
    compared: Sequence[tuple[Area, Decimal, int]],
    former: Area | None = None,
) -> str:
    """«En 2013, 46,6 % des habitants vivaient sous le seuil de pauvreté, contre 20 % à Alès.»

    `compared` are the places for which the figure is known; a different year is said.
    """
    pattern = SENTENCES.get(measure.code)
    value_text = figure_text(value, measure)
    if pattern is None:
        middle = _("{label}\u00a0: {value}").format(
            label=measure.local_label.lower(), value=value_text
        )
    else:
        middle = str(pattern).format(value=value_text)
    beginning = _("En {year}").format(year=year)
    if former is not None:
        beginning += _(", dans l’ancien périmètre «\u00a0{name}\u00a0»").format(name=former.name)
    return f"{beginning}, {middle}{_comparison(measure, year, compared)}."


def _comparison(measure: Measure, year: int, compared: Sequence[tuple[Area, Decimal, int]]) -> str:
    if not compared:
        return ""
    parts = []
    for area, value, its_year in compared:
        part = f"{figure_text(value, measure)} {in_place(area)}"
        parts.append(
            part if its_year == year else _("{part} en {year}").format(part=part, year=its_year)
        )
    listed = (
        parts[0]
        if len(parts) == 1
        else _("{first} et {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
    )
    pattern = _(", pour {places}") if measure.unit in COUNTED else _(", contre {places}")
    return pattern.format(places=listed)


def distance_text(metres: float) -> str:
    """«à 40 m», «à 1,2 km»: as precise as one needs to walk there."""
    if metres < 10:
        return _("à moins de 10 m")
    if metres < 1000:
        return _("à {distance}").format(distance=quantity(round(metres / 10) * 10, "m"))
    return _("à {distance}").format(distance=quantity(round(metres / 1000, 1), "km"))
