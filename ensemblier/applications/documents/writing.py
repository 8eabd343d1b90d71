"""A form as PDF (tagged, PDF/UA-1) and as DOCX that people edit."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ensemblier.applications.documents.blocks import (
    Choices,
    Fields,
    Form,
    Heading,
    LongText,
    Paragraph,
    Signature,
    Table,
)
from ensemblier.core.pdf import write_pdf

TEMPLATE = Path(__file__).parent.parent / "typst" / "form.typ"
BOLD_LOOKS = {"group", "section", "total"}
CHECKED, UNCHECKED = "☒", "☐"
BLANK = "……………………"


def as_pdf(form: Form) -> bytes:
    return write_pdf(TEMPLATE, form.as_data())


def as_docx(form: Form) -> bytes:
    document = new_document()
    document.core_properties.title = _storable(form.title)
    document.core_properties.author = _storable(form.author)
    document.core_properties.language = form.language
    document.styles["Normal"].font.size = Pt(10)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(16)
        section.top_margin = section.bottom_margin = Mm(16)
        section.footer.paragraphs[0].text = _storable(form.footer)
    document.add_paragraph(_storable(f"Cerfa n° {form.number} · {form.subtitle}"))
    document.add_heading(_storable(form.title), 0)
    for block in form.blocks:
        WRITERS[type(block)](document, block)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _storable(text: str) -> str:
    """Without the control characters that XML refuses."""
    return "".join(character for character in text if character >= " " or character in "\n\t")


def _heading(document: Document, block: Heading) -> None:
    heading = document.add_heading(_storable(block.text), block.level)
    heading.paragraph_format.page_break_before = block.on_new_page


def _paragraph(document: Document, block: Paragraph) -> None:
    run = document.add_paragraph().add_run(_storable(block.text))
    run.italic = block.is_note


def _labelled(document: Document, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{_storable(label)}\u00a0: ").bold = True
    paragraph.add_run(_storable(value) or BLANK)


def _fields(document: Document, block: Fields) -> None:
    for item in block.items:
        _labelled(document, item.label, item.value)


def _long(document: Document, block: LongText) -> None:
    document.add_paragraph().add_run(_storable(block.label)).bold = True
    document.add_paragraph(_storable(block.value) or BLANK)


def _choices(document: Document, block: Choices) -> None:
    options = "   ".join(
        f"{CHECKED if option.checked else UNCHECKED} {option.label}" for option in block.options
    )
    _labelled(document, block.label, options)


def _table(document: Document, block: Table) -> None:
    if block.is_wide:
        _turn_page(document, is_wide=True)
        document.add_heading(_storable(block.caption), 1)
    else:
        document.add_paragraph().add_run(_storable(block.caption)).bold = True
    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    header = table.add_row()
    _repeat_on_each_page(header)
    for cell, column in zip(header.cells, block.columns, strict=True):
        _write_cell(cell, column.label, is_bold=True, is_number=column.is_number)
    for row in block.rows:
        looks = row.look.split(" ")
        # Asking a row for its cells is slow: once each.
        for place, cell in enumerate(table.add_row().cells):
            look = looks[min(len(looks) - 1, place * 2 // len(block.columns))]
            _write_cell(
                cell,
                row.cells[place],
                is_bold=look in BOLD_LOOKS,
                is_number=block.columns[place].is_number,
            )
    if block.is_wide:
        _turn_page(document, is_wide=False)


def _turn_page(document: Document, *, is_wide: bool) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)


def _repeat_on_each_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _write_cell(cell: Any, text: str, *, is_bold: bool, is_number: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_storable(text))
    run.bold = is_bold
    run.font.size = Pt(8)
    paragraph.paragraph_format.space_after = Pt(0)
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signature(document: Document, block: Signature) -> None:
    document.add_paragraph(_storable(block.text))
    document.add_paragraph(_storable(block.space))


WRITERS: dict[type, Callable[[Document, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Fields: _fields,
    LongText: _long,
    Choices: _choices,
    Table: _table,
    Signature: _signature,
}
