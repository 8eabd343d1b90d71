from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ensemblier.core.pdf import PACKAGE, write_pdf
from ensemblier.core.richtext import blocks, from_text, plain, sanitize, to_text

NOTE = """## Ce que nous finançons

Des actions **gratuites** et *ouvertes à tous*,
dans les quartiers.

- l’emploi
- la santé, voir [la carte](https://sig.ville.gouv.fr/)

1. Lisez
2. Écrivez à contrat@ales.test

### En bref

> Personne ne reste
> sur le bord.
"""


def test_marks_become_a_page() -> None:
    link = 'rel="noopener noreferrer"'
    assert from_text(NOTE) == (
        "<h2>Ce que nous finançons</h2>"
        "<p>Des actions <strong>gratuites</strong> et <em>ouvertes à tous</em>,"
        "<br>dans les quartiers.</p>"
        "<ul><li>l’emploi</li><li>la santé, voir "
        f'<a href="https://sig.ville.gouv.fr/" {link}>la carte</a></li></ul>'
        "<ol><li>Lisez</li><li>Écrivez à "
        f'<a href="mailto:contrat@ales.test" {link}>contrat@ales.test</a></li></ol>'
        "<h3>En bref</h3>"
        "<blockquote><p>Personne ne reste<br>sur le bord.</p></blockquote>"
    )


def test_page_goes_back_to_the_marks_that_were_typed() -> None:
    assert to_text(from_text(NOTE)) == NOTE.rstrip("\n")


def test_words_alone() -> None:
    assert plain(from_text(NOTE)) == (
        "Ce que nous finançons\n"
        "Des actions gratuites et ouvertes à tous,\ndans les quartiers.\n"
        "– l’emploi\n– la santé, voir la carte\n"
        "– Lisez\n– Écrivez à contrat@ales.test\n"
        "En bref\n"
        "Personne ne reste\nsur le bord."
    )


def test_html_that_is_typed_stays_words() -> None:
    assert from_text("<script>alert(1)</script> & <b>gras</b>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;gras&lt;/b&gt;</p>"
    )


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p onclick='x()'>a</p><script>x()</script><style>p{}</style>", "<p>a</p>"),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='/deconnexion'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='//elsewhere.test'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<h1>a</h1><img src=x onerror=x()><iframe src=x></iframe>", "a"),
        ("<p style='color:red' class='x' id='main'>a</p>", "<p>a</p>"),
    ],
)
def test_html_from_elsewhere_is_cleaned(html: str, kept: str) -> None:
    assert sanitize(html) == kept


def test_stars_and_dashes_of_plain_text_are_left_alone() -> None:
    text = "5 * 3 * 2 = 30, l’agent·e -- voir a_b_c*d ; 2*3*4"

    assert from_text(text) == f"<p>{text}</p>"


def test_foreign_nesting_is_laid_flat() -> None:
    html = (
        "dehors<ul><li>un<ul><li>deux</li></ul></li></ul><blockquote><p>a</p><p>b</p></blockquote>"
    )

    assert [(block["kind"], len(block["items"])) for block in blocks(html)] == [
        ("p", 1),
        ("ul", 1),
        ("ul", 1),
        ("blockquote", 1),
        ("blockquote", 1),
    ]


@given(st.text(alphabet="ab*-# >[]().\n1é&<", max_size=60))
def test_saving_again_changes_nothing(text: str) -> None:
    html = from_text(text)

    assert from_text(to_text(html)) == html
    assert sanitize(html) == html


def test_pdf_holds_the_same_words_as_titles_and_lists(tmp_path: Path) -> None:
    template = tmp_path / "note.typ"
    template.write_text(
        '#import "/rich.typ": rich\n'
        "#let data = json(bytes(sys.inputs.data))\n"
        '#set document(title: "Note")\n'
        '#set text(lang: "fr")\n'
        "= Note\n"
        "#rich(data.blocks)\n"
    )
    (tmp_path / "rich.typ").write_text((PACKAGE / "core/typst/rich.typ").read_text())

    content = write_pdf(template, {"blocks": blocks(from_text(NOTE + "\n#set $x$ *a"))})

    page = pypdfium2.PdfDocument(content)[0]
    assert page.get_textpage().get_text_bounded().replace("\r\n", "\n").split("\n") == [
        "Note",
        "Ce que nous finançons",
        "Des actions gratuites et ouvertes à tous,",
        "dans les quartiers.",
        "• l’emploi",
        "• la santé, voir la carte",
        "1. Lisez",
        "2. Écrivez à contrat@ales.test",
        "En bref",
        "Personne ne reste",
        "sur le bord.",
        "#set $x$ *a",
    ]
