from __future__ import annotations

import datetime
import functools
import io
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.contracts import publish_contract, unpublish_contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils import operations
from ensemblier.councils.models import Council, Minutes, MinutesUpload
from ensemblier.demo.loading.councils.papers import minutes_pdf
from ensemblier.files.models import StoredFile
from tests.councils.conftest import NOW
from tests.factories import programming as make
from tests.meanwhile import meanwhile

JANUARY = datetime.date(2026, 1, 1)


def paper(name: str, *pages: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, printed(pages or ("Le banc est réparé.",)))


@functools.cache
def printed(pages: tuple[str, ...]) -> bytes:
    """The same bytes each time: a PDF bears the second at which it was made."""
    return minutes_pdf("Conseil", [[page] for page in pages])


def blank_pdf() -> bytes:
    """A page without a word, as a scanner gives."""
    pdf, content = pypdfium2.PdfDocument.new(), io.BytesIO()
    pdf.new_page(595, 842)
    pdf.save(content)
    return content.getvalue()


def add(council: Council, by: User, **changes: Any) -> Minutes:
    values = {"month": JANUARY, "uploaded": paper("cr.pdf"), **changes}
    return operations.add_minutes(council=council, by=by, at=NOW, **values)


def url(name: str, council: Council, *args: object) -> str:
    return reverse(f"councils:{name}", args=[council.pk, *args])


def test_the_file_is_kept_as_received_and_its_words_are_read(council: Council, member: User):
    uploaded = paper("cr.pdf", "Le banc est réparé près de l’école.", "Prochaine réunion en mars.")
    content = uploaded.read()
    uploaded.seek(0)

    minutes = add(council, member, uploaded=uploaded, month=datetime.date(2026, 1, 15))

    assert minutes.file is not None
    with minutes.file.content.open("rb") as kept:
        assert kept.read() == content
    assert minutes.pages == [
        ["Conseil", "Le banc est réparé près de l’école."],
        ["Prochaine réunion en mars."],
    ]
    assert (minutes.month, str(minutes)) == (JANUARY, "Compte rendu de janvier 2026")
    assert "pres de l ecole" in minutes.search_text
    assert "janvier 2026" in minutes.search_text


def test_publishing_opens_the_file_and_withdrawing_closes_it(council: Council, member: User):
    minutes = add(council, member)
    address = reverse("files:download", args=[StoredFile.objects.get().key])
    visitor = Client()
    assert visitor.get(address).status_code == 404

    operations.publish_minutes(minutes=minutes, by=member, at=NOW)
    assert visitor.get(address).status_code == 200
    with pytest.raises(Refused):
        operations.publish_minutes(minutes=minutes, by=member, at=NOW)
    with pytest.raises(Refused) as refused:
        operations.remove_minutes(minutes=minutes, by=member, at=NOW)
    assert str(refused.value) == "Retirez d’abord ce compte rendu du site."

    operations.unpublish_minutes(minutes=minutes, by=member, at=NOW)
    assert visitor.get(address).status_code == 404
    operations.remove_minutes(minutes=minutes, by=member, at=NOW)
    assert not StoredFile.objects.exists()


def test_files_follow_the_contract_in_and_out_of_the_public_site(
    council: Council, editor: User, administrator: User, visitor_client: Client
):
    shown, kept = (
        add(council, editor, publish=True),
        add(council, editor, uploaded=paper("b.pdf", "B")),
    )
    charter = operations.add_document(
        council=council,
        kind="charter",
        title="Charte",
        uploaded=SimpleUploadedFile("charte.txt", b"Nous nous respectons."),
        dated=NOW.date(),
        is_public=True,
        by=editor,
        at=NOW,
    )

    def answers() -> list[int]:
        files = [row.file for row in (shown, charter, kept) if row.file]
        addresses = [reverse("files:download", args=[file.key]) for file in files]
        return [visitor_client.get(address).status_code for address in addresses]

    assert answers() == [200, 200, 404]
    contract = unpublish_contract(contract=council.contract, by=administrator, at=NOW)
    assert answers() == [404, 404, 404]
    publish_contract(contract=contract, by=administrator, at=NOW)
    assert answers() == [200, 200, 404]


def test_the_same_file_is_not_kept_twice(council: Council, editor: User):
    uploaded = paper("cr.pdf")
    add(council, editor, uploaded=uploaded)
    with pytest.raises(InvalidInput) as refused:
        add(council, editor, uploaded=uploaded)
    assert str(refused.value) == "Ce fichier est déjà là\u00a0: Compte rendu de janvier 2026."
    assert StoredFile.objects.count() == 1


def test_a_scan_says_so_until_somebody_types_its_words(council: Council, editor: User):
    minutes = add(council, editor, uploaded=SimpleUploadedFile("scan.pdf", blank_pdf()))
    assert (minutes.is_image, minutes.pages) == (True, [])

    typed = operations.type_text(
        minutes=minutes, text="On a parlé du local.\r\n\r\nFin.", by=editor, at=NOW
    )

    assert (typed.is_image, typed.pages) == (False, [["On a parlé du local.", "Fin."]])
    assert Minutes.objects.filter(search_text__contains="parle du local").count() == 1


def test_minutes_may_be_typed_without_a_file(council: Council, editor: User):
    minutes = add(council, editor, uploaded=None, text="Rien de neuf.")
    assert (minutes.file, minutes.text_source) == (None, "typed")
    with pytest.raises(InvalidInput):
        add(council, editor, uploaded=None, text="  ")
    with pytest.raises(InvalidInput):
        operations.type_text(minutes=minutes, text="", by=editor, at=NOW)


