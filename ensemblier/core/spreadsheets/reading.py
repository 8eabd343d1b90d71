"""CSV of any separator and encoding, XLSX, XLS and ODS read as rows of text."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple
from xml.parsers.expat import ExpatError

import python_calamine
from django.utils.translation import gettext as _

from ensemblier.core.archives import UNREADABLE
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets.extent import is_boundless, is_document_boundless
from ensemblier.core.spreadsheets.formulas import broken_formulas
from ensemblier.core.spreadsheets.writing import unguarded

MAX_BYTES = 200 * 1024 * 1024
MAX_UNZIPPED_BYTES = 600 * 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")
SAMPLE_BYTES = 65_536
SAMPLE_ROWS = 30
ZIP_SIGNATURE, OLE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

Source = Path | bytes | BinaryIO


class Row(NamedTuple):
    """Cells as text, without the spaces around; `line` is where the row starts in its file."""

    line: int
    cells: list[str]


class EmptyTable(InvalidInput):
    def __init__(self) -> None:
        super().__init__(_("Ce fichier est vide."))


@dataclass
class Table:
    """A header and the rows under it, read as they are asked for, once."""

    columns: list[str]
    rows: Iterator[Row]
    separator: str = ""
    encoding: str = ""
    header_line: int = 1

    @property
    def is_workbook(self) -> bool:
        return not self.separator

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, {column: cell}) of each row; missing cells are empty."""
        for line, cells in self.rows:
            padded = itertools.chain(cells, itertools.repeat(""))
            yield line, dict(zip(self.columns, padded, strict=False))


def open_table(
    source: Source,
    *,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
    keeps_empty_rows: bool = False,
    shows_errors: bool = False,
) -> Table:
    """The table in `source`; its first row that is not empty is the header.

    Rows whose cells are all empty are left out unless `keeps_empty_rows`; a line of CSV
    without any cell is no row. A formula in error reads as empty unless `shows_errors`: then it
    reads «#DIV/0!», and one that was never computed «=…». CSV is streamed. Raises InvalidInput,
    here or while rows are read, for what is no table.
    """
    separator, encoding, rows = _open_rows(source, sheet, max_bytes, shows_errors)
    header = next((row for row in rows if any(row.cells)), None)
    if header is None:
        raise EmptyTable
    if not keeps_empty_rows:
        rows = (row for row in rows if any(row.cells))
    return Table(header.cells, rows, separator, encoding, header.line)


def read_grid(
    source: Source, *, sheet: str | None = None, max_bytes: int = MAX_BYTES
) -> list[list[str]]:
    """Every row that is not empty, the header being one of them."""
    return [row.cells for row in _open_rows(source, sheet, max_bytes)[2] if any(row.cells)]


def sheet_names(source: Source) -> list[str]:
    """The sheets of a workbook; none for a CSV."""
    stream = _stream_of(source, MAX_BYTES)
    return list(_workbook(stream).sheet_names) if _is_workbook(stream) else []


def merged_downwards(source: Source, sheet: str) -> set[tuple[int, int]]:
    """(line, place) of each cell that a merge hides under the cell above it."""
    return {
        (row + 1, left)
        for (top, left), (bottom, _right) in _merges(source, sheet)
        for row in range(top + 1, bottom + 1)
    }


def merged_away(source: Source, sheet: str, *, last_line: int, width: int) -> set[tuple[int, int]]:
    """(line, place) of each cell that a merge hides, below its first cell or beside it, among
    the first `width` places of the lines up to `last_line`."""
    return {
        (row + 1, place)
        for (top, left), (bottom, right) in _merges(source, sheet)
        for row in range(top, min(bottom + 1, last_line))
        for place in range(left, min(right + 1, width))
        if (row, place) != (top, left)
    }


def _merges(source: Source, sheet: str) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    """(first cell, last cell), counted from zero."""
    stream = _stream_of(source, MAX_BYTES)
    if not _is_workbook(stream):
        return []
    workbook = _workbook(stream)
    try:
        return _sheet_of(workbook, stream, sheet).merged_cell_ranges or []
    except (*UNREADABLE, ExpatError, python_calamine.CalamineError) as error:
        raise _unreadable_workbook() from error


def is_workbook(source: Source) -> bool:
    return _is_workbook(_stream_of(source, MAX_BYTES))


def _open_rows(
    source: Source, sheet: str | None, max_bytes: int, shows_errors: bool = False
) -> tuple[str, str, Iterator[Row]]:
    stream = _stream_of(source, max_bytes)
    if _is_workbook(stream):
        rows = _workbook_rows(stream, sheet, shows_errors)
        return "", "", rows
    encoding = _encoding_of(stream)
    separator = _separator_of(stream, encoding)
    return separator, encoding, _csv_rows(stream, encoding, separator)


