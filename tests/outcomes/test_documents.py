"""The Cerfa 15059 read back with a text extractor: every line, every amount."""

import datetime
import io

import pypdfium2
from docx import Document

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.budget import budget_of, percentage
from ensemblier.applications.documents.sheet import Expected, Measure
from ensemblier.applications.documents.writing import as_docx, as_pdf
from ensemblier.core.typography import euros, quantity
from ensemblier.outcomes.documents import Explained, FinancialReport, FunderLine, report_form
from tests.applications.sheets import text_of

PLANNED = {code: 100_000 + rank * 1_013 for rank, code in enumerate(ACCOUNTS)}
ACTUAL = {code: 80_000 + rank * 1_427 for rank, code in enumerate(ACCOUNTS)}


def full_report() -> FinancialReport:
    return FinancialReport(
        reference="2026-014",
        year=2026,
        bearer="Les Jardins d’Ici",
        siret="200 066 918 00012",
        title="Un potager au pied des tours",
        narrative="Soixante ateliers.\nUne fête.",
        dates_and_places="De mars à octobre, aux Cévennes",
        reached=[Expected("6 à 15 ans", 12, 14), Expected("65 ans et plus", 9, 4, 1)],
        people=40,
        people_in_qpv=31,
        objectives_reached="Oui",
        measures=[(Measure("Ateliers tenus", "70"), "60")],
        planned=budget_of(PLANNED.items()),
        actual=budget_of(ACTUAL.items()),
        funders=[FunderLine("74-state", "DDETS du Gard", PLANNED["74-state"], ACTUAL["74-state"])],
        granted=ACTUAL["74-state"],
        indirect_costs_rule="Au prorata des heures",
        variances=[Explained("Locations", 103_039, 84_281, "Salle prêtée par la mairie")],
        volunteering="120 heures",
        signed_by="Rose Martin",
        signed_as="présidente",
        signed_on=datetime.date(2027, 5, 1),
    )


def plain(text: str) -> str:
    return " ".join(text.split())


def test_every_line_is_printed_planned_actual_and_share():
    text = text_of(as_pdf(report_form(full_report())))
    for code, account in ACCOUNTS.items():
        planned, actual = PLANNED[code], ACTUAL[code]
        share = quantity(percentage(actual, planned) or 0, "%")
        assert plain(f"{account.title} {euros(planned)} {euros(actual)} {share}") in text


def test_the_parts_of_the_form_follow_one_another():
    report = full_report()
    text = text_of(as_pdf(report_form(report)))
    share = quantity(percentage(report.granted, report.actual.income) or 0, "%")
    said = [
        "1. Bilan qualitatif du projet",
        "Soixante ateliers. Une fête.",
        "Personnes touchées : 40, dont 31 des quartiers prioritaires",
        "65 ans et plus 9 4 1 14",
        "Total 21 18 1 40",
        "De mars à octobre, aux Cévennes",
        "Ateliers tenus 70 60",
        "2. Tableau de synthèse",
        f"– DDETS du Gard {euros(PLANNED['74-state'])} {euros(ACTUAL['74-state'])}",
        f"La subvention de {euros(report.granted)} représente {share} du total des produits.",
        "3. Annexe",
        "Au prorata des heures",
        "Salle prêtée par la mairie",
        "120 heures",
        "Rose Martin",
        "Fait le 1er mai 2027",
    ]
    places = [text.index(plain(sentence)) for sentence in said]
    assert places == sorted(places)


def test_a_report_without_anything_is_still_a_document():
    content = as_pdf(report_form(FinancialReport()))
    assert pypdfium2.PdfDocument(content).is_tagged()
    assert "Total des charges 0 €" in text_of(content)


def test_the_document_people_edit_has_the_same_table():
    document = Document(io.BytesIO(as_docx(report_form(full_report()))))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    halves = [row[start : start + 3] for row in rows if len(row) == 8 for start in (0, 4)]
    for code, account in ACCOUNTS.items():
        assert [account.title, euros(PLANNED[code]), euros(ACTUAL[code])] in halves
