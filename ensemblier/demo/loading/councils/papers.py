"""Minutes as the PDF that a council would send."""

from __future__ import annotations

from pathlib import Path

from ensemblier.core.pdf import write_pdf

TEMPLATE = Path(__file__).resolve().parents[2] / "typst" / "minutes.typ"


def minutes_pdf(title: str, pages: list[list[str]]) -> bytes:
    """`pages` are lists of paragraphs."""
    return write_pdf(TEMPLATE, {"title": title, "pages": pages})
