"""Everything that the page of an area shows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.core.typography import is_english
from ensemblier.territories.enums import AreaKind, LinkKind
from ensemblier.territories.models import Area, AreaLink, Perimeter
from ensemblier.territories.queries.figures import FigureCard, figures_of, statistics_by_area
from ensemblier.territories.queries.shapes import (
    AreaShape,
    feature_of,
    perimeter_in_force,
    shapes_of_one,
)


@dataclass(frozen=True)
class Kinship:
    """An ancestor or a successor; `share` of the successor's people when it is known."""

    area: Area
    share: Decimal | None
    origin: str


@dataclass
class AreaCard:
    """`shapes` is the area's own shape, or those of its ancestors that stand in for it."""

    area: Area
    on: datetime.date
    communes: list[Area] = field(default_factory=list)
    epcis: list[Area] = field(default_factory=list)
    parts: list[Area] = field(default_factory=list)
    ancestors: list[Kinship] = field(default_factory=list)
    successors: list[Kinship] = field(default_factory=list)
    perimeters: list[Perimeter] = field(default_factory=list)
    shapes: list[AreaShape] = field(default_factory=list)
    around: list[AreaShape] = field(default_factory=list)
    figures: list[FigureCard] = field(default_factory=list)

    @property
    def perimeter(self) -> Perimeter | None:
        """Its own, in force; None when it is unknown or borrowed."""
        own = [shape for shape in self.shapes if shape.borrowed_from is None]
        return own[0].perimeter if own else None

    @property
    def is_approximate(self) -> bool:
        return any(shape.is_approximate for shape in self.shapes)

    @property
    def features(self) -> list[dict[str, Any]]:
        """For `area_map`: the communes' outlines behind, the area in front."""
        behind = [feature_of([shape], "context", "") for shape in self.around]
        return [*behind, feature_of(self.shapes, url="")] if self.shapes else behind

    @property
    def shape_sentence(self) -> str:
        """What the drawing is worth, in a sentence; blank when it is the official one."""
        if not self.shapes:
            return _("Le périmètre de ce territoire n’est pas connu ici.")
        borrowed = [shape.borrowed_from.code for shape in self.shapes if shape.borrowed_from]
        if borrowed:
            return _(
                "Le périmètre de 2024 n’est pas connu ici\u00a0: voici celui de 2015 ({codes}), "
                "à titre indicatif."
            ).format(codes=", ".join(borrowed))
        if self.is_approximate:
            return _("Ce tracé est approché\u00a0: seul le périmètre officiel fait foi.")
        return ""

    @property
    def sentences(self) -> list[tuple[str, str, str]]:
        """(title, text, language of the text) of the plain sentences that are written."""
        titles = {
            "who_lives_here": _("Qui vit ici"),
            "what_is_done": _("Ce qui se fait"),
            "what_comes_next": _("Ce qui vient"),
        }
        told = []
        for name, title in titles.items():
            english = getattr(self.area, f"{name}_en") if is_english() else ""
            told.append((title, english or getattr(self.area, name), "en" if english else "fr"))
        return [row for row in told if row[1]]

    @property
    def missing_sentence(self) -> str:
        """Says once what the figures without comparison lack; blank when none does."""
        if not any(figure.missing and not figure.known_elsewhere for figure in self.headlines):
            return ""
        places = ", ".join(area.name for area in (*self.communes, *self.epcis))
        return _(
            "Les chiffres donnés sans comparaison ne sont pas connus ici pour {places}."
        ).format(places=places)

    @property
    def headlines(self) -> list[FigureCard]:
        return [figure for figure in self.figures if figure.is_headline]

    @property
    def other_figures(self) -> list[FigureCard]:
        return [figure for figure in self.figures if not figure.is_headline]


def area_card(area: Area, on: datetime.date) -> AreaCard:
    """At most four queries, however much the area holds."""
    card = AreaCard(area, on)
    links = AreaLink.objects.filter(Q(source=area) | Q(target=area))
    for link in links.select_related("source", "target"):
        _place(card, link)
    _add_epcis_of_communes(card)
    for rows in (card.communes, card.epcis, card.parts):
        rows.sort(key=lambda one: (one.kind, one.name, one.pk))
    for kin in (card.ancestors, card.successors):
        kin.sort(key=lambda one: one.area.code)
    _add_shapes(card)
    ancestors = [kinship.area for kinship in card.ancestors]
    containers = [*card.communes, *card.epcis]
    known = statistics_by_area([area, *ancestors, *containers])
    card.figures = figures_of(area, ancestors, containers, known)
    return card


def _place(card: AreaCard, link: AreaLink) -> None:
    goes_out = link.source_id == card.area.pk
    other = link.target if goes_out else link.source
    if link.kind == LinkKind.SUCCEEDS:
        kin = card.ancestors if goes_out else card.successors
        kin.append(Kinship(other, link.share, link.origin))
    elif not goes_out:
        card.parts.append(other)
    elif other.kind == AreaKind.COMMUNE:
        card.communes.append(other)
    elif other.kind == AreaKind.EPCI:
        card.epcis.append(other)


def _add_epcis_of_communes(card: AreaCard) -> None:
    known = {epci.pk for epci in card.epcis}
    links = AreaLink.objects.filter(
        kind=LinkKind.PART_OF,
        source__in=[commune.pk for commune in card.communes],
        target__kind=AreaKind.EPCI,
    )
    for link in links.select_related("target"):
        if link.target_id not in known:
            known.add(link.target_id)
            card.epcis.append(link.target)


def _add_shapes(card: AreaCard) -> None:
    kin = [kinship.area for kinship in card.ancestors]
    drawn: dict[int, list[Perimeter]] = {}
    wanted = [area.pk for area in (card.area, *kin, *card.communes)]
    for perimeter in Perimeter.objects.filter(area__in=wanted).order_by("-dated", "-pk"):
        drawn.setdefault(perimeter.area_id, []).append(perimeter)
    card.perimeters = drawn.get(card.area.pk, [])
    card.shapes = shapes_of_one(card.area, kin, drawn, card.on)
    outlines = [(one, perimeter_in_force(drawn.get(one.pk, []), card.on)) for one in card.communes]
    card.around = [AreaShape(one, shape) for one, shape in outlines if shape]
