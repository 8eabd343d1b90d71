"""The body of the matrix as HTML, put together by hand: five hundred rows of eight funders are
thirteen thousand cells, which templates would take a second to fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ensemblier.core.typography import NARROW_SPACE
from ensemblier.funding.grid import Group, Sheet, Sums
from ensemblier.funding.queries.matrix import Column, Row

EMPTY = "<td></td><td></td><td></td>"


@lru_cache(maxsize=50_000)
def shown(cents: int, is_english: bool = False) -> str:
    """«1 234,50», whole euros without cents; what a cell shows and what one types in it."""
    euros, rest = divmod(cents, 100)
    text = f"{euros:,}"
    decimals = f".{rest:02d}" if rest else ""
    if is_english:
        return text + decimals
    return text.replace(",", NARROW_SPACE) + decimals.replace(".", ",")


def body_of(sheet: Sheet, call_id: int) -> SafeString:
    """One <tbody> for each group: its heading with subtotals, then its rows."""
    is_english = (get_language() or "").startswith("en")
    # Reversing an address five hundred times costs more than the rest of the row.
    address = reverse("funding:row", args=[call_id, 0])
    before, after = address.rsplit("0", 1)
    parts: list[str] = []
    for group in sheet.groups:
        parts.append("<tbody>")
        if group.title:
            parts.append(_heading(group, sheet, is_english))
        for row in group.rows:
            parts.extend(_row(row, sheet.columns, before, after, is_english))
        parts.append("</tbody>")
    # Every text in it went through `escape`.
    return mark_safe("".join(parts))  # noqa: S308


def foot_of(sheet: Sheet) -> SafeString:
    """The sums of all the rows shown."""
    is_english = (get_language() or "").startswith("en")
    cells = _sums(sheet, sheet.sums, is_english)
    title = escape(_("Total"))
    return mark_safe(  # noqa: S308
        f'<tfoot><tr><th scope="row">{title}</th>{cells}</tr></tfoot>'
    )


def _sums(sheet: Sheet, sums: Sums, is_english: bool) -> str:
    figures = (
        *sums.total,
        *(cents for column in sheet.columns for cents in sums.of(column.funder_id)),
    )
    return "".join(f"<td>{shown(cents, is_english)}</td>" for cents in figures)


def _heading(group: Group, sheet: Sheet, is_english: bool) -> str:
    title = escape(group.title)
    count = escape(
        ngettext("%(count)d dossier", "%(count)d dossiers", len(group.rows))
        % {"count": len(group.rows)}
    )
    cells = _sums(sheet, group.sums, is_english)
    return f'<tr class="group"><th scope="rowgroup">{title} <small>{count}</small></th>{cells}</tr>'


def _row(
    row: Row, columns: Sequence[Column], before: str, after: str, is_english: bool
) -> Iterator[str]:
    closed = " closed" if row.is_closed else ""
    yield (
        f'<tr class="s-{row.state}{closed}" data-a="{row.pk}"><th scope="row">'
        f'<a href="{before}{row.pk}{after}">{escape(row.reference)}</a> {escape(row.title)}'
        f"<small>{escape(row.bearer)}</small></th>"
    )
    asked = proposed = granted = 0
    cells = []
    for column in columns:
        line = row.lines.get(column.funder_id)
        if line is None:
            cells.append(EMPTY)
            continue
        asked += line.asked
        proposed += line.proposed or 0
        granted += line.granted or 0
        cells.append(
            f'<td class="{line.state}" data-r="{line.request_id}">{shown(line.asked, is_english)}'
            f"</td><td>{_cell(line.proposed, is_english)}</td>"
            f"<td>{_cell(line.granted, is_english)}</td>"
        )
    yield "".join(f"<td>{shown(cents, is_english)}</td>" for cents in (asked, proposed, granted))
    yield from cells
    yield "</tr>"


def _cell(cents: int | None, is_english: bool) -> str:
    return "" if cents is None else shown(cents, is_english)
