from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from docx import Document

from ensemblier.core.docx import fields_of, missing_fields, read_docx_text, render_docx
from ensemblier.core.exceptions import InvalidInput

CONTEXT = {
    "organization": {"name": "Les Jardins & Cie <de la Roseraie>", "siret": None},
    "signed_on": datetime.date(2026, 3, 1),
    "granted": 123450,
    "lines": [{"label": "Achats", "amount": 100000}, {"label": "Salaires", "amount": 23450}],
}


def template(*paragraphs: str, footer: str = "") -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def refusal_of(content: bytes, context: dict[str, object] | None = None) -> str:
    with pytest.raises(InvalidInput) as refusal:
        render_docx(content, CONTEXT if context is None else context)
    return str(refusal.value)


FORBIDDEN = (
    "Le modèle contient autre chose que des champs, des listes et des conditions\u00a0: "
    "retirez ce qui est entre accolades et n’est pas dans l’aide."
)


def test_fields_lists_and_conditions_are_filled_in() -> None:
    content = template(
        "Entre la commune et {{ organization.name }}{{ organization.siret }}",
        "{%p for line in lines %}",
        "{{ loop.index }}. {{ line.label }} : {{ line.amount|euros }}",
        "{%p endfor %}",
        "{% if granted > 100000 %}Convention obligatoire{% else %}Lettre{% endif %}",
        footer="Le {{ signed_on|long_date }}",
    )

    assert read_docx_text(render_docx(content, CONTEXT)) == (
        "Entre la commune et Les Jardins & Cie <de la Roseraie>\n"
        "1. Achats : 1\u202f000\u00a0€\n"
        "2. Salaires : 234,50\u00a0€\n"
        "Convention obligatoire\n"
        "Le 1er mars 2026"
    )


def test_what_people_typed_is_never_a_field() -> None:
    context = {"name": "{{ secret }} {% if %}\x00\x0b", "secret": "42"}

    assert read_docx_text(render_docx(template("{{ name }}"), context)) == "{{ secret }} {% if %}"


def test_a_line_break_stays_one() -> None:
    content = render_docx(template("{{ name }}"), {"name": "Un\nDeux"})

    assert [p.text for p in Document(io.BytesIO(content)).paragraphs] == ["Un\nDeux"]


def test_unknown_field_is_named() -> None:
    assert refusal_of(template("{{ organization.nickname }}")) == (
        "Le modèle demande «\u00a0nickname\u00a0», qui n’existe pas\u00a0: "
        "corrigez ce champ dans le modèle."
    )


def test_missing_fields_are_listed_before_anything_is_filled_in() -> None:
    content = template(
        "{{ organization.name }} {{ organization.nickname }} {{ mayor }}",
        "{% for line in lines %}{{ line.label }}{{ line.unit }}{{ loop.index }}{% endfor %}",
        footer="{{ city|upper }}",
    )

    assert fields_of(content) == {
        "organization.name",
        "organization.nickname",
        "mayor",
        "lines",
        "lines.label",
        "lines.unit",
        "city",
    }
    assert missing_fields(content, CONTEXT) == [
        "city",
        "lines.unit",
        "mayor",
        "organization.nickname",
    ]


@pytest.mark.parametrize(
    "trick",
    [
        "{{ organization.__class__.__mro__ }}",
        "{{ organization['__class__'] }}",
        "{{ ''.__class__ }}",
        "{{ lines.append(1) }}",
        "{{ range(10) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 }}",
        "{% set a = 'aa' %}{{ a }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{{ organization|attr('keys') }}",
        "{{ granted|center(1000000000) }}",
        "{{ self }}",
        "{{ organization.keys }}",
        "{{ loop.cycle }}",
    ],
)
def test_template_can_run_nothing(trick: str) -> None:
    assert refusal_of(template(trick))


def test_call_in_a_template_is_refused_with_a_sentence() -> None:
    assert refusal_of(template("{{ lines.append(1) }}")) == FORBIDDEN
    assert refusal_of(template("Bonjour", footer="{% set a = 1 %}")) == FORBIDDEN
    with pytest.raises(InvalidInput) as refusal:
        missing_fields(template("{{ range(3) }}"), CONTEXT)
    assert str(refusal.value) == FORBIDDEN


def test_broken_marker_is_located() -> None:
    assert refusal_of(template("Bonjour {{ organization.name }")).startswith(
        "Une accolade du modèle est mal écrite"
    )
    assert refusal_of(template("Avant {% for line in lines %}")).startswith(
        "Une accolade du modèle est mal écrite"
    )


@pytest.mark.parametrize(
    "words", ["{{ organization.name|long_date }}", "{{ 3|long_date }}", "{{ lines|euros }}"]
)
def test_a_filter_on_what_is_not_of_its_kind_is_a_mistake_of_the_template(words: str) -> None:
    assert refusal_of(template(words)).startswith("Une accolade du modèle est mal écrite")


@pytest.mark.parametrize(
    "words",
    [
        "Bonjour {{ organization.name }",
        "Le 100 % {%",
        "{% endfor %}",
        "{{ }}",
    ],
)
def test_a_mistake_is_told_with_the_words_around_it(words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        missing_fields(template("Avant", words, "Après"), CONTEXT)
    assert f"Une accolade du modèle est mal écrite, près de «\u00a0{words}" in str(refusal.value)


NOT_WORD = "Ce modèle n’est pas un document Word lisible\u00a0: enregistrez-le au format .docx."


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize("content", [b"", b"MZ\x90 a program", archive(a=b"b")])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    assert refusal_of(content) == NOT_WORD


def test_bomb_is_refused_before_it_is_opened() -> None:
    assert refusal_of(archive(a=bytes(65 * 1024 * 1024))) == (
        "Ce modèle est trop gros une fois ouvert."
    )


def test_macro_and_remote_template_are_refused() -> None:
    document = Document()
    document.part.relate_to(
        "http://elsewhere.test/modele.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    content = io.BytesIO()
    document.save(content)

    assert refusal_of(content.getvalue()) == (
        "Ce modèle contient une macro ou va chercher un fichier ailleurs\u00a0: retirez-les "
        "puis enregistrez-le de nouveau au format .docx."
    )
