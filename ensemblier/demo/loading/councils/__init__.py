"""The invented life of the councils: members, meetings, minutes, papers, volunteers."""

from __future__ import annotations

import datetime
import random

from faker import Faker

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.demo.loading.councils.life import load_life
from ensemblier.demo.loading.councils.people import dress_councils, load_terms, open_more
from ensemblier.demo.loading.people import SEED
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area


def load_councils(
    *,
    contract: Contract,
    neighbour: Contract,
    area: Area,
    associations: list[Organization],
    by: User,
    today: datetime.date,
) -> None:
    """`area` is the neighbourhood of the `neighbour` contract that has a council."""
    rng = random.Random(SEED)  # noqa: S311 - the same words every time
    faker = Faker("fr_FR")
    faker.seed_instance(SEED + 2)
    councils = list(Council.objects.filter(contract=contract).order_by("pk"))
    councils += open_more(contract, neighbour, area, faker)
    dress_councils(councils)
    load_terms(councils, associations, faker)
    for council in councils:
        council.contract = contract if council.contract_id == contract.pk else neighbour
    load_life(councils=councils, by=by, today=today, rng=rng)