def _stream_of(source: Source, max_bytes: int) -> BinaryIO:
    try:
        if isinstance(source, bytes):
            stream: BinaryIO = io.BytesIO(source)
        elif isinstance(source, Path):
            stream = source.open("rb")
        else:
            stream = source
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
    except OSError as error:
        raise InvalidInput(_("Ce fichier ne peut pas être ouvert.")) from error
    if size > max_bytes:
        raise InvalidInput(
            _("Ce fichier est trop gros\u00a0: %(limit)s Mo au plus.")
            % {"limit": max(1, max_bytes // 1_048_576)}
        )
    if size == 0:
        raise InvalidInput(_("Ce fichier est vide."))
    return stream


def _is_workbook(stream: BinaryIO) -> bool:
    start = stream.read(4)
    stream.seek(0)
    return start in (ZIP_SIGNATURE, OLE_SIGNATURE)


def _workbook(stream: BinaryIO) -> python_calamine.CalamineWorkbook:
    _refuse_bomb(stream)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(stream)
    except Exception as error:
        raise _unreadable_workbook() from error
    except BaseException as error:  # a panic of the reader is no Exception
        raise _unreadable_workbook_or(error) from error


def _refuse_bomb(stream: BinaryIO) -> None:
    if stream.read(4) == ZIP_SIGNATURE:
        try:
            with zipfile.ZipFile(stream) as archive:
                unzipped = sum(member.file_size for member in archive.infolist())
            if unzipped > MAX_UNZIPPED_BYTES:
                raise InvalidInput(_("Ce classeur est trop gros une fois ouvert."))
            is_far = is_document_boundless(stream)
        except (*UNREADABLE, ExpatError) as error:
            raise _unreadable_workbook() from error
        if is_far:
            raise _reaches_too_far()
    stream.seek(0)


def _unreadable_workbook() -> InvalidInput:
    return InvalidInput(
        _(
            "Ce classeur ne peut pas être lu\u00a0: "
            "il est abîmé, coupé ou protégé par un mot de passe."
        )
    )


def _unreadable_workbook_or(error: BaseException) -> BaseException:
    return _unreadable_workbook() if type(error).__name__ == "PanicException" else error


def _workbook_rows(stream: BinaryIO, sheet: str | None, shows_errors: bool) -> Iterator[Row]:
    workbook = _workbook(stream)
    try:
        names = [sheet] if sheet else workbook.sheet_names
        grids = ((name, _sheet_of(workbook, stream, name).to_python(False)) for name in names)
        name, grid = next(((name, grid) for name, grid in grids if grid), ("", []))
    except InvalidInput:
        raise
    except Exception as error:
        raise _unreadable_workbook() from error
    except BaseException as error:
        raise _unreadable_workbook_or(error) from error
    if shows_errors:
        for (line, place), shown in broken_formulas(stream, name).items():
            if line <= len(grid) and place < len(grid[line - 1]):
                grid[line - 1][place] = shown
    for line, values in enumerate(grid, start=1):
        is_empty = values.count("") == len(values)
        yield Row(line, [""] * len(values) if is_empty else [_text_of(value) for value in values])


def _sheet_of(
    workbook: python_calamine.CalamineWorkbook, stream: BinaryIO, sheet: str
) -> python_calamine.CalamineSheet:
    is_far = is_boundless(stream, sheet)
    stream.seek(0)
    if is_far:
        raise _reaches_too_far()
    return workbook.get_sheet_by_name(sheet)


def _reaches_too_far() -> InvalidInput:
    return InvalidInput(
        _(
            "Une cellule de ce classeur est remplie très loin du tableau\u00a0: effacez ce qui "
            "est écrit sous le tableau et à sa droite."
        )
    )


def _text_of(value: Any) -> str:
    """A cell of a workbook as one would type it: 14, not 14.0; dates as 2024-01-31."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()


def _encoding_of(stream: BinaryIO) -> str:
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif start[:2] in UTF_16:
        candidates = [UTF_16[start[:2]]]
    else:
        candidates = ["utf-8", "cp1252"]
    for candidate in candidates:
        if _decodes(stream, candidate):
            return candidate
    raise InvalidInput(
        _("Ce fichier n’est pas un texte lisible. Enregistrez-le en CSV UTF-8 ou en XLSX.")
    )


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(1_048_576):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    finally:
        stream.seek(0)
    return True


def _separator_of(stream: BinaryIO, encoding: str) -> str:
    """The separator that cuts the first rows most evenly, then into most cells.

    A title above the table is cut otherwise, or not at all.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    sample = decoder.decode(stream.read(SAMPLE_BYTES))
    stream.seek(0)
    if said := re.match(r"sep=(.)\r?\n", sample):
        return said[1]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    try:
        reader = csv.reader(io.StringIO(sample), delimiter=separator)
        widths = [len(row) for row in itertools.islice(reader, SAMPLE_ROWS) if row]
    except csv.Error:
        return (0, 0)
    common = Counter(width for width in widths if width > 1).most_common(1)
    if not common:
        return (0, 0)
    width, count = common[0]
    return (round(count / len(widths), 1), width)


def _csv_rows(stream: BinaryIO, encoding: str, separator: str) -> Iterator[Row]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    lines = _CountedLines(text)
    reader = csv.reader(lines, delimiter=separator)
    try:
        while True:
            line = lines.number + 1
            lines.quotes = 0
            try:
                cells = [cell.strip() for cell in next(reader)]
            except StopIteration:
                return
            if lines.quotes % 2 and (lines.number > line or _is_left_open(lines.last, separator)):
                raise InvalidInput(
                    _("Ligne %(line)s\u00a0: un guillemet n’est jamais refermé.") % {"line": line}
                )
            if cells and not (line == 1 and _is_separator_note(cells)):
                yield Row(line, [unguarded(cell) for cell in cells])
    except (csv.Error, UnicodeError) as error:
        raise InvalidInput(
            _("Ligne %(line)s\u00a0: ce tableau ne peut pas être lu.") % {"line": lines.number}
        ) from error
    finally:
        # The stream belongs to the caller, who may have closed it.
        if not stream.closed:
            text.detach()


def _is_separator_note(cells: list[str]) -> bool:
    return cells[0].startswith("sep=") or cells == ["sep=", ""]


def _is_left_open(line: str, separator: str) -> bool:
    """Whether a cell of the last line of a file begins with a quote that nothing closes."""
    try:
        list(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


class _CountedLines:
    """Lines of text with their number, and the quotes met since the row began."""

    def __init__(self, text: IO[str]) -> None:
        self.text = text
        self.number = 0
        self.quotes = 0
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.number += 1
            self.quotes += line.count('"')
            self.last = line
            yield line
