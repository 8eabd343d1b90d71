"""Documents as tagged PDF, laid out from their DOCX: one, or many one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ensemblier.core.pdf import write_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "letters.typ"
DEEPEST = 4
Block = dict[str, Any]


def pdf_of(documents: Sequence[bytes], *, title: str, author: str) -> bytes:
    """Each document starts on its own page 1. Pictures stay in the DOCX: they have no words."""
    parts = [_part_of(content) for content in documents]
    return write_pdf(TEMPLATE, {"title": title, "author": author, "parts": parts})


def _part_of(content: bytes) -> dict[str, Any]:
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    return {
        "header": [text for text in _texts(section.header.paragraphs) if text],
        "footer": [text for text in _texts(section.footer.paragraphs) if text],
        "blocks": list(_blocks(document)),
    }


def _blocks(document: Any) -> Iterator[Block]:
    level = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield _table(item)
        elif item.text.strip():
            block = _paragraph(item)
            if block["kind"] == "heading":
                # A reader that speaks announces levels: none may be skipped.
                level = block["level"] = min(block["level"], level + 1)
            yield block


def _paragraph(paragraph: Paragraph) -> Block:
    style = (paragraph.style.name or "") if paragraph.style else ""
    block: Block = {"kind": "text", "align": _alignment(paragraph), "runs": _runs(paragraph)}
    if style == "Title":
        block |= {"kind": "heading", "level": 1}
    elif style.startswith("Heading"):
        digits = "".join(filter(str.isdigit, style))
        block |= {"kind": "heading", "level": min(int(digits or 1), DEEPEST)}
    elif style.startswith("List") or _is_numbered(paragraph):
        block |= {"kind": "item"}
    return block


def _is_numbered(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _alignment(paragraph: Paragraph) -> str:
    return {WD_ALIGN_PARAGRAPH.RIGHT: "right", WD_ALIGN_PARAGRAPH.CENTER: "center"}.get(
        paragraph.alignment or WD_ALIGN_PARAGRAPH.LEFT, "left"
    )


def _runs(paragraph: Paragraph) -> list[dict[str, Any]]:
    runs: list[Run] = []
    for item in paragraph.iter_inner_content():
        runs += [item] if isinstance(item, Run) else list(item.runs)
    return [
        {
            "text": run.text.replace("\t", "    "),
            "bold": bool(run.bold),
            "italic": bool(run.italic),
        }
        for run in runs
        if run.text
    ]


def _texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [paragraph.text.strip() for paragraph in paragraphs]


def _table(table: Table) -> Block:
    rows = [["\n".join(_texts(cell.paragraphs)) for cell in row.cells] for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    return {"kind": "table", "rows": [row + [""] * (width - len(row)) for row in rows]}