def test_only_those_who_sit_and_the_team_write(
    council: Council, reader: User, member: User, editor: User
):
    elsewhere = make.make_council(council.contract)
    with pytest.raises(NotAllowed):
        add(council, reader)
    with pytest.raises(NotAllowed):
        add(elsewhere, member)
    meeting = elsewhere.meetings.create(contract=council.contract, starts_at=NOW)
    with pytest.raises(InvalidInput):
        add(council, editor, meeting=meeting)


def test_many_files_are_read_then_kept_once_their_months_are_right(
    council: Council, editor: User, editor_client: Client
):
    add(council, editor, uploaded=paper("deja.pdf", "Celui-ci est connu."))
    files = [
        paper("CR janvier 2020.pdf", "Le compte rendu de janvier."),
        paper("sans date.pdf", "Le compte rendu sans date."),
        paper("bis.pdf", "Celui-ci est connu."),
        SimpleUploadedFile("photo.exe", b"MZ"),
    ]
    answer = editor_client.post(url("add_many_minutes", council), {"dropped": files}, follow=True)

    upload = MinutesUpload.objects.get()
    page = answer.content.decode()
    assert [item.get("month") for item in upload.items] == ["2020-01", "", None, None]
    assert "Ce fichier est déjà là\u00a0: Compte rendu de janvier 2026." in page
    assert "Ce fichier est un programme" in page
    assert 'value="2020-01"' in page

    wrong = editor_client.post(
        url("minutes_upload", council, upload.pk), {"month_0": "2020-01", "month_1": "quand ?"}
    )
    assert "Écrivez un mois et une année, comme 01/2020." in wrong.content.decode()
    editor_client.post(
        url("minutes_upload", council, upload.pk),
        {"month_0": "2020-01", "month_1": "02/2020", "publish": "on"},
    )

    kept = council.minutes.filter(month__year=2020).order_by("month")
    assert [(one.month.month, one.is_published) for one in kept] == [(1, True), (2, True)]
    upload.refresh_from_db()
    with pytest.raises(Refused):
        operations.undo_upload(upload=upload, by=editor, at=NOW)
    for one in kept:
        operations.unpublish_minutes(minutes=one, by=editor, at=NOW)
    operations.undo_upload(upload=upload, by=editor, at=NOW)
    assert council.minutes.count() == 1


def test_a_file_without_month_stays_out(council: Council, editor: User):
    upload = operations.prepare_minutes(
        council=council,
        files=[paper("a.pdf", "Premier compte rendu."), paper("b.pdf", "Second compte rendu.")],
        by=editor,
        at=NOW,
    )
    with pytest.raises(InvalidInput):
        operations.apply_minutes(upload=upload, months={}, publish=False, by=editor, at=NOW)
    operations.apply_minutes(
        upload=upload, months={0: JANUARY, 1: None}, publish=False, by=editor, at=NOW
    )
    assert (council.minutes.count(), StoredFile.objects.count()) == (1, 1)
    with pytest.raises(Refused):
        operations.discard_upload(upload=upload, by=editor, at=NOW)


def test_a_deposit_that_nobody_confirms_is_let_go(council: Council, editor: User):
    def drop(text: str) -> MinutesUpload:
        return operations.prepare_minutes(
            council=council, files=[paper("a.pdf", text)], by=editor, at=NOW
        )

    operations.discard_upload(upload=drop("Un texte assez long."), by=editor, at=NOW)
    assert not StoredFile.objects.exists()
    drop("Un autre texte assez long.")
    later = NOW + datetime.timedelta(days=91)
    assert operations.purge_uploads(at=NOW, days=90) == 0
    assert operations.purge_uploads(at=later, days=90) == 1
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deposit_confirmed_while_it_is_let_go_is_kept(council: Council, editor: User):
    upload = operations.prepare_minutes(council=council, files=[paper("a.pdf")], by=editor, at=NOW)
    later = NOW + datetime.timedelta(days=91)
    let_go = functools.partial(operations.purge_uploads, at=later, days=90)

    with meanwhile(council.contract, let_go) as deposits_let_go:
        operations.apply_minutes(
            upload=upload, months={0: JANUARY}, publish=False, by=editor, at=later
        )

    assert deposits_let_go == [0]
    assert council.minutes.get().file == StoredFile.objects.get()


def test_a_member_deposits_reads_and_publishes(council: Council, member_client: Client):
    answer = member_client.post(
        url("add_minutes", council), {"file": paper("cr.pdf"), "month": "2026-01"}, follow=True
    )
    minutes = council.minutes.get()
    assert "Le banc est réparé." in answer.content.decode()
    args = [council, minutes.pk]
    member_client.post(url("edit_minutes", *args), {"month": "2026-02", "title": "Le banc"})
    member_client.post(url("publish_minutes", *args))
    page = member_client.get(url("minutes", council)).content.decode()
    assert page.index("Le banc") < page.index("février 2026") < page.index(">publié<")
    file = member_client.get(url("minutes_file", *args))
    assert file["Content-Type"] == "application/pdf"
    member_client.post(url("unpublish_minutes", *args))
    member_client.post(url("type_text", *args), {"text": "Autre texte."})
    assert "Autre texte." in member_client.get(url("one_minutes", *args)).content.decode()
    assert "Le banc" in member_client.get(url("export_minutes", council, "csv")).content.decode()
    member_client.post(url("remove_minutes", *args))
    assert not council.minutes.exists()
