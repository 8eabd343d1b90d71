"""CSV and XLSX written so that no cell is ever run as a formula."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ensemblier.core.http import download, filename

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SUSPECT_STARTS = {*FORMULA_STARTS, "'"}
XLSX_CELL_CHARACTERS = 32_767
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def guarded(value: Any) -> str:
    """The text of a CSV cell that no spreadsheet runs as a formula; reading takes it back."""
    # Nearly every cell of a long file: nothing to guard, nothing to clean.
    if isinstance(value, str) and value[:1] not in SUSPECT_STARTS and value.isprintable():
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    text = _storable(text)
    if text.lstrip("'").startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS)
    return cell[1:] if is_guarded else cell


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


class CsvWriter:
    """Rows written one by one, each cell guarded."""

    def __init__(self, stream: IO[str], separator: str = ",") -> None:
        self._writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")

    def write(self, cells: Iterable[Any]) -> None:
        self._writer.writerow([guarded(cell) for cell in cells])


def write_csv(columns: Iterable[Any], rows: Iterable[Iterable[Any]], separator: str = ",") -> bytes:
    """UTF-8 with the mark that lets a spreadsheet see it is UTF-8."""
    text = io.StringIO()
    writer = CsvWriter(text, separator)
    writer.write(columns)
    for row in rows:
        writer.write(row)
    return codecs.BOM_UTF8 + text.getvalue().encode()


@dataclass
class Sheet:
    title: str
    columns: list[Any]
    rows: Iterable[Iterable[Any]]


def write_xlsx(*sheets: Sheet) -> bytes:
    """A workbook: bold header, frozen and filterable; numbers and dates as such, text as text."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(content, options) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for title, sheet in zip(_sheet_titles(sheets), sheets, strict=True):
            _fill(workbook.add_worksheet(title), sheet, bold)
    return content.getvalue()


def _sheet_titles(sheets: Iterable[Sheet]) -> list[str]:
    titles: list[str] = []
    for rank, sheet in enumerate(sheets, start=1):
        title = re.sub(r"[\[\]:*?/\\]", " ", _storable(sheet.title)).strip("' ")[:28]
        taken = {known.lower() for known in titles}
        if not title or title.lower() in taken | {"history"}:
            title = f"{title} {rank}".strip()
        titles.append(title)
    return titles


def _fill(worksheet: Any, sheet: Sheet, bold: Any) -> None:
    widths = [len(str(column)) for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(0, place, _storable(str(column)), bold)
    line = 0
    for line, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            width = _write_cell(worksheet, line, place, value)
            if place < len(widths):
                widths[place] = max(widths[place], width)
    for place, width in enumerate(widths):
        worksheet.set_column(place, place, min(60, width + 2))
    worksheet.freeze_panes(1, 0)
    if sheet.columns:
        worksheet.autofilter(0, 0, line, len(sheet.columns) - 1)


def _write_cell(worksheet: Any, line: int, place: int, value: Any) -> int:
    """Write one cell; returns about how many characters wide it shows."""
    if value is None or value == "":
        return 0
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if not math.isfinite(value):
            return 0
        worksheet.write_number(line, place, value)
        return len(str(value))
    if isinstance(value, datetime.date):
        worksheet.write_datetime(line, place, value)
        return 10
    text = guarded(value) if isinstance(value, bool) else _storable(str(value))
    if len(text) > XLSX_CELL_CHARACTERS:
        text = text[: XLSX_CELL_CHARACTERS - 1] + "…"
    worksheet.write_string(line, place, text)
    return min(60, len(text))


def table_response(
    stem: str, fmt: str, columns: list[Any], rows: Iterable[Iterable[Any]]
) -> HttpResponse:
    """The table as a file to download, `fmt` being csv or xlsx; raises Http404 for another."""
    if fmt == "csv":
        return download(write_csv(columns, rows), filename(stem, extension=fmt))
    if fmt == "xlsx":
        return download(write_xlsx(Sheet(stem, columns, rows)), filename(stem, extension=fmt))
    raise Http404
