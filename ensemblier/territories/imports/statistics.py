"""Figures from tables: one column per measure, as INSEE gives them, or one row per figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import Report, map_columns, parse_number
from ensemblier.core.spreadsheets import Source, Table, open_table
from ensemblier.territories.imports.book import Book
from ensemblier.territories.imports.options import ImportOptions
from ensemblier.territories.measures import (
    OF_THE_COMMUNE,
    KnownMeasure,
    code_of_column,
    measure_of_column,
)
from ensemblier.territories.models import Area, Measure, Statistic

KEYS = {
    "code": [
        "code_qp", "codeqp", "code_qpv", "qp", "area_code", "code_insee", "insee", "codgeo",
        "code_commune", "siren", "code",
    ],
    "year": ["annee", "year", "millesime"],
    "measure": ["measure", "mesure", "indicateur", "variable"],
    "value": ["value", "valeur"],
    "unit": ["unit", "unite"],
    "source": ["source"],
    "note": ["note", "remarque"],
}  # fmt: skip
NAMES = {"name": ["nom_qp", "lib_qp", "nom", "libgeo", "libelle", "name"]}
COMMUNES = {"commune": ["nom_commune", "lib_com", "commune"]}
LABELS = {"generation", "dep", "departement", "region", "reg"}
MISSING = {"", "s", "nd", "n/d", "na", "n/a", "c", "-", "–", "..", "...", "ns", "nr"}
# A spreadsheet writes 1.7 as 1.7000000000000002.
DECIMALS = 4
MAX_VALUE = Decimal(10) ** 12


@dataclass(frozen=True)
class _Figure:
    area_code: str
    measure: KnownMeasure
    year: int
    value: Decimal
    source: str
    note: str = ""


@dataclass
class _Columns:
    """What each column is for."""

    keys: dict[str, int]
    measures: dict[int, KnownMeasure] = field(default_factory=dict)


def import_statistics(source: Source, options: ImportOptions) -> Report:
    table = open_table(source)
    report = Report(columns=table.columns)
    columns = _columns_of(table, options, report)
    book = _FigureBook(Book(report))
    missing = 0
    for line, cells in table.rows:
        try:
            with book.book.row():
                figures, absent = _figures_of(cells, columns, options)
                missing += absent
                book.put_all(line, figures)
        except InvalidInput as refusal:
            report.refuse(line, refusal, cells)
    if missing:
        report.note(
            _("%(count)s valeurs absentes ou secrètes\u00a0: laissées vides.") % {"count": missing}
        )
    return report


def read_meanings(source: Source) -> dict[str, str]:
    """{column: what it means} from the notice that comes with a table."""
    table = open_table(source)
    places = map_columns(
        table.columns, {"column": ["colonne", "column", "variable"], "meaning": ["description"]}
    )
    if len(places) < 2:
        raise InvalidInput(
            _(
                "La notice doit avoir une colonne «\u00a0colonne\u00a0» et une colonne "
                "«\u00a0description\u00a0»."
            )
        )
    meanings = {}
    for _line, cells in table.rows:
        padded = [*cells, "", ""]
        if padded[places["column"]]:
            meanings[padded[places["column"]]] = padded[places["meaning"]]
    return meanings


def _columns_of(table: Table, options: ImportOptions, report: Report) -> _Columns:
    keys = map_columns(table.columns, KEYS)
    if "code" not in keys:
        raise InvalidInput(
            _(
                "Aucune colonne de code n’est reconnue (code_qp, codgeo…). Colonnes lues\u00a0: "
                "%(columns)s."
            )
            % {"columns": ", ".join(table.columns)[:300]}
        )
    if "year" not in keys and options.year is None:
        raise InvalidInput(_("Indiquez l’année de ces chiffres."), field="year")
    columns = _Columns(keys)
    if "measure" not in keys or "value" not in keys:
        _add_measures(columns, table, options, report)
    report.mapping = {name: table.columns[place] for name, place in keys.items()}
    report.mapping |= {
        str(measure.label): table.columns[place] for place, measure in columns.measures.items()
    }
    return columns


def _add_measures(columns: _Columns, table: Table, options: ImportOptions, report: Report) -> None:
    aside = set(columns.keys.values())
    aside |= set(map_columns(table.columns, NAMES).values())
    aside |= set(map_columns(table.columns, COMMUNES).values())
    meanings = options.meanings or {}
    for place, column in enumerate(table.columns):
        plain = column.strip().lower()
        if place in aside or plain in LABELS or not plain:
            continue
        if plain in OF_THE_COMMUNE:
            report.note(
                _("La colonne %(column)s parle de la commune\u00a0: laissée.") % {"column": column}
            )
            continue
        columns.measures[place] = measure_of_column(column, meanings.get(column, ""))


def _figures_of(
    cells: list[str], columns: _Columns, options: ImportOptions
) -> tuple[list[_Figure], int]:
    """The figures of a row, and how many of its cells are empty or secret."""
    row = _Cells(cells, columns.keys)
    year = read_year(row["year"]) if row["year"] else options.year
    if year is None:
        raise InvalidInput(_("L’année manque."))
    source = row["source"] or options.source
    found, absent = [], 0
    for measure, text in _values_of(cells, row, columns):
        if text.lower() in MISSING:
            absent += 1
            continue
        value = round(parse_number(text), DECIMALS)
        if abs(value) >= MAX_VALUE:
            raise InvalidInput(_("%(text)s est un nombre trop grand.") % {"text": text[:40]})
        found.append(_Figure(row["code"], measure, year, value, source[:300], row["note"][:300]))
    return found, absent


def _values_of(
    cells: list[str], row: _Cells, columns: _Columns
) -> Iterator[tuple[KnownMeasure, str]]:
    if not columns.measures:
        if not row["measure"]:
            raise InvalidInput(_("La mesure n’est pas nommée."))
        known = measure_of_column(row["measure"])
        yield KnownMeasure(known.code, known.label, row["unit"][:30] or known.unit), row["value"]
    for place, measure in columns.measures.items():
        yield measure, cells[place] if place < len(cells) else ""


def read_year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise InvalidInput(_("«\u00a0%(text)s\u00a0» n’est pas une année.") % {"text": text[:40]})
    return int(text)


class _Cells:
    def __init__(self, cells: list[str], places: dict[str, int]) -> None:
        self.cells, self.places = cells, places

    def __getitem__(self, name: str) -> str:
        place = self.places.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""


class _FigureBook:
    """Known measures and figures."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.measures = {measure.code: measure for measure in Measure.objects.all()}
        self.known = {(s.area_id, s.measure_id, s.year): s for s in Statistic.objects.all()}

    def put_all(self, line: int, figures: list[_Figure]) -> None:
        if not figures:
            return
        area = self.book.find(figures[0].area_code)
        if area is None:
            raise InvalidInput(
                _("%(code)s n’est pas connu. Importez d’abord la liste des territoires.")
                % {"code": figures[0].area_code}
            )
        new = [one for one in (self.put(line, area, figure) for figure in figures) if one]
        Statistic.objects.bulk_create(new)
        for statistic in new:
            self.book.created(line, statistic, ["value"])
            self.book.report.created[-1].label = f"{area.name}\u00a0: {statistic}"

    def put(self, line: int, area: Area, figure: _Figure) -> Statistic | None:
        """Correct the figure when it is known, or return it to be created."""
        measure = self.measure_of(line, figure.measure)
        key = (area.pk, measure.pk, figure.year)
        given = {"value": figure.value, "source": figure.source, "note": figure.note}
        if key in self.known:
            self.correct(line, self.known[key], given)
            return None
        self.known[key] = Statistic(area=area, measure=measure, year=figure.year, **given)
        self.book.on_refusal(lambda: self.known.pop(key))
        return self.known[key]

    def correct(self, line: int, known: Statistic, given: dict[str, object]) -> None:
        if known.value == given["value"]:
            given.pop("value")
        self.book.correct(line, known, {name: v for name, v in given.items() if v != ""})

    def measure_of(self, line: int, wanted: KnownMeasure) -> Measure:
        measure = self.measures.get(wanted.code)
        if measure is None:
            measure = Measure.objects.create(
                code=wanted.code,
                label=str(wanted.label),
                unit=wanted.unit,
                higher_is=wanted.higher_is,
            )
            self.measures[wanted.code] = measure
            self.book.on_refusal(lambda: self.measures.pop(wanted.code))
            self.book.created(line, measure)
        elif code_of_column(measure.label) == measure.code != code_of_column(str(wanted.label)):
            # So far it bore the name of its column: a notice knows better.
            self.book.correct(line, measure, {"label": str(wanted.label), "unit": wanted.unit})
        return measure
