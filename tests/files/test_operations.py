"""What may be kept, and the sentence for what may not."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
import zlib
from tempfile import mkdtemp
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput
from ensemblier.files.checks import check_upload, safe_name
from ensemblier.files.enums import ALL, MAPS
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import purge_orphans, remove_file, store_upload
from ensemblier.files.uploads import CutUpload

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
OPEN_XML = "application/vnd.openxmlformats-officedocument"
PROGRAM = "Ce fichier est un programme\u00a0: il est refusé."
WEB_PAGE = "Ce fichier contient une page web\u00a0: il est refusé."
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"


def renamed(label: str) -> str:
    return f"Le nom dit {label}, mais le contenu est d’une autre sorte."


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), data)
    return content.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(types=b"<Types/>", **{"word__document.xml": b"<w/>"}, **more)


def xlsx() -> bytes:
    return packed(types=b"<Types/>", **{"xl__workbook.xml": b"<w/>"})


def odt() -> bytes:
    return packed(mimetype=b"application/vnd.oasis.opendocument.text")


def store(content: bytes, name: str, **options: object) -> StoredFile:
    return store_upload(
        uploaded=ContentFile(content, name=name),
        by=None,
        at=timezone.now(),
        **options,  # type: ignore[arg-type]
    )


def refusal(content: bytes, name: str, **options: object) -> str:
    with pytest.raises(InvalidInput) as refused:
        store(content, name, **options)
    assert refused.value.field == "file"
    assert not StoredFile.objects.exists()
    return str(refused.value).split(" Formats acceptés")[0]


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "plan.pdf", "application/pdf"),
        (PNG, "photo.PNG", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "photo.jpeg", "image/jpeg"),
        (docx(), "plan.docx", f"{OPEN_XML}.wordprocessingml.document"),
        (xlsx(), "plan.xlsx", f"{OPEN_XML}.spreadsheetml.sheet"),
        (odt(), "plan.odt", "application/vnd.oasis.opendocument.text"),
        ("nom;été\n1;2\n".encode(), "liste.csv", "text/csv"),
        ("nom;été\n1;2\n".encode("cp1252"), "liste.csv", "text/csv"),
        ("nom;été\n".encode("utf-16"), "liste.txt", "text/plain"),
        (b"# Plan\n\n- un\n", "plan.md", "text/markdown"),
        (b'{"type": "FeatureCollection", "features": []}', "q.geojson", "application/geo+json"),
    ],
)  # fmt: skip
def test_each_accepted_format_is_kept_with_its_type(
    db: None, content: bytes, name: str, content_type: str
) -> None:
    stored = store(content, name, allowed=ALL)

    assert (stored.name, stored.content_type, stored.size) == (name, content_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.content.open("rb").read() == content
    assert stored.is_public is False


def test_the_person_and_the_instant_are_kept(editor: User) -> None:
    at = timezone.now()

    stored = store_upload(
        uploaded=SimpleUploadedFile("plan.pdf", PDF), by=editor, at=at, is_public=True
    )

    assert (stored.uploaded_by, stored.uploaded_at, stored.is_public) == (editor, at, True)


def test_the_same_bytes_twice_are_two_files(db: None) -> None:
    first, second = store(PDF, "a.pdf"), store(PDF, "a.pdf")

    assert first.key != second.key
    assert first.content.name != second.content.name


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "vide.pdf", "Ce fichier est vide."),
        (b"MZ\x90\x00" + b"\x00" * 60, "plan.pdf", PROGRAM),
        (b"\x7fELF\x02", "plan.pdf", PROGRAM),
        (b"#!/bin/sh\n", "note.txt", PROGRAM),
        (PDF, "plan.exe", "Un fichier «\u00a0.exe\u00a0» n’est pas accepté ici."),
        (PDF, "plan", "Ce fichier n’a pas d’extension\u00a0: on ne sait pas ce qu’il contient."),
        (PNG, "plan.pdf", renamed("PDF")),
        (PDF, "photo.png", renamed("PNG")),
        (xlsx(), "plan.docx", renamed("Word (docx)")),
        (packed(a=b"x"), "plan.xlsx", renamed("Excel (xlsx)")),
        (docx()[:-30], "plan.docx", renamed("Word (docx)")),
        (b"<!DOCTYPE html><script>1</script>", "note.txt", WEB_PAGE),
        (b"<svg onload=alert(1)>", "note.md", WEB_PAGE),
        (b"<svg/>", "dessin.svg", "Un fichier «\u00a0.svg\u00a0» n’est pas accepté ici."),
        (b"<html>", "page.html", "Un fichier «\u00a0.html\u00a0» n’est pas accepté ici."),
        (b"a\x00b\n", "liste.csv", renamed("CSV")),
        (PNG, "liste.csv", renamed("CSV")),
    ],
)  # fmt: skip
def test_each_refusal_is_one_sentence(db: None, content: bytes, name: str, sentence: str) -> None:
    assert refusal(content, name) == sentence


def test_a_map_is_json(db: None) -> None:
    sentence = refusal(b"nom;age\n", "q.geojson", allowed=MAPS)

    assert sentence == "Le nom dit GeoJSON, mais le contenu est d’une autre sorte."


def test_macros_are_refused(db: None) -> None:
    content = docx(**{"word__vbaProject.bin": b"x"})

    assert refusal(content, "a.docx") == (
        "Ce document contient des macros\u00a0: enregistrez-le sans elles."
    )


def test_a_bomb_is_refused_by_its_size_once_unpacked(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ensemblier.files.checks.UNPACKED_MAX_BYTES", 100_000)
    content = docx(**{"word__big.xml": b"0" * 200_000})

    assert refusal(content, "a.docx") == "Ce fichier est démesuré une fois décompressé."


def test_a_part_that_was_damaged_is_refused(db: None) -> None:
    content = bytearray(docx(**{"word__text.xml": bytes(range(256)) * 20}))
    place = content.index(b"word/text.xml") + 60
    content[place] ^= 0xFF

    assert refusal(bytes(content), "a.docx") in {
        "Ce fichier est abîmé\u00a0: ouvrez-le et enregistrez-le à nouveau.",
        "Le nom dit Word (docx), mais le contenu est d’une autre sorte.",
    }


def test_a_document_damaged_anywhere_is_told(db: None) -> None:
    """A changed byte may break the packing itself, not only a checksum."""
    whole = docx(**{"word__text.xml": b"un mot et un autre " * 500})
    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 0xFF
        try:
            check_upload(io.BytesIO(content), "a.docx", ["docx"], 10_000_000)
        except InvalidInput as refused:
            assert str(refused).endswith(".")


def test_a_document_with_a_password_is_told(db: None) -> None:
    locked = b"\xd0\xcf\x11\xe0" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(locked, "a.xlsx") == (
        "Ce document est protégé par un mot de passe\u00a0: retirez-le d’abord."
    )
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 500 + "Workbook".encode("utf-16-le")
    assert refusal(old, "a.xlsx") == (
        "Ce fichier est d’un ancien format\u00a0: ouvrez-le et enregistrez-le à nouveau."
    )


def test_too_large_says_the_formats_and_the_maximum(
    db: None, settings: pytest.FixtureRequest
) -> None:
    settings.FILES_MAX_BYTES = 1024  # type: ignore[attr-defined]

    with pytest.raises(InvalidInput) as refused:
        store(PDF + b" " * 1024, "plan.pdf", allowed=("pdf", "docx"))

    assert str(refused.value) == (
        "Ce fichier dépasse 1,0\u00a0Kio. "
        "Formats acceptés\u00a0: PDF, Word (docx)\u00a0; 1,0\u00a0Kio au plus."
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\moi\Plan d’été.docx", "Plan d’été.docx"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("..", "document"),
    ],
)
def test_a_name_cannot_leave_its_folder_nor_lie(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.django_db(transaction=True)
def test_bytes_go_once_the_removal_holds() -> None:
    stored = store(PDF, "plan.pdf")
    storage, path = stored.content.storage, stored.content.name

    with transaction.atomic():
        remove_file(stored=stored)
        assert storage.exists(path) is True

    assert storage.exists(path) is False
    assert not StoredFile.objects.exists()


def test_bytes_of_an_upload_that_was_rolled_back_go_the_next_day(db: None, settings: Any) -> None:
    settings.MEDIA_ROOT = mkdtemp()
    kept = store(PDF, "kept.pdf")
    lost = store(PDF, "lost.pdf")
    storage, path = lost.content.storage, lost.content.name
    StoredFile.objects.filter(pk=lost.pk).delete()
    storage.save("archives/day-1.tar", ContentFile(b"x"))
    now = timezone.now()

    assert purge_orphans(at=now) == 0
    assert purge_orphans(at=now + datetime.timedelta(days=2)) == 1
    assert storage.exists(path) is False
    assert storage.exists(kept.content.name) is True
    assert storage.exists("archives/day-1.tar") is True


def test_nothing_was_ever_stored(db: None, settings: Any) -> None:
    settings.MEDIA_ROOT = "/nowhere/at/all"

    assert purge_orphans(at=timezone.now()) == 0


def packed_pdf(data: bytes, filters: bytes = b"/FlateDecode") -> SimpleUploadedFile:
    stream = zlib.compress(data, 9)
    content = b"%PDF-1.4\n1 0 obj\n<< /Filter [" + filters + b"] >>\nstream\n" + stream
    return SimpleUploadedFile("papier.pdf", content + b"\nendstream\nendobj\n%%EOF\n")


class TestPdfBombs:
    def test_a_paper_is_kept(self, db: None) -> None:
        paper = packed_pdf(b"(Bonjour) Tj " * 50_000)
        assert (
            store_upload(uploaded=paper, by=None, at=timezone.now()).content_type
            == "application/pdf"
        )

    def test_one_that_would_fill_the_memory_of_its_reader(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ensemblier.files.checks.PDF_UNPACKED_MAX_BYTES", 10 * 1024 * 1024)
        bomb = packed_pdf(b"\0" * 40 * 1024 * 1024)
        assert (bomb.size or 0) < 100_000

        with pytest.raises(InvalidInput, match="démesuré une fois décompressé"):
            store_upload(uploaded=bomb, by=None, at=timezone.now())

    def test_many_small_ones_add_up(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ensemblier.files.checks.PDF_UNPACKED_MAX_BYTES", 10 * 1024 * 1024)
        one = packed_pdf(b"\0" * 1024 * 1024).read()
        with pytest.raises(InvalidInput, match="démesuré"):
            store_upload(
                uploaded=SimpleUploadedFile("papier.pdf", one * 11), by=None, at=timezone.now()
            )

    def test_one_packed_inside_another(self, db: None) -> None:
        bomb = packed_pdf(zlib.compress(b"\0" * 1000), b"/FlateDecode /FlateDecode")
        with pytest.raises(InvalidInput, match="démesuré"):
            store_upload(uploaded=bomb, by=None, at=timezone.now())


def test_bytes_beyond_the_limit_are_never_kept(db: None, settings: Any, rf: Any) -> None:
    settings.FILES_MAX_BYTES = 100_000
    request = rf.post("/", {"file": SimpleUploadedFile("video.pdf", b"%PDF-1.4" + b"0" * 400_000)})

    received = request.FILES["file"]

    assert (type(received), received.name, received.size) == (CutUpload, "video.pdf", 400_008)
    assert received.read() == b""
    with pytest.raises(InvalidInput, match="Ce fichier dépasse 97,7"):
        store_upload(uploaded=received, by=None, at=timezone.now())
