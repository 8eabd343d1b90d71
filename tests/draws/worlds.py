"""A pool of invented people, easy to count, and a draw among them."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.draws.models import Draw, Entrant, Pool, PoolList
from ensemblier.draws.operations import ceremony, computing
from ensemblier.draws.operations.lists import apply_list, prepare_list
from ensemblier.draws.operations.pools import create_pool

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
EVENING = datetime.datetime(2026, 6, 10, 18, 30, tzinfo=datetime.UTC)
COMMIT = {"chance": "balls", "chance_words": "", "ceremony_at": EVENING, "place": "Mairie"}
ASKED = {
    "name": "Conseil",
    "council": None,
    "audience": "lists",
    "neighborhood": "",
    "seats": 8,
    "one_per_address": True,
    "age_bounds": "16, 41",
}
HEADER = "Nom;Prénom;Né le;Sexe;Adresse;CP;Commune;Quartier"


def make_pool(contract: Contract, by: User, **changes: Any) -> Pool:
    values = {
        "name": "Conseil 2026",
        "purpose": "council",
        "ages_on": datetime.date(2026, 6, 10),
        "minimum_age": 16,
        "delete_on": datetime.date(2026, 12, 31),
        "sender": "GIP d’ici",
        "contact": "1 place de la Mairie\n30100 Alès\ntirage@ici.test",
        **changes,
    }
    return create_pool(contract=contract, values=values, by=by, at=NOW)


def table(*rows: str, header: str = HEADER, name: str = "liste.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *rows]).encode())


def prepare(pool: Pool, by: User, *rows: str, origin: str = "civil", **changes: Any) -> PoolList:
    header = changes.pop("header", HEADER)
    values = {"name": "", "notice": "Donnée par la mairie.", **changes}
    return prepare_list(
        pool=pool, uploaded=table(*rows, header=header), origin=origin, by=by, at=NOW, **values
    )


def add(pool: Pool, by: User, *rows: str, origin: str = "civil", **changes: Any) -> PoolList:
    return apply_list(prepared=prepare(pool, by, *rows, origin=origin, **changes), by=by, at=NOW)


def crowd(count: int, *, quarters: tuple[str, ...] = ("Les Prés", "Le Mas")) -> list[str]:
    """Rows of people who look like nobody else: sexes, ages and quarters take turns."""
    return [
        ";".join(
            [
                f"{chr(65 + rank % 26)}{chr(65 + rank // 26 % 26)}NOM{rank}",
                f"{chr(90 - rank % 26)}{chr(90 - rank // 26 % 26)}prenom{rank}",
                str(1950 + rank * 7 % 55),
                "FH"[rank % 2],
                f"{rank + 1} rue des Lilas",
                "30100",
                "Alès",
                quarters[rank // 2 % len(quarters)],
            ]
        )
        for rank in range(count)
    ]


def names(pool: Pool) -> list[str]:
    people = Entrant.objects.filter(pool=pool, merged_into=None).order_by("name_key")
    return [str(person) for person in people]


def at(name: str, draw: Draw, *args: object) -> str:
    return reverse(f"draws:{name}", args=[draw.pk, *args])


def bounds_of(draw: Draw) -> dict[tuple[str, str], tuple[int, int]]:
    return {(row.feature, row.value): (row.minimum, row.maximum) for row in draw.quotas.all()}


def committed(draw: Draw, by: User) -> Draw:
    computing.compute_draw(draw=draw, by=by, at=NOW)
    return ceremony.commit_draw(draw=draw, values=COMMIT, by=by, at=NOW)


def made(draw: Draw, by: User, digits: str = "417") -> Draw:
    committed(draw, by)
    return ceremony.draw_panel(draw=draw, digits=digits, witnesses="", by=by, at=EVENING)
