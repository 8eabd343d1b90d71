"""Which format a file really is, and the sentence for a file that cannot be opened."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from ensemblier.core.archives import UNREADABLE

from ..errors import UnreadableDocument
from ..lines import Document
from .damage import MAX_LINES, damaged, protected, too_long
from .pdf import read_pdf
from .sheet import read_csv, read_workbook
from .text import decode, read_text
from .word import read_word_document

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_XML_BYTES = 60 * 1024 * 1024
MAX_ZIP_ENTRIES = 5000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
READERS: dict[str, Callable[[bytes], Document]] = {
    "pdf": read_pdf,
    "docx": read_word_document,
    "xlsx": read_workbook,
    "csv": read_csv,
    "text": read_text,
}


def open_document(content: bytes, filename: str) -> Document:
    if not content.strip():
        raise UnreadableDocument(_("Ce fichier est vide."))
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(
            _("Ce fichier dépasse la taille permise (%(megabytes)s Mo).")
            % {"megabytes": MAX_BYTES // (1024 * 1024)}
        )
    document = READERS[kind_of(content, filename)](content)
    document.lines[:] = [line for line in document.lines if line.text.strip()]
    if not document.lines:
        raise UnreadableDocument(_("Ce fichier ne contient aucun texte."))
    length = sum(len(line.text) for line in document.lines)
    if len(document.lines) > MAX_LINES or length > MAX_CHARACTERS:
        raise UnreadableDocument(too_long())
    return document


def kind_of(content: bytes, filename: str) -> str:
    """The format by content; the name only tells CSV from text."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(OLE):
        raise UnreadableDocument(_ole_sentence(content))
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(IMAGES) or content.startswith((b"{\\rtf", b"<html", b"<!DOCTYPE")):
        raise UnreadableDocument(_other_format())
    return _kind_of_text(content, filename)


def _other_format() -> str:
    return _(
        "Ce format n’est pas accepté\u00a0: enregistrez le plan en .txt, .md, .pdf, .docx, .xlsx "
        "ou .csv."
    )


def _ole_sentence(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return protected()
    return _other_format()


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except UNREADABLE as error:
        raise UnreadableDocument(damaged()) from error
    unpacked = sum(entry.file_size for entry in entries)
    texts = max((e.file_size for e in entries if e.filename.endswith(".xml")), default=0)
    if unpacked > MAX_UNPACKED_BYTES or texts > MAX_XML_BYTES or len(entries) > MAX_ZIP_ENTRIES:
        raise UnreadableDocument(_("Une fois décompressé, ce fichier dépasse la taille permise."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableDocument(protected())
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise UnreadableDocument(_other_format())


def _kind_of_text(content: bytes, filename: str) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument(_other_format())
    text = decode(content)
    strange = sum((c < " " and c not in "\t\n\r\f\x0b") or c == "\ufffd" for c in text)
    if strange > 0.02 * len(text) + 2:
        raise UnreadableDocument(
            _("Le texte de ce fichier est illisible\u00a0: enregistrez-le en UTF-8 et réessayez.")
        )
    return "csv" if PurePath(filename).suffix.lower() in {".csv", ".tsv"} else "text"
