"""Lists of communes, EPCI and neighbourhoods, in any of the layouts that circulate."""

from __future__ import annotations

import datetime
import itertools
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Report, map_columns, parse_date, parse_number
from ensemblier.core.spreadsheets import Source, Table, open_table
from ensemblier.territories.codes import read_code, split_list
from ensemblier.territories.enums import AreaKind, LinkKind
from ensemblier.territories.imports.book import Book
from ensemblier.territories.imports.options import ImportOptions
from ensemblier.territories.models import Area, Measure, Statistic

# The code column decides what a row is about: a list of neighbourhoods also names communes.
CODES = {
    "code": [
        "code_qp", "codeqp", "code_qpv", "code_qp_2024", "qp", "code_insee", "insee", "insee_com",
        "codgeo", "code_commune", "codcom", "code", "code_geo", "siren_epci", "epci_siren", "siren",
    ]
}  # fmt: skip
OF_NEIGHBOURHOODS = {
    "name": ["lib_qp", "nom_qp", "libelle_qp", "nom_qpv", "nom", "name", "libelle"],
    "communes": ["insee_com", "code_commune", "codes_communes", "code_insee", "insee", "codgeo"],
    "commune_names": ["lib_com", "nom_commune", "nom_com", "communes", "commune_qp", "commune"],
    "epci": ["epci", "siren_epci", "epci_siren", "code_epci"],
    "epci_name": ["epci_nom", "nom_epci", "lib_epci"],
    "ancestors": ["code_qp_2015", "ancetre", "ancetres", "code_2015"],
    "successors": ["code_qp_2024", "successeur", "successeurs", "code_2024"],
}
OF_COMMUNES = {
    "name": ["nom", "name", "libelle", "libgeo", "lib_com", "nom_commune", "nom_com", "nccenr"],
    "population": ["population", "pop_mun", "pmun", "population_municipale", "pop"],
    "epci": ["epci_siren", "siren_epci", "epci", "code_epci"],
    "epci_name": ["epci_nom", "nom_epci", "lib_epci", "libepci"],
}
OF_ANY = {
    "valid_from": ["valid_from", "depuis", "date_debut"],
    "valid_to": ["valid_to", "jusqu_au", "date_fin"],
    "source": ["source"],
}
UNKNOWN_NAME_LENGTH = 200


def import_areas(source: Source, options: ImportOptions) -> Report:
    table = open_table(source)
    report = Report(columns=table.columns)
    places = _map(table, report)
    book = Book(report)
    reader = _Reader(book, options, places)
    for line, cells in table.rows:
        try:
            with reader.book.row():
                reader.read(line, cells)
        except InvalidInput as refusal:
            report.refuse(line, refusal, cells)
    return report


def _map(table: Table, report: Report) -> dict[str, int]:
    code = map_columns(table.columns, CODES)
    if not code:
        raise InvalidInput(
            _(
                "Aucune colonne de code n’est reconnue (code_qp, code_insee, siren…). "
                "Colonnes lues\u00a0: %(columns)s."
            )
            % {"columns": ", ".join(table.columns)[:300]}
        )
    title = table.columns[code["code"]].lower()
    others = OF_NEIGHBOURHOODS if "q" in title else OF_COMMUNES | OF_NEIGHBOURHOODS | OF_COMMUNES
    rest = ["" if place == code["code"] else name for place, name in enumerate(table.columns)]
    places = code | map_columns(rest, others | OF_ANY)
    if "name" not in places:
        raise InvalidInput(_("Aucune colonne de nom n’est reconnue (nom, lib_qp, libelle…)."))
    report.mapping = {name: table.columns[place] for name, place in places.items()}
    return places


