from __future__ import annotations

import io

import pypdfium2
import pytest
from docx import Document

from ensemblier.core.exceptions import InvalidInput
from ensemblier.councils.enums import TextSource
from ensemblier.councils.reading import paragraphs, read_words
from ensemblier.demo.loading.councils.papers import minutes_pdf


def test_a_pdf_gives_its_pages_in_order():
    words = read_words(
        minutes_pdf(
            "Conseil",
            [["La réunion commence à 18 heures."], ["On parle du jardin partagé."]],
        ),
        "pdf",
    )
    assert words.source == TextSource.READ
    assert words.pages == [
        "Conseil\n\nLa réunion commence à 18 heures.",
        "On parle du jardin partagé.",
    ]


def test_a_scan_has_no_words():
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(595, 842)
    content = io.BytesIO()
    empty.save(content)
    words = read_words(content.getvalue(), "pdf")
    assert (words.pages, words.text, words.source, words.images) == ([""], "", TextSource.NONE, 1)


def test_a_word_document_gives_its_paragraphs():
    document = Document()
    document.add_paragraph("Présents : 12 habitants.")
    document.add_paragraph("Le banc est réparé.")
    content = io.BytesIO()
    document.save(content)
    assert read_words(content.getvalue(), "docx").text == (
        "Présents : 12 habitants.\n\nLe banc est réparé."
    )


def test_text_of_an_old_computer_keeps_its_accents():
    assert read_words("Fête de l’été".encode("cp1252"), "txt").text == "Fête de l’été"
    assert read_words("Fête de l’été".encode("utf-16"), "txt").text == "Fête de l’été"
    assert read_words("\ufeffA\r\n\r\n\r\n\r\nB\x00\fC".encode(), "txt").pages == ["A\n\nB", "C"]


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_what_does_not_open_is_refused(extension: str):
    with pytest.raises(InvalidInput) as refused:
        read_words(b"rien de bon", extension)
    assert str(refused.value) == (
        "Ce fichier ne s’ouvre pas\u00a0: il est abîmé ou protégé par un mot de passe."
    )


def test_lines_cut_by_the_page_are_put_together():
    text = (
        "Ordre du jour\n"
        "Les habitants demandent que l’éclai-\n"
        "rage de la place soit réparé avant l’hiver et que\n"
        "la mairie réponde.\n"
        "- le banc\n"
        "- la fontaine\n"
        "\n"
        "Fin à 20 h."
    )
    assert paragraphs(text).split("\n\n") == [
        "Ordre du jour",
        "Les habitants demandent que l’éclairage de la place soit réparé avant l’hiver et que "
        "la mairie réponde.",
        "- le banc",
        "- la fontaine",
        "Fin à 20 h.",
    ]
