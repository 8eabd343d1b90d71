"""What every import shares: finding columns under any spelling, reading French figures and
dates, and the report of what changed, with the refused rows to take back."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import (
    EmptyTable,
    Row,
    Source,
    Table,
    open_table,
    sheet_names,
    write_csv,
)
from ensemblier.core.text import searchable
from ensemblier.core.typography import number

TITLE_ROWS = 20
SHEETS = 30
# Dates from 1927 to 2064, as a spreadsheet counts days.
DAY_NUMBER = re.compile(r"[1-5]\d{4}")
SPACES = re.compile(r"[\s\u00a0\u202f_']+")
FIGURE = re.compile(r"[+-]?\d{1,18}([.]\d{1,20})?")


def map_columns(columns: Iterable[str], spellings: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """{name: position of its column}, for each of `spellings` found among `columns`.

    Spellings are tried in order, accents, case and punctuation aside; a column serves once.
    """
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(_plain(column), place)
    found: dict[str, int] = {}
    for name, candidates in spellings.items():
        for candidate in candidates:
            spot = places.get(_plain(candidate))
            if spot is not None and spot not in found.values():
                found[name] = spot
                break
    return found


def chosen_columns(
    columns: list[str], spellings: Mapping[str, Iterable[str]], chosen: Mapping[str, str]
) -> dict[str, int]:
    """`map_columns`, a person's own {field: column} going first; "" gives a field no column.

    Accents and case aside, as the spellings: headers are the same though typed again.
    """
    positions = {_plain(column): place for place, column in reversed(list(enumerate(columns)))}
    own = {
        field: positions[_plain(column)]
        for field, column in chosen.items()
        if field in spellings and column and _plain(column) in positions
    }
    free = ["" if place in own.values() else name for place, name in enumerate(columns)]
    rest = {name: words for name, words in spellings.items() if name not in chosen}
    return own | map_columns(free, rest)


def below_titles(table: Table, spellings: Mapping[str, Iterable[str]]) -> Table:
    """The table from the row that names most of `spellings`: what stands above it is a title.

    Where no row among the first names two of them, a lone cell at the top is a title all the
    same, and the header is the row with most cells.
    """
    top = [Row(table.header_line, table.columns), *islice(table.rows, TITLE_ROWS)]
    named = [len(map_columns(row.cells, spellings)) for row in top]
    filled = [sum(bool(cell) for cell in row.cells) for row in top]
    best = 0
    if max(named) > 1:
        best = named.index(max(named))
    elif filled[0] == 1:
        best = filled.index(max(filled))
    return replace(
        table,
        columns=top[best].cells,
        rows=chain(top[best + 1 :], table.rows),
        header_line=top[best].line,
    )


def find_table(
    source: Source,
    spellings: Mapping[str, Iterable[str]],
    *,
    shows_errors: bool = False,
    most: int | None = None,
) -> tuple[Table, str]:
    """The table whose header names most of `spellings`, under its titles, on any sheet; and a
    sentence that names the sheets that are not read, blank when there are none.

    Where the header stands again among the rows, as on each page of a print, it is left out.
    Raises InvalidInput, while rows are read, past `most` of them.
    """
    found: dict[str, Table] = {}
    for sheet in sheet_names(source)[:SHEETS] or [""]:
        try:
            table = open_table(source, sheet=sheet or None, shows_errors=shows_errors)
        except EmptyTable:
            continue
        found[sheet] = below_titles(table, spellings)
    if not found:
        raise EmptyTable
    best = max(found, key=lambda sheet: len(map_columns(found[sheet].columns, spellings)))
    others = [f"«\u00a0{sheet}\u00a0»" for sheet in found if sheet != best]
    note = ""
    if others:
        note = _("Seule la feuille «\u00a0%(sheet)s\u00a0» est lue, et non %(others)s.") % {
            "sheet": best,
            "others": get_text_list(others, _("ni")),
        }
    return replace(found[best], rows=_rows_under(found[best], most)), note


def _rows_under(table: Table, most: int | None) -> Iterator[Row]:
    read = 0
    for row in table.rows:
        if row.cells == table.columns:
            continue
        read += 1
        if most and read > most:
            raise InvalidInput(
                _("Ce fichier a plus de %(most)s lignes\u00a0: coupez-le en plusieurs.")
                % {"most": number(most)}
            )
        yield row


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    return searchable(text).replace(" ", "")


def parse_number(text: str) -> Decimal:
    """«1 234,5», «1234.5», «46,6 %», «1.234,50 €» → Decimal; raises InvalidInput."""
    plain = SPACES.sub("", str(text)).rstrip("%€").replace("\u2212", "-")
    if "," in plain and "." in plain:
        thousands = "." if plain.rindex(",") > plain.rindex(".") else ","
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if not FIGURE.fullmatch(plain):
        raise InvalidInput(_("«\u00a0%(text)s\u00a0» n’est pas un nombre.") % {"text": text[:40]})
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise InvalidInput(
            _("«\u00a0%(text)s\u00a0» n’est pas un nombre.") % {"text": text[:40]}
        ) from error


def parse_date(text: str) -> datetime.date:
    """«2024-01-31», «31/01/2024», «31.1.2024» or a year alone (its first day)."""
    plain = str(text).strip()
    parts = [int(part) for part in re.findall(r"\d{1,4}", plain)]
    try:
        if re.fullmatch(r"\d{4}", plain):
            return datetime.date(int(plain), 1, 1)
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}(T.*)?", plain):
            return datetime.date(parts[0], parts[1], parts[2])
        if re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}", plain):
            return datetime.date(parts[2], parts[1], parts[0])
    except ValueError:
        pass
    if DAY_NUMBER.fullmatch(plain):
        raise InvalidInput(
            _(
                "«\u00a0%(text)s\u00a0» est une date écrite comme un nombre\u00a0: dans le "
                "tableur, donnez à cette colonne le format «\u00a0date\u00a0»."
            )
            % {"text": plain}
        )
    raise InvalidInput(
        _("«\u00a0%(text)s\u00a0» n’est pas une date. Écrivez-la comme 31/01/2024.")
        % {"text": plain[:40]}
    )


@dataclass
class Change:
    """A row that the import creates or updates; `fields` maps a label to [before, after]."""

    label: str
    line: int | None = None
    fields: dict[str, list[Any]] = field(default_factory=dict)
    model: str = ""
    pk: int | None = None


@dataclass
class Refusal:
    """A row left out, where it is and why; `cells` as they were in the file."""

    line: int
    reason: str
    cells: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What an import changed, or would change. JSON both ways."""

    created: list[Change] = field(default_factory=list)
    updated: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.created and not self.updated

    @property
    def repeated_reasons(self) -> list[tuple[str, int]]:
        """What refuses several rows, most rows first: one correction often mends them all."""
        counts = Counter(row.reason for row in self.refused)
        return [(reason, count) for reason, count in counts.most_common(5) if count > 1]

    def refuse(self, line: int, reason: object, cells: Iterable[object] = ()) -> None:
        self.refused.append(Refusal(line, str(reason), [str(cell) for cell in cells]))

    def note(self, sentence: object) -> None:
        if str(sentence) not in self.notes:
            self.notes.append(str(sentence))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        rows = dict(data)
        rows["created"] = [Change(**change) for change in data.get("created", [])]
        rows["updated"] = [Change(**change) for change in data.get("updated", [])]
        rows["refused"] = [Refusal(**refusal) for refusal in data.get("refused", [])]
        return cls(**rows)

    def refused_csv(self) -> bytes:
        """The refused rows as they came, with their line and reason first."""
        header = [_("ligne"), _("raison"), *self.columns]
        return write_csv(header, ([row.line, row.reason, *row.cells] for row in self.refused))

    def sentence(self) -> str:
        """«3 créés, 1 mis à jour, 12 inchangés, 2 refusés»."""
        return _(
            "%(created)s créés, %(updated)s mis à jour, "
            "%(unchanged)s inchangés, %(refused)s refusés"
        ) % {
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }
