"""The words of a file of minutes, page by page, for phones and for search. Knows no model."""

from __future__ import annotations

import codecs
import re
import threading
from dataclasses import dataclass

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError

from ensemblier.core.archives import UNREADABLE
from ensemblier.core.docx import read_docx_text
from ensemblier.core.exceptions import InvalidInput
from ensemblier.councils.enums import TextSource

MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000
# Fewer letters than this on a page: a stamp or a page number over an image.
FEWEST_LETTERS = 15
PAGE_BREAK = "\f"
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SENTENCE_END = re.compile(r"[.!?:;»…]$")
ITEM = re.compile(r"^\s*([-•–*▪◦]|\d+[.)°]|[a-z]\))\s")
HYPHENATED = re.compile(r"(\w)[-\u00ad\u2010\ufffe\x02]$")
# PDFium may be called by one thread at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Words:
    """Pages in order, blank for an image."""

    pages: list[str]

    @property
    def text(self) -> str:
        return PAGE_BREAK.join(self.pages) if any(self.pages) else ""

    @property
    def source(self) -> TextSource:
        return TextSource.READ if any(self.pages) else TextSource.NONE

    @property
    def images(self) -> int:
        """Pages without words."""
        return sum(1 for page in self.pages if not page)


def read_words(content: bytes, extension: str) -> Words:
    """The words of a PDF, DOCX or text file; raises InvalidInput for one that does not open."""
    if extension == "pdf":
        pages = _pdf_pages(content)
    elif extension == "docx":
        pages = [_docx_text(content)]
    else:
        pages = _decoded(content).split(PAGE_BREAK)
    kept = [_cleaned(page) for page in pages]
    if sum(map(len, kept)) > MAX_CHARACTERS:
        raise InvalidInput(_("Ce fichier est trop long pour un compte rendu."), field="file")
    return Words(kept)


def _pdf_pages(content: bytes) -> list[str]:
    with _one_at_a_time:
        try:
            pdf = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            raise _unreadable() from error
        try:
            if len(pdf) > MAX_PAGES:
                raise InvalidInput(
                    _("Ce PDF dépasse %(pages)s pages.") % {"pages": MAX_PAGES}, field="file"
                )
            return [paragraphs(_page_text(pdf, number)) for number in range(len(pdf))]
        finally:
            pdf.close()


def _page_text(pdf: pdfium.PdfDocument, number: int) -> str:
    try:
        text = pdf[number].get_textpage().get_text_range()
    except pdfium.PdfiumError:
        return ""
    return text if sum(map(str.isalpha, text)) >= FEWEST_LETTERS else ""


def _docx_text(content: bytes) -> str:
    try:
        lines = read_docx_text(content).split("\n")
    except (*UNREADABLE, AttributeError, PackageNotFoundError) as error:
        raise _unreadable() from error
    return "\n\n".join(lines)


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def paragraphs(text: str) -> str:
    """Lines as a page cut them, put together again: a blank line parts two paragraphs.

    A line goes on with the next unless it ends a sentence, is followed by a blank, or the next
    starts an item; a short line is a title.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    longest = max(map(len, lines), default=0)
    blocks: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
        elif goes_on and not ITEM.match(line):
            cut = HYPHENATED.search(blocks[-1])
            blocks[-1] = blocks[-1][: cut.end(1)] + line if cut else f"{blocks[-1]} {line}"
            goes_on = _goes_on(line, longest)
        else:
            blocks.append(line)
            goes_on = _goes_on(line, longest)
    return "\n\n".join(blocks)


def _goes_on(line: str, longest: int) -> bool:
    return not SENTENCE_END.search(line) and len(line) > longest * 0.7


def _cleaned(page: str) -> str:
    page = UNSTORABLE.sub("", page.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{3,}", "\n\n", page).strip()


def _unreadable() -> InvalidInput:
    return InvalidInput(
        _("Ce fichier ne s’ouvre pas\u00a0: il est abîmé ou protégé par un mot de passe."),
        field="file",
    )
