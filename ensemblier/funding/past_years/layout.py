"""Where the table is in its file: the sheet, the row of headers, the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice, zip_longest

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import chosen_columns, map_columns
from ensemblier.core.spreadsheets import Row, Source, merged_downwards, open_table, sheet_names
from ensemblier.core.text import searchable
from ensemblier.funding.past_years.columns import DEFAULTS, READING, SPELLINGS, spellings_for
from ensemblier.organizations.models import Organization

HEADER_ROWS = 20
SHEETS = 30
AMOUNTS = ("asked", "granted", "paid")
NAMES_OF_A_ROW = {
    searchable(word) for name, words in SPELLINGS.items() if name not in AMOUNTS for word in words
}
YEAR_IN_A_TITLE = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")

Spellings = Mapping[str, Sequence[str]]


@dataclass
class Layout:
    """The columns, the rows under them, and where each field is.

    `merged` has (line, place) of the cells that a merge hides under the one above; `titles`
    is what stands above the headers, with the name of the sheet first.
    """

    columns: list[str]
    rows: Iterator[Row]
    places: dict[str, int] = field(default_factory=dict)
    header_line: int = 1
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    merged: set[tuple[int, int]] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)

    @property
    def mapping(self) -> dict[str, str]:
        return {name: self.columns[place] for name, place in self.places.items()}

    @property
    def year_of_titles(self) -> str:
        """The one year that the name of the sheet says, else the one that the titles say."""
        for texts in (self.titles[:1], self.titles[1:]):
            found = {year for text in texts for year in YEAR_IN_A_TITLE.findall(text)}
            if len(found) == 1:
                return found.pop()
        return ""


@dataclass
class _Header:
    """A row that may be the header, alone or under the words of the row above."""

    cells: list[str]
    understood: tuple[int, int]
    top: list[Row]
    rank: int
    rest: Iterator[Row]
    sheet: str


def read_layout(source: Source, chosen: Mapping[str, str], funders: list[Organization]) -> Layout:
    """The headers may stand below a title, on two rows, on any sheet: they are the row that
    is understood best."""
    spellings = spellings_for(funders)
    sheets = sheet_names(source)
    wanted = chosen.get("sheet", "")
    names = [wanted] if wanted in sheets else sheets[:SHEETS] or [""]
    best = _best_header(source, names, spellings)
    columns = _told_apart(best.cells)
    own = {name: col for name, col in chosen.items() if name not in (*DEFAULTS, *READING)}
    return Layout(
        columns=columns,
        rows=chain(best.top[best.rank + 1 :], best.rest),
        places=chosen_columns(columns, spellings, own),
        header_line=best.top[best.rank].line,
        sheet=best.sheet,
        sheets=sheets,
        merged=merged_downwards(source, best.sheet) if best.sheet else set(),
        titles=[best.sheet, *(cell for row in best.top[: best.rank] for cell in row.cells)],
    )


def _best_header(source: Source, sheets: Sequence[str], spellings: Spellings) -> _Header:
    found: list[_Header] = []
    for sheet in sheets:
        try:
            found.append(_header_of_sheet(source, sheet, spellings))
        except InvalidInput:
            if len(sheets) == 1:
                raise
    if not found:
        raise InvalidInput(_("Ce fichier est vide."))
    return max(found, key=lambda header: header.understood)


def _header_of_sheet(source: Source, sheet: str, spellings: Spellings) -> _Header:
    table = open_table(source, sheet=sheet or None, shows_errors=True)
    top = [Row(table.header_line, table.columns), *islice(table.rows, HEADER_ROWS)]
    candidates = [(rank, row.cells) for rank, row in enumerate(top)]
    candidates += [
        (rank, _under(top[rank - 1].cells, top[rank].cells)) for rank in range(1, len(top))
    ]
    rank, cells = max(candidates, key=lambda one: (_understood(one[1], spellings), -one[0]))
    return _Header(cells, _understood(cells, spellings), top, rank, table.rows, sheet)


def _understood(cells: list[str], spellings: Spellings) -> tuple[int, int]:
    """How many fields the row names; where none does, how many cells it has."""
    named = len(map_columns(cells, spellings))
    return (named, 0) if named > 1 else (0, sum(bool(cell) for cell in cells))


def _under(above: list[str], cells: list[str]) -> list[str]:
    """«Demandé» under «État», which covers the columns up to the next name, is «État Demandé»."""
    covering: list[str] = list(accumulate(above, lambda last, cell: str(cell or last)))
    return [_joined(over, cell) for over, cell in zip_longest(covering, cells, fillvalue="")]


def _joined(over: str, cell: str) -> str:
    if not cell or not over or searchable(over) == searchable(cell):
        return cell or over
    return cell if searchable(cell) in NAMES_OF_A_ROW else f"{over} {cell}"


def _told_apart(cells: list[str]) -> list[str]:
    """Each column has a name of its own: «Accordé», then «Accordé (colonne F)»."""
    names: list[str] = []
    for rank, cell in enumerate(cells):
        name = " ".join(cell.split()) or _("colonne %(rank)d") % {"rank": rank + 1}
        if name in names:
            name = _("%(name)s (colonne %(letter)s)") % {"name": name, "letter": _letters(rank)}
        names.append(name)
    return names


def _letters(rank: int) -> str:
    """0 is A, 26 is AA, as spreadsheets name their columns."""
    letters = ""
    while rank >= 0:
        rank, letter = divmod(rank, 26)
        letters = chr(ord("A") + letter) + letters
        rank -= 1
    return letters
