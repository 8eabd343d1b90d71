"""PDF read back with a text extractor."""

from pathlib import Path

import pypdfium2
import pytest

from ensemblier.core.pdf import write_pdf

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Essai")
#set text(lang: "fr")
#title()
#for item in data.items { par(item.text) }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "essai.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(template: Path, *texts: str) -> list[str]:
    content = write_pdf(template, {"items": [{"text": text} for text in texts]})
    page = pypdfium2.PdfDocument(content)[0]
    return [line.strip() for line in page.get_textpage().get_text_range().splitlines()]


def test_text_is_printed_as_it_was_typed(template):
    assert text_of(template, '1\u202f234,50\u00a0€ #strong[*x*] "oui" \\ « œuvre »') == [
        "Essai",
        '1\u202f234,50\u00a0€ #strong[*x*] "oui" \\ « œuvre »',
    ]


def test_a_character_without_a_shape_becomes_a_square(template):
    assert text_of(template, "fête 😀 中文", "cloche\x07, famille 👩\u200d👧") == [
        "Essai",
        "fête □ □□",
        "cloche, famille □□",
    ]


def test_another_error_of_the_template_is_not_hidden(template):
    template.write_text("#nowhere")
    with pytest.raises(RuntimeError, match="unknown variable"):
        write_pdf(template, {})
