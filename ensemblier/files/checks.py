"""What an upload really is, read from its bytes. Every refusal is one sentence."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ensemblier.core.archives import UNREADABLE
from ensemblier.core.exceptions import InvalidInput
from ensemblier.files.enums import FORMATS, IMAGE, OFFICE, PDF, SAME_AS, TEXT, Format
from ensemblier.files.pictures import pixels_of

CHUNK = 64 * 1024
NAME_LENGTH = 150
# A real document of 20 Mo unpacks to a few times its size; a bomb to thousands of times.
UNPACKED_MAX_BYTES = 300 * 1024 * 1024
MEMBERS_MAX = 10_000

# A scan of forty pages in color, packed without loss, unpacks to less.
PDF_UNPACKED_MAX_BYTES = 500 * 1024 * 1024
# A photo of the best telephones has less; its frame comes after a preview and its notes.
PICTURE_MAX_PIXELS = 100_000_000
PICTURE_HEAD = 1024 * 1024
UNPACKED_PIECE = 1024 * 1024
STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
PACKED_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
FORBIDDEN_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENT = {"odt", "ods"}


def safe_name(name: str) -> str:
    """The last part of `name`, without what could deceive a reader or a file system."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})
    kept = " ".join(kept.split()).strip(". ")
    path = PurePosixPath(kept)
    stem = path.stem[: NAME_LENGTH - len(path.suffix)]
    return f"{stem}{path.suffix}" if stem else _("document")


def accepted_sentence(allowed: Sequence[str], limit: int) -> str:
    labels = ", ".join(FORMATS[extension].label for extension in allowed)
    return _("Formats acceptés\u00a0: {labels}\u00a0; {limit} au plus.").format(
        labels=labels, limit=filesizeformat(limit)
    )


def check_upload(content: IO[bytes], name: str, allowed: Sequence[str], limit: int) -> Format:
    """The format of `content`; raises InvalidInput with a sentence. Leaves it rewound."""
    refusal = _obstacle(content, name, allowed)
    content.seek(0)
    if isinstance(refusal, Format):
        return refusal
    raise InvalidInput(f"{refusal} {accepted_sentence(allowed, limit)}", field="file")


def _obstacle(content: IO[bytes], name: str, allowed: Sequence[str]) -> Format | str:
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    content.seek(0)
    head = content.read(CHUNK)
    if head.startswith(PROGRAMS):
        return _("Ce fichier est un programme\u00a0: il est refusé.")
    known = FORMATS.get(SAME_AS.get(extension, extension))
    if known is None or known.extension not in allowed:
        if not extension:
            return _("Ce fichier n’a pas d’extension\u00a0: on ne sait pas ce qu’il contient.")
        return _("Un fichier «\u00a0.{extension}\u00a0» n’est pas accepté ici.").format(
            extension=extension
        )
    return _content_obstacle(content, head, known) or known


def _content_obstacle(content: IO[bytes], head: bytes, known: Format) -> str | None:
    if known.nature == TEXT:
        return _text_obstacle(content, head, known)
    if known.nature == OFFICE:
        return _office_obstacle(content, known)
    looks_like = _extensions_of(head)
    if known.nature == PDF and head.lstrip()[:5] == b"%PDF-":
        return _pdf_obstacle(content)
    if known.nature == IMAGE and known.extension in looks_like:
        return _picture_obstacle(content)
    return _renamed(known)


def _renamed(known: Format) -> str:
    return _("Le nom dit {label}, mais le contenu est d’une autre sorte.").format(label=known.label)


def _picture_obstacle(content: IO[bytes]) -> str | None:
    """A few thousand bytes may unpack into a picture that no screen of ours can hold."""
    content.seek(0)
    pixels = pixels_of(content.read(PICTURE_HEAD))
    if pixels is not None and pixels > PICTURE_MAX_PIXELS:
        return _("Cette image est démesurée\u00a0: réduisez-la à 100 millions de points au plus.")
    return None


