"""A draw that was made and one in preparation, among people who do not exist."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.spreadsheets import write_csv
from ensemblier.draws.enums import Answer, Chance, Exclusion, Origin, Purpose
from ensemblier.draws.letter_codes import grouped
from ensemblier.draws.lottery.certificate import SIGNS
from ensemblier.draws.models import Draw, Entrant, Pool
from ensemblier.draws.operations.alternates import call_alternates
from ensemblier.draws.operations.ceremony import commit_draw, draw_panel
from ensemblier.draws.operations.computing import compute_draw
from ensemblier.draws.operations.doubles import settle_pair
from ensemblier.draws.operations.draws import create_draw
from ensemblier.draws.operations.lists import apply_list, prepare_list
from ensemblier.draws.operations.outcome import set_answer
from ensemblier.draws.operations.pools import create_pool, exclude_person
from ensemblier.draws.queries.calls import calls_of
from ensemblier.draws.queries.draws import drawn_tickets
from ensemblier.draws.queries.pools import open_pairs, people_of

SEED = 2015
PARIS = ZoneInfo("Europe/Paris")
HEADER = ("Nom", "Prénom", "Né(e) le", "Sexe", "Adresse", "Code postal", "Commune", "Quartier")
# How many on each list; a few stand on two.
LISTS = (
    (Origin.CIVIL, "État civil (inventé)", 190),
    (Origin.LANDLORDS, "Locataires des bailleurs (inventés)", 120),
    (Origin.YOUTH, "Jeunes de la Mission Locale (inventés)", 50),
)
SHARED = 20
SEATS = 40
ALTERNATES = 8
DIGITS = "417"
LENGTH = 28
STREETS = ("rue des Loutres", "impasse du Héron", "place aux Cigales", "chemin du Castor")


def load_draws(contract: Contract, by: User, today: datetime.date) -> None:
    areas = contract.contractareas.select_related("area").order_by("area__code", "pk")
    quarters = list(dict.fromkeys(link.area.name for link in areas))[:4]
    start = datetime.datetime.combine(today, datetime.time(9), PARIS)
    pool = load_pool(contract, by, start - datetime.timedelta(days=90), quarters)
    prepared_at = start - datetime.timedelta(days=60)
    done = prepare(pool, "Collèges d’habitants", SEATS, by, prepared_at, alternates=ALTERNATES)
    done = made(done, by, start - datetime.timedelta(days=45))
    answered(done, by, start - datetime.timedelta(days=20))
    waiting = create_pool(
        contract=contract,
        values=pool_values("Jury du fonds de participation (inventé)", today, Purpose.PANEL),
        by=by,
        at=start,
    )
    chance = random.Random(SEED + 1)  # noqa: S311 - the same people every time
    rows = list(invented(chance, 60, quarters, (1950, 2005)))
    add_list(waiting, Origin.CIVIL, "État civil (inventé)", rows, by, start)
    give_codes(waiting)
    prepare(waiting, "Jury de douze habitants", 12, by, start)


def pool_values(name: str, today: datetime.date, purpose: str) -> dict[str, object]:
    return {
        "name": name,
        "purpose": purpose,
        "ages_on": today,
        "minimum_age": 16,
        "delete_on": today + datetime.timedelta(days=300),
        "sender": "GIP Politique de la ville (démonstration)",
        "contact": "1 place Inventée\n30100 Alès\ntirage@demo.example",
    }


def load_pool(contract: Contract, by: User, at: datetime.datetime, quarters: list[str]) -> Pool:
    """About 340 people on three lists, duplicates settled, a few left out."""
    chance = random.Random(SEED)  # noqa: S311 - the same people every time
    values = pool_values("Habitants tirés au sort (inventés)", at.date(), Purpose.COUNCIL)
    values["delete_on"] = at.date() + datetime.timedelta(days=365)
    pool = create_pool(contract=contract, values=values, by=by, at=at)
    known: list[list[str]] = []
    for origin, name, count in LISTS:
        years = (1998, 2009) if origin == Origin.YOUTH else (1938, 2007)
        rows = known[:SHARED] if origin == Origin.LANDLORDS else []
        rows = rows + list(invented(chance, count, quarters, years))
        known = known or rows
        add_list(pool, origin, name, rows, by, at)
    for pair in open_pairs(pool):
        settle_pair(pair=pair, decision="keep", by=by, at=at)
    give_codes(pool)
    reasons = (Exclusion.MOVED, Exclusion.REFUSED, Exclusion.ELECTED)
    for person, reason in zip(people_of(pool).order_by("pk")[:3], reasons, strict=True):
        exclude_person(entrant=person, exclusion=reason, words="", by=by, at=at)
    return pool


def invented(
    chance: random.Random, count: int, quarters: list[str], years: tuple[int, int]
) -> Iterable[list[str]]:
    faker = Faker("fr_FR")
    faker.seed_instance(chance.randrange(10_000))
    for _rank in range(count):
        is_woman = chance.random() < 0.54
        born = datetime.date(chance.randint(*years), chance.randint(1, 12), chance.randint(1, 28))
        yield [
            faker.last_name().upper(),
            faker.first_name_female() if is_woman else faker.first_name_male(),
            born.strftime("%d/%m/%Y"),
            "F" if is_woman else "H",
            f"{chance.randint(1, 180)} {chance.choice(STREETS)}",
            "30100",
            "Alès",
            chance.choices(quarters, weights=range(2 * len(quarters), len(quarters), -1))[0],
        ]


def add_list(  # noqa: PLR0917
    pool: Pool, origin: Origin, name: str, rows: list[list[str]], by: User, at: datetime.datetime
) -> None:
    prepared = prepare_list(
        pool=pool,
        uploaded=SimpleUploadedFile("liste.csv", write_csv(HEADER, rows)),
        origin=origin,
        name=name,
        notice="Liste inventée pour la démonstration.",
        by=by,
        at=at,
    )
    apply_list(prepared=prepared, by=by, at=at)


def give_codes(pool: Pool) -> None:
    """The same codes every time, so that the certificate is the same too."""
    people = list(Entrant.objects.filter(pool=pool).order_by("pk"))
    for rank, person in enumerate(people):
        number = int(hashlib.sha256(f"{pool.name}/{rank}".encode()).hexdigest(), 16)
        letters = (SIGNS[number >> 5 * place & 31] for place in range(LENGTH))
        person.code = grouped("".join(letters))
    Entrant.objects.bulk_update(people, ["code"], batch_size=200)


def prepare(
    pool: Pool, name: str, seats: int, by: User, at: datetime.datetime, *, alternates: int = 0
) -> Draw:
    values = {
        "name": name,
        "council": None,
        "audience": "lists",
        "neighborhood": "",
        "seats": seats,
        "alternates": alternates,
        "one_per_address": True,
        "age_bounds": "16, 26, 41, 61",
    }
    return create_draw(pool=pool, values=values, by=by, at=at)


def made(draw: Draw, by: User, at: datetime.datetime) -> Draw:
    """Computed, published, and drawn two weeks later with three balls."""
    draw = compute_draw(draw=draw, by=by, at=at)
    ceremony_at = (at + datetime.timedelta(days=15)).replace(hour=18, minute=30)
    values = {
        "chance": Chance.BALLS,
        "chance_words": "",
        "ceremony_at": ceremony_at,
        "place": "Salle des mariages, mairie (démonstration)",
    }
    draw = commit_draw(draw=draw, values=values, by=by, at=at)
    witnesses = "Mme Inventée, présidente d’un conseil citoyen\nM. Fictif, huissier"
    return draw_panel(draw=draw, digits=DIGITS, witnesses=witnesses, by=by, at=ceremony_at)


def answered(draw: Draw, by: User, at: datetime.datetime) -> None:
    """The first for whom an alternate fits said no; those before said yes."""
    who: dict[str, Any] = {"answered_on": at.date(), "by": by, "at": at}
    for ticket in drawn_tickets(draw):
        set_answer(ticket=ticket, answer=Answer.REFUSED, **who)
        if any(call.alternate for call in calls_of(draw)):
            call_alternates(draw=draw, by=by, at=at)
            return
        set_answer(ticket=ticket, answer=Answer.ACCEPTED, **who)
