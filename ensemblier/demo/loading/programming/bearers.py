"""What each association says of itself once a year: people, members, its own budget."""

from __future__ import annotations

from ensemblier.applications.models import BearerBudgetLine, BearerYear
from ensemblier.demo.loading.programming.amounts import EURO, split
from ensemblier.demo.loading.programming.seasons import Season
from ensemblier.demo.loading.programming.world import World
from ensemblier.organizations.models import Organization

EXPENSES = {"606": 12, "613": 10, "616": 3, "622": 15, "625": 5, "641": 40, "645": 15}
INCOME = {"70": 18, "74-state": 25, "74-department": 12, "74-epci": 25, "756": 8, "758": 12}


def add_bearers(world: World, season: Season) -> None:
    for association in world.associations:
        year = world.batch.add(make_year(world, season, association))
        total = world.rng.randint(30, 240) * 1000 * EURO
        for shares in (EXPENSES, INCOME):
            weights = [weight * world.rng.randint(60, 140) for weight in shares.values()]
            for account, cents in zip(shares, split(total, weights), strict=True):
                world.batch.add(
                    BearerBudgetLine(bearer_year=year, account=account, amount_cents=cents)
                )


def make_year(world: World, season: Season, association: Organization) -> BearerYear:
    rng = world.rng
    employees = rng.randint(0, 6)
    return BearerYear(
        organization=association,
        year=season.year,
        networks="Fédération des associations du bassin" if rng.random() < 0.3 else "",
        volunteers=rng.randint(4, 60),
        volunteering=rng.randint(0, 3),
        employees=employees,
        subsidized_employees=min(employees, rng.randint(0, 2)),
        full_time_equivalents=employees * rng.choice((1, 0.5)),
        members_female=rng.randint(10, 120),
        members_male=rng.randint(10, 120),
        edition=1,
    )
