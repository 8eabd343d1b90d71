"""An application as the Cerfa shows it, with a different amount on every line."""

from __future__ import annotations

import datetime

import pypdfium2

from ensemblier.applications.accounts import ACCOUNTS, Side
from ensemblier.applications.budget import budget_of
from ensemblier.applications.documents.sheet import (
    Bearer,
    CerfaDocument,
    Expected,
    HumanMeans,
    Measure,
    Person,
    Place,
    Project,
    Relations,
    Signing,
    Subsidy,
    YearAsked,
)

AMOUNTS = {code: 101_000 + rank * 1_017 for rank, code in enumerate(ACCOUNTS)}


def text_of(pdf: bytes) -> str:
    """The words of every page, on one line, spaces made plain."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def full_sheet() -> CerfaDocument:
    return CerfaDocument(
        reference="2026-014",
        call="Appel à projets 2026",
        year=2026,
        is_renewal=True,
        is_multi_year=False,
        in_kind=False,
        funders=["DDETS du Gard", "Alès Agglomération"],
        bearer=Bearer(
            name="Les Jardins d’Ici",
            acronym="LJI",
            siret="20006691800012",
            rna="W301234567",
            address="3 rue des Mûriers",
            postcode="30100",
            commune="Alès",
            purpose="Jardins partagés",
            representative=Person("Rose Martin", "présidente", "04 66 00 00 00", "r@example.org"),
            contact=Person("Paul Durand", "trésorier"),
            joint_applicants=["Centre social des Cévennes"],
        ),
        relations=Relations(approvals="Jeunesse et éducation populaire", public_utility=False),
        human_means=HumanMeans(members=120, volunteers=34, employees=3),
        project=Project(
            title="Un potager au pied des tours",
            objectives="Se rencontrer",
            description="Deux ateliers par semaine.\nUne fête en juin.",
            audience=[Expected("6 à 11 ans", 12, 14), Expected("60 ans et plus", 9, 4, 1)],
            people=40,
            people_in_qpv=31,
            places=[Place("Cévennes", "80\u00a0%"), Place("Près-Saint-Jean", "20\u00a0%")],
            starts_on=datetime.date(2026, 1, 1),
            ends_on=datetime.date(2026, 12, 31),
            themes=["1.1.3 – Vivre ensemble"],
            measures=[Measure("Ateliers tenus", "70 ateliers")],
            answers=[("Avez-vous un local\u00a0?", "oui")],
        ),
        budget=budget_of(AMOUNTS.items()),
        subsidies=[
            Subsidy("74-state", "DDETS du Gard", AMOUNTS["74-state"]),
            Subsidy("74-epci", "Alès Agglomération", AMOUNTS["74-epci"]),
        ],
        asked=AMOUNTS["74-state"] + AMOUNTS["74-epci"],
        years=[YearAsked(2026, AMOUNTS["74-state"] + AMOUNTS["74-epci"])],
        signing=Signing("Rose Martin", "présidente", False, "Alès", datetime.date(2026, 1, 20)),
    )


def total(side: Side, *, in_kind: bool) -> int:
    return sum(
        AMOUNTS[code]
        for code, account in ACCOUNTS.items()
        if (account.side, account.in_kind) == (side, in_kind)
    )