class _Reader:
    def __init__(self, book: Book, options: ImportOptions, places: dict[str, int]) -> None:
        self.book = book
        self.options = options
        self.places = places
        self.origin = options.source
        if "population" in places and options.year is None:
            book.report.note(_("Sans année, la population n’est pas reprise."))

    def read(self, line: int, cells: list[str]) -> None:
        code, name = self.cell(cells, "code"), self.cell(cells, "name")
        kind, plain, _generation = read_code(code)
        if not name:
            raise InvalidInput(_("Le nom manque."))
        if len(name) > UNKNOWN_NAME_LENGTH:
            raise InvalidInput(_("Ce nom est trop long."))
        population = self.population(cells)
        if plain != code:
            self.book.report.note(_("Des codes ont été remis en forme (espaces, premier zéro)."))
        area = self.book.put_area(
            line,
            code,
            name=name,
            source=self.cell(cells, "source") or self.origin,
            valid_from=self.date(cells, "valid_from"),
            valid_to=self.date(cells, "valid_to"),
        )
        if kind == AreaKind.QPV:
            self.link_communes(line, area, cells)
            self.link_generations(line, area, cells)
        if kind != AreaKind.EPCI:
            self.link_epci(line, area, cells)
        if population is not None and self.options.year is not None:
            self.put_population(line, area, population, self.options.year)

    def cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def date(self, cells: list[str], name: str) -> datetime.date | None:
        text = self.cell(cells, name)
        return parse_date(text) if text else None

    def population(self, cells: list[str]) -> Decimal | None:
        text = self.cell(cells, "population")
        return round(parse_number(text), 4) if text and self.options.year else None

    def link_communes(self, line: int, area: Area, cells: list[str]) -> None:
        codes = split_list(self.cell(cells, "communes"))
        names = [
            part for part in re.split(r"\s*[;|]\s*", self.cell(cells, "commune_names")) if part
        ]
        for code, name in itertools.zip_longest(codes, names if len(names) == len(codes) else []):
            if read_code(code)[0] != AreaKind.COMMUNE:
                raise InvalidInput(
                    _("%(code)s n’est pas un code de commune.") % {"code": code[:40]}
                )
            commune = self.book.find(code)
            if commune is None and name:
                commune = self.book.put_area(line, code, name=name, source=self.origin)
            if commune is None:
                self.note_unknown(code)
            else:
                self.book.put_link(line, LinkKind.PART_OF, area, commune, self.origin)

    def link_epci(self, line: int, area: Area, cells: list[str]) -> None:
        name = self.cell(cells, "epci_name")
        for code in split_list(self.cell(cells, "epci")):
            if not re.fullmatch(r"\d{9}", code):
                self.book.report.note(
                    _("«\u00a0%(code)s\u00a0» n’est pas un SIREN d’intercommunalité\u00a0: laissé.")
                    % {"code": code[:40]}
                )
                continue
            epci = self.book.find(code)
            if epci is None and name:
                epci = self.book.put_area(line, code, name=name, source=self.origin)
            if epci is None:
                self.note_unknown(code)
            else:
                self.book.put_link(line, LinkKind.PART_OF, area, epci, self.origin)

    def link_generations(self, line: int, area: Area, cells: list[str]) -> None:
        for old in split_list(self.cell(cells, "ancestors")):
            self.book.put_succession(line, area.code, old, self.origin)
        for new in split_list(self.cell(cells, "successors")):
            self.book.put_succession(line, new, area.code, self.origin)

    def note_unknown(self, code: str) -> None:
        self.book.report.note(
            _(
                "%(code)s n’est pas encore connu\u00a0: son lien n’est pas enregistré. "
                "Importez d’abord la liste des communes."
            )
            % {"code": code}
        )

    def put_population(self, line: int, area: Area, value: Decimal, year: int) -> None:
        measure, _created = Measure.objects.get_or_create(
            code="population", defaults={"label": _("Habitants"), "unit": "habitants"}
        )
        known = Statistic.objects.filter(area=area, measure=measure, year=year)
        statistic = known.first()
        if statistic is None:
            statistic = Statistic.objects.create(
                area=area,
                measure=measure,
                year=year,
                value=value,
                source=self.origin,
            )
            self.book.created(line, statistic, ["value"])
        elif statistic.value != value:
            self.book.correct(line, statistic, {"value": value, "source": self.origin})
