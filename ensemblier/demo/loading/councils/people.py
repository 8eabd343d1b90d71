"""Those who sit: the term before, those who left and who replaced them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College, EndReason, Function, Origin, Sex
from ensemblier.councils.models import Council, Mandate
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area

DESCRIPTION = (
    "Des habitants tirés au sort ou volontaires, et des acteurs du quartier, s’y retrouvent chaque "
    "mois. Ils disent ce qui ne va pas et proposent. Ils donnent leur avis sur les projets. "
    "(Membres, réunions et comptes rendus inventés.)"
)
BEFORE = (datetime.date(2021, 1, 12), datetime.date(2023, 12, 31))
RENEWED_ON = datetime.date(2024, 1, 15)
LEFT_ON = datetime.date(2025, 3, 31)
UNBALANCED = "Tamaris"
SEATS = {"residents_seats": 9, "actors_seats": 4}
ALL_FUNCTIONS = (Function.CO_PRESIDENT, Function.CO_PRESIDENT, Function.TREASURER)


def dress_councils(councils: Iterable[Council]) -> None:
    for council in councils:
        council.description = DESCRIPTION
        council.meets = "Un mardi par mois à 18 h, sauf en été, au centre social (lieu inventé)."
        council.residents_seats, council.actors_seats = SEATS.values()
        council.save()


def open_more(contract: Contract, neighbour: Contract, area: Area, faker: Faker) -> list[Council]:
    """The council of the whole agglomeration, and that of Saint-Ambroix in the other contract."""
    wide = Council.objects.create(
        contract=contract,
        name="Conseil citoyen Alès Agglo",
        is_wide=True,
        email="conseil-agglo@demo.example",
    )
    other = Council.objects.create(
        contract=neighbour,
        name="Conseil citoyen de Saint-Ambroix",
        email="conseil-saint-ambroix@demo.example",
    )
    other.areas.add(area)
    for council in (wide, other):
        seat(council, faker, starts_on=RENEWED_ON, ends_on=None)
    return [wide, other]


def seat(
    council: Council, faker: Faker, *, starts_on: datetime.date, ends_on: datetime.date | None
) -> list[Mandate]:
    """Eight residents, as many women as men, and four local actors."""
    return Mandate.objects.bulk_create(
        Mandate(
            council=council,
            user=somebody(faker, is_woman=rank % 2 == 0),
            college=College.ACTORS if rank >= 8 else College.RESIDENTS,
            sex=Sex.FEMALE if rank % 2 == 0 else Sex.MALE,
            starts_on=starts_on,
            ends_on=ends_on,
            end_reason=EndReason.TERM if ends_on else "",
        )
        for rank in range(12)
    )


def somebody(faker: Faker, *, is_woman: bool) -> User:
    name = faker.first_name_female() if is_woman else faker.first_name_male()
    return User.objects.create_user(None, None, full_name=f"{name} {faker.last_name()}")


def load_terms(
    councils: Sequence[Council], associations: Sequence[Organization], faker: Faker
) -> None:
    for rank, council in enumerate(councils):
        seat(council, faker, starts_on=BEFORE[0], ends_on=BEFORE[1])
        current = list(council.mandates.filter(starts_on=RENEWED_ON).order_by("pk"))
        say_more(current, associations[rank:], is_unbalanced=UNBALANCED in council.name)
        residents = [
            one for one in current if one.college == College.RESIDENTS and one.sex == Sex.MALE
        ]
        replace(residents[-1], faker)


def say_more(
    mandates: Sequence[Mandate], associations: Sequence[Organization], *, is_unbalanced: bool
) -> None:
    """Sex, origin, functions, consent; in one council two women have left and none came."""
    residents = [one for one in mandates if one.college == College.RESIDENTS]
    actors = [one for one in mandates if one.college == College.ACTORS]
    for rank, one in enumerate(residents):
        one.sex = Sex.FEMALE if rank % 2 == 0 else Sex.MALE
        one.origin = Origin.DRAWN if rank % 4 < 3 else Origin.VOLUNTEER
        one.shows_name = rank % 3 == 0
    for one, function in zip(residents, ALL_FUNCTIONS, strict=False):
        one.function = function
    for one, association in zip(actors, associations, strict=False):
        one.sex = one.sex or (Sex.FEMALE if one.pk % 2 else Sex.MALE)
        one.organization, one.origin, one.shows_name = association, Origin.DESIGNATED, True
    if is_unbalanced:
        for one in [one for one in residents if one.sex == Sex.FEMALE][-2:]:
            one.ends_on, one.end_reason = datetime.date(2026, 2, 28), EndReason.MOVED
    fields = ["sex", "origin", "shows_name", "function", "organization", "ends_on", "end_reason"]
    Mandate.objects.bulk_update(mandates, fields)


def replace(former: Mandate, faker: Faker) -> None:
    """A man resigned in the spring of 2025; another came after him."""
    former.ends_on, former.end_reason = LEFT_ON, EndReason.RESIGNED
    former.save()
    Mandate.objects.create(
        council=former.council,
        user=somebody(faker, is_woman=False),
        college=College.RESIDENTS,
        sex=Sex.MALE,
        origin=Origin.DRAWN,
        starts_on=LEFT_ON + datetime.timedelta(days=15),
        replaces=former,
    )