def _pdf_obstacle(content: IO[bytes]) -> str | None:
    """A bomb: streams that a reader would unpack into more than any paper holds."""
    content.seek(0)
    data = content.read()
    if PACKED_TWICE.search(data) or _unpacks_beyond(data, PDF_UNPACKED_MAX_BYTES):
        return _("Ce fichier est démesuré une fois décompressé.")
    return None


def _unpacks_beyond(data: bytes, most: int) -> bool:
    """Unpacks each deflated stream to nowhere, a piece at a time, and stops once past `most`."""
    total = 0
    for start in STREAM.finditer(data):
        inflate = zlib.decompressobj()
        packed = data[start.end() : start.end() + CHUNK]
        position = start.end() + len(packed)
        try:
            while packed and not inflate.eof:
                total += len(inflate.decompress(packed, UNPACKED_PIECE))
                if total > most:
                    return True
                packed = inflate.unconsumed_tail
                if not packed:
                    packed = data[position : position + CHUNK]
                    position += len(packed)
        except zlib.error:
            # Not deflated, or damaged: a reader would not unpack it either.
            continue
    return False


def _extensions_of(head: bytes) -> set[str]:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    return {match.extension.lstrip(".") for match in matches}


def _text_obstacle(content: IO[bytes], head: bytes, known: Format) -> str | None:
    if MARKUP.search(head[:2048]):
        return _("Ce fichier contient une page web\u00a0: il est refusé.")
    if known.extension in {"geojson", "json"} and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {
        b"{",
        b"[",
    }:
        return _renamed(known)
    for encoding in (_marked_encoding(head), "utf-8", "cp1252"):
        if encoding and _reads_as(content, encoding):
            return None
    return _renamed(known)


def _marked_encoding(head: bytes) -> str | None:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def _reads_as(content: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    try:
        while chunk := content.read(CHUNK):
            if FORBIDDEN_CONTROLS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _office_obstacle(content: IO[bytes], known: Format) -> str | None:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            return _archive_obstacle(archive, known)
    except zlib.error:
        return _damaged()
    except UNREADABLE:
        return _ole_obstacle(content) or _renamed(known)


def _ole_obstacle(content: IO[bytes]) -> str | None:
    """A document with a password, or of the Office of before 2007, is no archive."""
    content.seek(0)
    data = content.read()
    if not data.startswith(OLE_SIGNATURE):
        return None
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _protected()
    return _("Ce fichier est d’un ancien format\u00a0: ouvrez-le et enregistrez-le à nouveau.")


def _archive_obstacle(archive: zipfile.ZipFile, known: Format) -> str | None:
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        return _protected()
    if len(members) > MEMBERS_MAX or sum(m.file_size for m in members) > UNPACKED_MAX_BYTES:
        return _("Ce fichier est démesuré une fois décompressé.")
    if not _is_office(archive, known):
        return _renamed(known)
    if any(m.filename.lower().endswith("vbaproject.bin") for m in members):
        return _("Ce document contient des macros\u00a0: enregistrez-le sans elles.")
    # Reads every part to nowhere: a size or a checksum that lies is found here.
    if archive.testzip() is not None:
        return _damaged()
    return None


def _protected() -> str:
    return _("Ce document est protégé par un mot de passe\u00a0: retirez-le d’abord.")


def _damaged() -> str:
    return _("Ce fichier est abîmé\u00a0: ouvrez-le et enregistrez-le à nouveau.")


def _is_office(archive: zipfile.ZipFile, known: Format) -> bool:
    names = set(archive.namelist())
    if known.extension in OPEN_DOCUMENT:
        return (
            "mimetype" in names
            and archive.getinfo("mimetype").file_size < 200
            and archive.read("mimetype").decode("ascii", "replace").strip() == known.content_type
        )
    return {"[Content_Types].xml", OFFICE_PARTS[known.extension]} <= names
