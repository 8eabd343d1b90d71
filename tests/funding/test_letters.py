"""Letters: from a team's template or the default one, read back in DOCX and in PDF."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from docx import Document

from ensemblier.audit.models import Entry
from ensemblier.core.docx import missing_fields, read_docx_text, render_docx
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.files.models import StoredFile
from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.documents.fields import example_for, fields_for, told_by
from ensemblier.funding.documents.pdf import pdf_of
from ensemblier.funding.enums import TemplateKind, Verdict
from ensemblier.funding.models import DocumentTemplate, Letter
from ensemblier.funding.operations import letters, templates
from ensemblier.funding.operations.decisions import Decided, decide_lines
from ensemblier.notices.models import Notice
from tests import factories
from tests.factories import programming as make
from tests.funding.lines import AT, DECIDED, grant, make_line, pdf_text


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def add_template(contract, by, *paragraphs, kind=TemplateKind.GRANT_LETTER, **fields):
    uploaded = factories.make_upload("modele.docx", docx(*paragraphs))
    fields.setdefault("name", "Le nôtre")
    return templates.add_template(
        contract=contract, kind=kind, uploaded=uploaded, by=by, at=AT, **fields
    )


def content_of(stored: StoredFile) -> bytes:
    with stored.content.open("rb") as content:
        return content.read()


def words_of(letter: Letter) -> list[str]:
    return read_docx_text(content_of(letter.file)).split("\n")


@pytest.mark.parametrize("kind", TemplateKind.values)
def test_default_templates_ask_for_known_fields_only(kind):
    assert missing_fields(default_template(kind), example_for(kind)) == []


@pytest.mark.parametrize("kind", TemplateKind.values)
def test_docx_and_pdf_of_a_default_template_say_the_same(kind):
    filled = render_docx(default_template(kind), example_for(kind))

    read = pdf_text(pdf_of([filled], title="Essai", author="Gard"))

    for line in read_docx_text(filled).split("\n"):
        assert "".join(line.split()) in "".join(read.split())


def test_every_field_of_the_help_has_an_example():
    for kind in TemplateKind.values:
        example = example_for(kind)
        for field in fields_for(kind):
            if field.name not in {"versements", "annees"}:
                assert told_by(example, field.name) == field.example


def test_a_grant_is_told_with_its_figures(department, gardeners, agent):
    request = make_line(department, gardeners, title="Jardiner ensemble")
    award = grant(request, 5_000_00, agent)

    words = words_of(letters.make_letter(award=award, by=agent, at=AT))

    reference = request.application.reference
    assert words[0] == "Département"
    assert "Votre demande est acceptée\u00a0: 5\u202f000\u00a0€" in words
    assert f"Dossier {reference} – Jardiner ensemble" in words
    assert (
        "Le 12 mars 2026, Département vous a accordé 5\u202f000\u00a0€ pour l’année 2026 "
        "(décision 2026-031)." in words
    )
    assert "avance\u00a0: 4\u202f000\u00a0€, prévu le 3 mai 2026" in words
    assert "solde\u00a0: 1\u202f000\u00a0€, prévu le 30 juillet 2027" in words


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.REFUSE, (TemplateKind.REFUSAL_LETTER, "Votre demande n’est pas retenue")),
        (Verdict.POSTPONE, (TemplateKind.POSTPONEMENT_LETTER, "Votre demande est ajournée")),
    ],
)
def test_a_no_is_told_with_its_reason(department, gardeners, agent, verdict, told):
    kind, title = told
    request = make_line(department, gardeners)
    [award] = decide_lines(
        call=department.call,
        decisions=[Decided(request.pk, verdict)],
        decided_on=DECIDED,
        reason="Crédits < 10 % & épuisés.",
        by=agent,
        at=AT,
    )

    letter = letters.make_letter(award=award, by=agent, at=AT)

    assert letter.kind == kind
    assert title in words_of(letter)
    assert "Motif\u00a0: Crédits < 10 % & épuisés." in words_of(letter)


def test_letters_are_french_for_a_person_who_works_in_english(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 5_000_50, agent)

    with translation.override("en"):
        letter = letters.make_letter(award=award, by=agent, at=AT)

    assert "Votre demande est acceptée\u00a0: 5\u202f000,50\u00a0€" in words_of(letter)


def test_a_line_without_decision_has_no_letter(department, gardeners, agent):
    request = make_line(department, gardeners)
    award = make.make_award(request, proposed_cents=1_00)

    with pytest.raises(Refused) as refusal:
        letters.make_letter(award=award, by=agent, at=AT)

    assert str(refusal.value) == (
        f"Dossier {request.application.reference}\u00a0: ce financeur n’a pas encore décidé."
    )


def test_the_template_of_the_funder_comes_before_that_of_the_team(
    contract, department, gardeners, agent, editor
):
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    add_template(contract, editor, "Pour tous\u00a0: {{ financement.accorde }}")
    own = add_template(
        contract, editor, "Du Département, à {{ structure.nom }}", funder=department.funder
    )

    assert words_of(letters.make_letter(award=award, by=agent, at=AT)) == [
        "Du Département, à Les Jardins"
    ]

    templates.switch_template(template=own, is_active=False, by=editor, at=AT)
    assert words_of(letters.make_letter(award=award, by=agent, at=AT)) == [
        "Pour tous\u00a0: 5\u202f000\u00a0€"
    ]


def test_an_unsent_letter_is_made_again_and_a_sent_one_stays(department, gardeners, agent):
    make.make_member(gardeners)
    award = grant(make_line(department, gardeners), 5_000_00, agent)
    letters.make_letter(award=award, by=agent, at=AT)
    second = letters.make_letter(award=award, by=agent, at=AT)
    assert list(Letter.objects.all()) == [second]

    letters.send_letter(letter=second, by=agent, at=AT)
    third = letters.make_letter(award=award, by=agent, at=AT)

    assert set(Letter.objects.all()) == {second, third}
    with pytest.raises(Refused):
        letters.send_letter(letter=second, by=agent, at=AT)


def test_sending_tells_the_people_of_the_association(department, gardeners, agent):
    person = make.make_member(gardeners)
    request = make_line(department, gardeners)
    letter = letters.make_letter(award=grant(request, 5_000_00, agent), by=agent, at=AT)

    letters.send_letter(letter=letter, by=agent, at=AT)

    notice = Notice.objects.get(user=person, kind="funding.letter")
    assert notice.text == (
        "Département a accepté votre demande "
        f"(dossier {request.application.reference}). Lisez sa lettre."
    )
    assert notice.url == f"/espace/versements/dossiers/{request.application_id}/"
    assert Letter.objects.get().sent_at == AT


def test_without_account_the_letter_is_posted(department, gardeners, agent):
    request = make_line(department, gardeners)
    letter = letters.make_letter(award=grant(request, 5_000_00, agent), by=agent, at=AT)

    with pytest.raises(Refused) as refusal:
        letters.send_letter(letter=letter, by=agent, at=AT)
    assert str(refusal.value) == (
        f"Dossier {request.application.reference}\u00a0: personne de «\u00a0Les Jardins\u00a0» "
        "n’a de compte. Postez la lettre, puis marquez-la envoyée par courrier."
    )

    letters.send_letter(letter=letter, by=agent, at=AT, by_post=True)

    assert Letter.objects.get().sent_at == AT
    assert Entry.objects.filter(action="funding.send_letter").get().summary == (
        f"Lettre d’accord postée, {request.application.reference}, Département"
    )


def test_letters_in_bulk_are_one_pdf_each_from_its_page_1(department, gardeners, agent):
    awards = [grant(make_line(department, gardeners), 1_000_00, agent) for _rank in range(3)]

    made = letters.make_letters(awards=awards, by=agent, at=AT)
    content = pdf_of([content_of(row.file) for row in made], title="Lettres", author="")

    text = pdf_text(content)
    assert text.count("Votre demande est acceptée") == 3
    for award in awards:
        assert f"Dossier {award.request.application.reference}" in text
    assert b"/Title" in content
    assert b"/StructTreeRoot" in content


def test_a_letter_corrected_by_hand_is_the_one_that_is_sent(department, gardeners, agent):
    letter = letters.make_letter(
        award=grant(make_line(department, gardeners), 1_000_00, agent), by=agent, at=AT
    )
    uploaded = factories.make_upload("corrigee.docx", docx("Bravo\u00a0!"))

    letters.replace_letter(letter=letter, uploaded=uploaded, by=agent, at=AT)

    assert words_of(Letter.objects.get()) == ["Bravo\u00a0!"]


def test_an_agent_of_another_funder_writes_no_letter(department, gardeners, agent):
    award = grant(make_line(department, gardeners), 1_000_00, agent)
    other = make.make_officer(make.make_envelope(department.call).funder)

    with pytest.raises(NotAllowed):
        letters.make_letter(award=award, by=other, at=AT)


def test_a_template_with_unknown_fields_is_refused_by_name(contract, editor):
    with pytest.raises(InvalidInput) as refusal:
        add_template(contract, editor, "{{ structure.surnom }} {{ convention.reference }}")

    assert (str(refusal.value), refusal.value.field) == (
        "Ce modèle demande ce qui n’existe pas dans «\u00a0lettre d’accord\u00a0»\u00a0: "
        "convention.reference, structure.surnom. "
        "Corrigez ces champs d’après la liste de cette page.",
        "file",
    )
    assert not DocumentTemplate.objects.exists()


def test_a_field_between_single_braces_is_refused(contract, editor):
    with pytest.raises(InvalidInput) as refusal:
        add_template(contract, editor, "Madame, {structure.nom } { note }")
    assert str(refusal.value) == (
        "«\u00a0{structure.nom }\u00a0» n’a qu’une accolade\u00a0: "
        "écrivez «\u00a0{{ structure.nom }}\u00a0»."
    )
    assert add_template(contract, editor, "Accolades { d’ici }").pk


def test_a_template_that_computes_is_refused(contract, editor):
    with pytest.raises(InvalidInput) as refusal:
        add_template(contract, editor, "{{ structure.nom.__class__ }}")
    assert refusal.value.field == "file"

    with pytest.raises(InvalidInput):
        add_template(contract, editor, "{{ 7 * 7 }}")


def test_a_renamed_file_is_no_template(contract, editor):
    uploaded = factories.make_upload("modele.docx", b"%PDF-1.4\n%%EOF\n")

    with pytest.raises(InvalidInput) as refusal:
        templates.add_template(
            contract=contract,
            kind=TemplateKind.GRANT_LETTER,
            name="Faux",
            uploaded=uploaded,
            by=editor,
            at=AT,
        )

    assert refusal.value.field == "file"


def test_readers_leave_templates_alone(contract, reader, editor):
    template = add_template(contract, editor, "Bonjour")

    with pytest.raises(NotAllowed):
        templates.remove_template(template=template, by=reader, at=AT)

    templates.remove_template(template=template, by=editor, at=AT)
    assert not DocumentTemplate.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_was_made_stays_when_the_template_changes(
    contract, department, gardeners, agent, editor
):
    template = add_template(contract, editor, "Ancien {{ dossier.annee }}")
    award = grant(make_line(department, gardeners), 1_000_00, agent)
    letter = letters.make_letter(award=award, by=agent, at=AT)

    new = factories.make_upload("nouveau.docx", docx("Nouveau {{ dossier.annee }}"))
    templates.replace_template(template=template, uploaded=new, by=editor, at=AT)

    assert words_of(Letter.objects.get(pk=letter.pk)) == ["Ancien 2026"]
    again = letters.make_letter(award=award, by=agent, at=AT)
    assert words_of(again) == ["Nouveau 2026"]
