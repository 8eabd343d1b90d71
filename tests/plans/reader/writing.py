"""Documents written by the tests, in every format, and a tree one can read at a glance."""

from __future__ import annotations

import io
from typing import Any

import docx
import typst
import xlsxwriter

from ensemblier.plans.reader import ParsedPlan, read_plan


def read(text: str, name: str = "plan.txt") -> ParsedPlan:
    return read_plan(text.encode(), name)


def tree(plan: ParsedPlan) -> list[str]:
    """«  1.1 Titre» : two spaces a level, then the code and the title."""
    return ["  " * n.level + f"{n.code} {n.title}".strip() for n in plan.nodes]


def levels(plan: ParsedPlan) -> list[tuple[str, int]]:
    return [(level.name, level.count) for level in plan.levels]


def everything(plan: ParsedPlan) -> list[tuple[Any, ...]]:
    """The tree without the numbers of lines, which are each format's own."""
    return [
        (n.id, n.parent, n.level, n.code, n.title, n.priority, n.outside_call, n.see_also)
        for n in plan.nodes
    ]


def unread(plan: ParsedPlan) -> list[str]:
    return [row.text for row in plan.unread]


def as_pdf(text: str, setting: str = "") -> bytes:
    """One paragraph a line, blank lines kept as space."""
    escaped = "".join(
        f"\\u{{{ord(c):x}}}" if not (c.isalnum() or c == " ") else c
        for c in text.replace("\n", "\0")
    )
    lines = escaped.replace("\\u{0}", "\0").split("\0")
    body = "\n\n".join(line if line.strip() else "#v(0.8em)" for line in lines)
    head = '#set text(lang: "fr", size: 9pt, hyphenate: false)\n#set par(spacing: 0.65em)\n'
    return typst.compile((head + setting + "\n" + body).encode())


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph("".join(c for c in line if c >= " "))
    return saved(document)


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_xlsx(
    rows: list[list[str]], merged: tuple[tuple[int, int, int, int, str], ...] = ()
) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, place, cell)
        for area in merged:
            sheet.merge_range(*area)
    return file.getvalue()
