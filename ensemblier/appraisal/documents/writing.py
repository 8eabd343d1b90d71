"""A pack as PDF (tagged, PDF/UA-1) and as DOCX that people edit."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from ensemblier.appraisal.documents.pack import Pack
from ensemblier.core.pdf import write_pdf

TEMPLATE = Path(__file__).parent.parent / "typst" / "pack.typ"
COLORS = {
    "ok": RGBColor(0x1F, 0x52, 0x27),
    "no": RGBColor(0x86, 0x1B, 0x15),
    "wait": RGBColor(0x6A, 0x3F, 0x02),
    "info": RGBColor(0x08, 0x4E, 0x52),
}
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_pdf(pack: Pack) -> bytes:
    """One compilation whatever the number of applications."""
    return write_pdf(TEMPLATE, pack.as_data())


def as_docx(pack: Pack) -> bytes:
    data = _storable(pack.as_data())
    document = new_document()
    document.core_properties.title = data["title"][:255]
    document.core_properties.author = data["author"][:255]
    document.core_properties.language = data["lang"]
    document.styles["Normal"].font.size = Pt(10)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin = section.bottom_margin = Mm(16)
        section.footer.paragraphs[0].text = data["footer"]
    document.add_heading(data["title"], 0)
    document.add_paragraph(data["subtitle"])
    for label, value in data["facts"]:
        _labelled(document, label, value)
    if data["with_agenda"]:
        _agenda(document, data)
    if data["with_sheets"]:
        for place, item in enumerate(data["items"]):
            _sheet(document, item, data["words"], on_new_page=place > 0 or data["with_agenda"])
    if data["with_minutes"]:
        _minutes(document, data)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _storable(value: Any) -> Any:
    """Without the characters that XML refuses."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return value


def _labelled(document: Document, label: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(f"{label}\u00a0: ").bold = True
    paragraph.add_run(value)


def _table(
    document: Document, headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int]
) -> Any:
    table = document.add_table(rows=len(rows) + 1, cols=len(headings), style="Table Grid")
    # Asking a table for its cells is slow: once.
    cells = table._cells
    for place, text in enumerate([*headings, *(cell for row in rows for cell in row)]):
        paragraph = cells[place].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        run.bold = place < len(headings)
        if place % len(headings) in numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return cells


def _agenda(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    document.add_heading(words["agenda"], 1)
    headings = [words["number"], words["application"], words["bearer"], words["asked"]]
    rows = [
        [item["place"], f"{item['title']} ({item['reference']})", item["bearer"], item["asked"]]
        for item in data["items"]
    ]
    _table(document, headings, rows, {0, 3})


def _sheet(
    document: Document, item: dict[str, Any], words: dict[str, str], *, on_new_page: bool
) -> None:
    heading = document.add_heading(f"{item['place']}. {item['title']}", 1)
    heading.paragraph_format.page_break_before = on_new_page
    sheet = item["sheet"]
    if sheet is None:
        document.add_paragraph(f"{item['reference']} · {item['bearer']}")
        document.add_paragraph(words["recused"])
        return
    document.add_paragraph(f"{item['reference']} · {sheet['what']}")
    document.add_paragraph().add_run(sheet["who"]).bold = True
    document.add_paragraph(sheet["where"])
    for figure, label in sheet["figures"]:
        _labelled(document, figure, label)
    if sheet["summary"]:
        document.add_paragraph(sheet["summary"])
    _money(document, sheet, words)
    _said(document, sheet, words)


def _said(document: Document, sheet: dict[str, Any], words: dict[str, str]) -> None:
    for comment in sheet["comments"]:
        _labelled(document, comment["author"], comment["text"])
    if sheet["opinions"]:
        document.add_heading(words["others"], 2)
        for opinion in sheet["opinions"]:
            said = " – ".join(part for part in (opinion["word"], opinion["text"]) if part)
            _labelled(document, opinion["author"], said)
    if sheet["past"]:
        document.add_heading(words["past"], 2)
        for year in sheet["past"]:
            document.add_paragraph(year)


def _money(document: Document, sheet: dict[str, Any], words: dict[str, str]) -> None:
    if not sheet["lines"]:
        return
    columns = ("funder", "asked", "opinion", "advised", "proposed", "granted")
    asked, proposed, granted = sheet["totals"]
    rows = [
        [line[key] for key in ("funder", "asked", "word", "advised", "proposed", "granted")]
        for line in sheet["lines"]
    ]
    rows.append([words["total"], asked, "", "", proposed, granted])
    cells = _table(document, [words[key] for key in columns], rows, {1, 3, 4, 5})
    for place, line in enumerate(sheet["lines"], start=1):
        if color := COLORS.get(line["tone"]):
            run = cells[place * len(columns) + 2].paragraphs[0].runs[0]
            run.font.color.rgb, run.bold = color, True


def _minutes(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    document.add_heading(words["minutes"], 1)
    for item in data["items"]:
        document.add_heading(f"{item['place']}. {item['title']}", 2)
        document.add_paragraph(f"{item['reference']} · {item['bearer']}")
        if item["is_closed"]:
            document.add_paragraph(words["recused"])
            continue
        _money(document, item["sheet"], words)
        for line in (item["text"] or words["nothing"]).split("\n"):
            if line.strip():
                document.add_paragraph(line)
