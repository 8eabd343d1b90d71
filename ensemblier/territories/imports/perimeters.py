"""Perimeters from GeoJSON. A perimeter never changes: another shape is another date."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Report, map_columns, parse_date
from ensemblier.core.spreadsheets import Source
from ensemblier.territories.codes import read_code, split_list
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.geometry import is_same_shape, read_shape
from ensemblier.territories.imports.book import Book
from ensemblier.territories.imports.geojson import properties_of, read_features
from ensemblier.territories.imports.options import ImportOptions
from ensemblier.territories.models import Area, Perimeter

PROPERTIES = {
    "code": [
        "code_qp", "codeqp", "code_qpv", "codeqpv", "qp", "insee_com", "code_insee", "insee",
        "codgeo", "siren_epci", "epci_siren", "code_epci", "siren", "code", "code_commune",
    ],
    "name": [
        "nom_qp", "lib_qp", "nom_qpv", "nom", "name", "libelle", "nom_com", "libgeo",
        "lib_com", "nom_epci", "raison_sociale",
    ],
    "communes": ["code_commune", "insee_com", "code_insee", "insee"],
    "successors": ["code_qp_2024", "code_2024"],
    "ancestors": ["code_qp_2015", "code_2015"],
    "dated": ["dated", "date", "date_perimetre", "en_date_du"],
    "source": ["source"],
    "approximate": ["approximate", "approche", "approximatif"],
    "kind": ["kind", "sorte"],
}  # fmt: skip
TRUE = {"true", "1", "oui", "vrai"}
FIRST_DAYS: dict[str, datetime.date] = {
    Generation.G2015: datetime.date(2015, 1, 1),
    Generation.G2024: datetime.date(2024, 1, 1),
}


def import_perimeters(source: Source, options: ImportOptions) -> Report:
    """Features are numbered from 1 in the report: a GeoJSON has no lines of its own."""
    features = read_features(source)
    report = Report(columns=[_("code"), _("nom")])
    reader = _Reader(Book(report), options)
    for rank, feature in enumerate(features, start=1):
        properties = _Properties(properties_of(feature))
        try:
            with reader.book.row():
                reader.read(rank, feature, properties)
        except InvalidInput as refusal:
            report.refuse(rank, refusal, [properties["code"], properties["name"]])
    report.mapping = reader.mapping
    return report


class _Properties:
    """Properties under whatever names the file gives them."""

    def __init__(self, values: dict[str, str]) -> None:
        self.names = list(values)
        self.places = map_columns(self.names, PROPERTIES)
        self.values = values

    def __getitem__(self, name: str) -> str:
        place = self.places.get(name)
        return self.values[self.names[place]] if place is not None else ""

    def mapping(self) -> dict[str, str]:
        return {name: self.names[place] for name, place in self.places.items()}


class _Reader:
    def __init__(self, book: Book, options: ImportOptions) -> None:
        self.book = book
        self.options = options
        self.mapping: dict[str, str] = {}
        self.known: dict[int, list[Perimeter]] = {}
        for perimeter in Perimeter.objects.order_by("dated", "pk"):
            self.known.setdefault(perimeter.area_id, []).append(perimeter)

    def read(self, rank: int, feature: Any, properties: _Properties) -> None:
        self.mapping |= properties.mapping()
        read = read_shape(feature.get("geometry") if isinstance(feature, dict) else None)
        area = self.area_of(rank, properties)
        is_approximate = self.options.is_approximate or properties["approximate"].lower() in TRUE
        perimeter = Perimeter(
            area=area,
            geometry=read.geometry,
            dated=self.date_of(area, properties),
            source=(self.options.source or properties["source"])[:300],
            is_approximate=is_approximate,
        )
        self.put(rank, perimeter)
        self.put_links(rank, area, properties)
        for note in read.notes:
            self.book.report.note(f"{area}\u00a0: {note}")

    def area_of(self, rank: int, properties: _Properties) -> Area:
        if not properties["code"] and properties["kind"] == AreaKind.OTHER:
            return self.without_code(properties["name"])
        area = self.book.find(properties["code"])
        if area is not None:
            return area
        if not properties["name"]:
            raise InvalidInput(_("Ce territoire n’est pas connu et le fichier ne le nomme pas."))
        return self.book.put_area(
            rank, properties["code"], name=properties["name"][:200], source=self.options.source
        )

    def without_code(self, name: str) -> Area:
        area = Area.objects.filter(kind=AreaKind.OTHER, name=name).first()
        if area is None:
            raise InvalidInput(
                _("Aucun secteur sans code ne s’appelle «\u00a0%(name)s\u00a0»\u00a0: créez-le.")
                % {"name": name[:80]}
            )
        return area

    def date_of(self, area: Area, properties: _Properties) -> datetime.date:
        """The date said for the whole file, the feature's, or the first day of its generation."""
        if self.options.dated:
            return self.options.dated
        if properties["dated"]:
            return parse_date(properties["dated"])
        return FIRST_DAYS.get(area.generation, self.options.today)

    def put(self, rank: int, new: Perimeter) -> None:
        alike = [
            one
            for one in self.known.get(new.area_id, [])
            if one.is_approximate == new.is_approximate
        ]
        same_day = [one for one in alike if one.dated == new.dated]
        if any(is_same_shape(one.geometry, new.geometry) for one in [*same_day, *alike[-1:]]):
            self.book.report.unchanged += 1
            return
        if same_day:
            raise InvalidInput(
                _(
                    "Un autre tracé de %(area)s porte déjà la date du %(date)s. Un périmètre ne "
                    "change pas\u00a0: donnez la date du nouveau."
                )
                % {"area": new.area, "date": new.dated.strftime("%d/%m/%Y")}
            )
        new.save()
        self.known.setdefault(new.area_id, []).append(new)
        self.book.on_refusal(lambda: self.known[new.area_id].remove(new))
        self.book.created(rank, new, ["dated", "source", "is_approximate"])

    def put_links(self, rank: int, area: Area, properties: _Properties) -> None:
        if area.kind != AreaKind.QPV:
            return
        origin = self.options.source
        for code in split_list(properties["communes"]):
            commune = self.book.find(code) if read_code(code)[0] == AreaKind.COMMUNE else None
            if commune is not None:
                self.book.put_link(rank, LinkKind.PART_OF, area, commune, origin)
        for code in split_list(properties["successors"]):
            self.make_known(rank, code, area)
            self.book.put_succession(rank, code, area.code, origin)
        for code in split_list(properties["ancestors"]):
            self.book.put_succession(rank, area.code, code, origin)

    def make_known(self, rank: int, code: str, ancestor: Area) -> None:
        """A neighbourhood that only this file names takes the name of its ancestor meanwhile."""
        if read_code(code)[0] != AreaKind.QPV or self.book.find(code) is not None:
            return
        self.book.put_area(rank, code, name=ancestor.name, source=self.options.source)
        self.book.report.note(
            _(
                "%(code)s n’était pas connu\u00a0: il est créé sous le nom de %(ancestor)s. "
                "La liste officielle le corrigera."
            )
            % {"code": code, "ancestor": ancestor.code}
        )
