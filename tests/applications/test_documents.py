"""The Cerfa 12156 as PDF, DOCX and XLSX, read back line by line."""

import io
from decimal import Decimal

import pypdfium2
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ensemblier.applications.accounts import ACCOUNTS, GROUPS, Side, titled
from ensemblier.applications.budget import share_asked
from ensemblier.applications.documents.blocks import Heading
from ensemblier.applications.documents.cerfa import cerfa_form
from ensemblier.applications.documents.sheet import CerfaDocument, Project, blank_sheet
from ensemblier.applications.documents.workbook import as_xlsx
from ensemblier.applications.documents.writing import as_docx, as_pdf
from ensemblier.core.spreadsheets import open_table, sheet_names
from ensemblier.core.typography import euros, quantity
from tests.applications.sheets import AMOUNTS, full_sheet, text_of, total


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_pdf_follows_the_seven_sections_of_the_form():
    form = cerfa_form(full_sheet())
    headings = [block.text for block in form.blocks if isinstance(block, Heading)]
    assert [heading[:1] for heading in headings if heading[0].isdigit()] == list("12345667")
    text = text_of(as_pdf(form))
    places = [text.index(plain(heading)) for heading in headings]
    assert places == sorted(places)


def test_every_line_of_the_budget_is_in_the_pdf_with_its_amount():
    text = text_of(as_pdf(cerfa_form(full_sheet())))
    for code, account in ACCOUNTS.items():
        assert plain(f"{account.title} {euros(AMOUNTS[code])}") in text
    for group in GROUPS.values():
        cents = sum(AMOUNTS[code] for code, item in ACCOUNTS.items() if item.group == group.code)
        assert plain(f"{titled(group.number, group.label)} {euros(cents)}") in text
    for side, name in ((Side.EXPENSE, "Total des charges"), (Side.INCOME, "Total des produits")):
        assert plain(f"{name} {euros(total(side, in_kind=False))}") in text
        assert plain(f"Total {euros(total(side, in_kind=True))}") in text


def test_funders_stand_under_their_line_of_account_74():
    text = text_of(as_pdf(cerfa_form(full_sheet())))
    assert plain(f"– DDETS du Gard {euros(AMOUNTS['74-state'])}") in text
    asked = AMOUNTS["74-state"] + AMOUNTS["74-epci"]
    share = quantity(share_asked(full_sheet().budget, asked) or 0, "%")
    assert (
        plain(
            f"La subvention sollicitée de {euros(asked)}, objet de la présente demande, "
            f"représente {share} du total des produits du projet."
        )
        in text
    )


def test_the_answers_are_in_the_pdf():
    text = text_of(as_pdf(cerfa_form(full_sheet())))
    for answer in (
        "Les Jardins d’Ici",
        "20006691800012",
        "☒ renouvellement ou poursuite",
        "☐ pluriannuelle",
        "Centre social des Cévennes",
        "Deux ateliers par semaine. Une fête en juin.",
        "60 ans et plus 9 4 1 14",
        "Cévennes : 80 %",
        "1er janvier 2026",
        "Ateliers tenus 70 ateliers",
        "Avez-vous un local ? oui",
        "☒ 500 000 € au plus",
        "Fait le 20 janvier 2026 à Alès, par Rose Martin",
    ):
        assert plain(answer) in text


def test_the_pdf_is_tagged_titled_and_in_french():
    document = pypdfium2.PdfDocument(as_pdf(cerfa_form(full_sheet())))
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Un potager au pied des tours"


def test_the_blank_form_has_every_line_and_no_amount():
    text = text_of(as_pdf(cerfa_form(blank_sheet(call="Appel à projets 2026", year=2026))))
    for account in ACCOUNTS.values():
        assert plain(account.title) in text
    assert "Appel à projets 2026" in text
    assert "0 €" not in text.replace("500 000 €", "")
    assert "☒" not in text
    assert "Fait le ……………………………" in text


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=200))
def test_whatever_was_typed_the_documents_are_written(typed):
    form = cerfa_form(CerfaDocument(project=Project(title=typed, description=typed)))
    assert as_pdf(form).startswith(b"%PDF")
    assert as_docx(form).startswith(b"PK")


def test_every_line_is_in_the_document_people_edit():
    document = Document(io.BytesIO(as_docx(cerfa_form(full_sheet()))))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    halves = [tuple(row[start : start + 2]) for row in rows for start in range(0, len(row) - 1, 2)]
    for code, account in ACCOUNTS.items():
        assert (account.title, euros(AMOUNTS[code])) in halves
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "Nom, dénomination\u00a0: Les Jardins d’Ici" in paragraphs
    assert "7. Attestations" in paragraphs


def test_the_workbook_has_amounts_that_compute():
    content = as_xlsx(full_sheet())
    assert sheet_names(content) == ["Demande", "Budget", "Personnes attendues", "Indicateurs"]
    records = [record for _, record in open_table(content, sheet="Budget").records()]
    amounts = {row["Compte"]: Decimal(row["Montant en euros"]) for row in records}
    assert amounts == {code: Decimal(cents) / 100 for code, cents in AMOUNTS.items()}
    assert [row["Financeur"] for row in records if row["Financeur"]] == [
        "DDETS du Gard",
        "Alès Agglomération",
    ]
    answers = [record for _, record in open_table(content, sheet="Demande").records()]
    assert {
        "Partie": "1. Identité de l’association",
        "Question": "Numéro SIRET",
        "Réponse": "20006691800012",
    } in answers
