"""The papers of a committee, from plain data: a page each, all in one document."""

from __future__ import annotations

import io

from docx import Document
from pypdfium2 import PdfDocument

from ensemblier.appraisal.documents import Item, Pack, as_docx, as_pdf
from ensemblier.appraisal.queries.sheets import Line, PastYear, Said, Sheet

LONG = "Des mots qui prennent de la place sur la page imprimée. " * 40


def sheet(number: int, **fields: object) -> Sheet:
    """As much as a page may have to hold: nine funders and eight councils who all comment."""
    lines = tuple(
        Line(
            request_id=rank,
            funder_id=rank,
            funder=f"Financeur numéro {rank}",
            asked=1_234_56,
            opinion=Said(f"Financeur {rank}", "favorable avec réserves", "wait", 1_000_00, LONG),
            proposed=1_000_00,
            granted=None,
            state="proposé",
        )
        for rank in range(9)
    )
    values = {
        "application_id": number,
        "reference": f"2026-{number:04d}",
        "title": f"Ateliers du mercredi {number} pour les enfants et leurs parents",
        "bearer": "La Ronde",
        "partners": ("Le Pont",),
        "theme": "1.2.1 Se rencontrer",
        "summary": LONG,
        "places": (("Les Prés", "60\u00a0%"), ("ailleurs", "40\u00a0%")),
        "dates": "du 1er janvier 2026 au 31 décembre 2026",
        "is_renewal": True,
        "people": 120,
        "people_in_qpv": 90,
        "women": 70,
        "men": 50,
        "cost": 50_000_00,
        "asked": 11_111_04,
        "lines": lines,
        "opinions": tuple(Said(f"Conseil {n}", "favorable", "ok", None, LONG) for n in range(8)),
        "past": (PastYear(2025, 9_000_00, 8_000_00),),
    }
    return Sheet(**{**values, **fields})  # type: ignore[arg-type]  # by their names


def pack(*sheets: Sheet, **fields: object) -> Pack:
    items = [Item(one.reference, one.title, one.bearer, one.asked, one) for one in sheets]
    values = {"title": "CTP Jeunesse", "subtitle": "12 mars 2026", "author": "Contrat d’ici"}
    return Pack(**{**values, "items": items, **fields})  # type: ignore[arg-type]  # by their names


def pages_of(pdf: bytes) -> list[str]:
    texts = [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]
    return [text.replace("\u202f", " ").replace("\u00a0", " ") for text in texts]


def test_the_fullest_sheet_is_one_page():
    (page,) = pages_of(as_pdf(pack(sheet(1), with_agenda=False)))
    for words in ("Financeur numéro 8", "Conseil 7", "11 111,04 €", "2025 : demandé 9 000 €"):
        assert words in page


def test_a_hundred_and_forty_applications_are_one_document_a_page_each():
    sheets = [sheet(number, title=f"Action {number}") for number in range(1, 141)]
    pages = pages_of(as_pdf(pack(*sheets)))
    agenda = [page for page in pages if "Financeur numéro" not in page]
    assert len(pages) - len(agenda) == 140
    assert "Action 1\n" in pages[len(agenda)].replace("\r", "")
    assert "Action 140" in pages[-1]
    assert "Action 140" in agenda[-1]


def test_who_stays_out_reads_a_title_and_the_word():
    closed = Item("2026-0001", "Bal des voisins", "La Ronde")
    text = "\n".join(pages_of(as_pdf(pack(items=[closed], with_minutes=True))))
    assert text.count("Bal des voisins") == 3
    assert text.count("Déport : ce dossier est examiné sans") == 2


def test_the_minutes_follow_the_agenda_with_the_money():
    item = Item("2026-0001", "Bal", "La Ronde", 1, sheet(1), text="Oui.\nSous réserve.")
    minutes = pack(
        items=[item],
        facts=[("Présents", "Mme Roux")],
        with_agenda=False,
        with_sheets=False,
        with_minutes=True,
    )
    (page,) = pages_of(as_pdf(minutes))
    for words in ("Mme Roux", "Sous réserve.", "Financeur numéro 0", "1 000 €"):
        assert words in page
    words = [one.text for one in Document(io.BytesIO(as_docx(minutes))).paragraphs]
    assert words[-2:] == ["Oui.", "Sous réserve."]


def test_signs_that_no_font_draws_stop_nothing():
    strange = sheet(1, title="Fête 🎉 du\x00 quartier")
    assert "Fête" in pages_of(as_pdf(pack(strange)))[-1]
    document = Document(io.BytesIO(as_docx(pack(strange))))
    assert "1. Fête 🎉 du quartier" in [one.text for one in document.paragraphs]
