from __future__ import annotations

import datetime

import pytest

from ensemblier.councils.months import month_of

LATEST = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("CR Tamaris janvier 2020.pdf", (2020, 1)),
        ("Compte-rendu_Février-2019.docx", (2019, 2)),
        ("cr-conseil-citoyen-aout2021.pdf", (2021, 8)),
        ("CR déc 19.pdf", (2019, 12)),
        ("2020-01 Rive droite.pdf", (2020, 1)),
        ("cr_20190215_v2.pdf", (2019, 2)),
        ("Réunion du 15.03.2022.txt", (2022, 3)),
        ("CR 20102019.pdf", (2019, 10)),
        ("réunion du 5-6-18.pdf", (2018, 6)),
        ("PV 11-2023.pdf", (2023, 11)),
        ("2024 juin.pdf", (2024, 6)),
        ("CC_sept_2025_def.pdf", (2025, 9)),
        ("CR novembre 2026.pdf", (2026, 11)),
    ],
)
def test_month_that_a_name_tells(name: str, month: tuple[int, int]):
    assert month_of(name, LATEST) == datetime.date(*month, 1)


@pytest.mark.parametrize(
    "name",
    [
        "scan0001.pdf",
        "CR.pdf",
        "décembre 2026.pdf",
        "mai 1968.pdf",
        "marsouin 2020.pdf",
        "2020.pdf",
    ],
)
def test_name_that_tells_none(name: str):
    assert month_of(name, LATEST) is None
