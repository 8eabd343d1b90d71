"""Who and what the invented years are made of."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.demo.loading.programming.batch import Batch
from ensemblier.demo.loading.tables import rows
from ensemblier.governance.models import Body, Seat
from ensemblier.indicators.enums import AgeBand
from ensemblier.indicators.models import Indicator
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.territories.models import Area

EVERYONE: Mapping[str, int] = {
    AgeBand.UNDER_6: 4,
    AgeBand.UNDER_16: 18,
    AgeBand.UNDER_18: 7,
    AgeBand.UNDER_26: 14,
    AgeBand.UNDER_65: 42,
    AgeBand.OVER_64: 15,
}
# Age bands with their weight, and women in a hundred.
PUBLICS: dict[str, tuple[Mapping[str, int], int]] = {
    "all": (EVERYONE, 53),
    "children": ({AgeBand.UNDER_6: 15, AgeBand.UNDER_16: 85}, 49),
    "youth": ({AgeBand.UNDER_16: 45, AgeBand.UNDER_18: 35, AgeBand.UNDER_26: 20}, 41),
    "families": ({AgeBand.UNDER_6: 30, AgeBand.UNDER_16: 28, AgeBand.UNDER_65: 42}, 61),
    "adults": ({AgeBand.UNDER_26: 22, AgeBand.UNDER_65: 70, AgeBand.OVER_64: 8}, 55),
    "women": ({AgeBand.UNDER_26: 20, AgeBand.UNDER_65: 70, AgeBand.OVER_64: 10}, 96),
    "elders": ({AgeBand.UNDER_16: 12, AgeBand.UNDER_65: 18, AgeBand.OVER_64: 70}, 62),
}
IN_TWO_AREAS = "dans deux quartiers"


@dataclass(frozen=True)
class Activity:
    """An idea of an action, from `activities.csv`."""

    node_code: str
    name: str
    public: str
    costs: tuple[int, int]
    texts: Mapping[str, str]


def activities() -> list[Activity]:
    return [
        Activity(
            node_code=row["node_code"],
            name=row["name"],
            public=row["public"],
            costs=(int(row["lowest_cost"]), int(row["highest_cost"])),
            texts={name: row[name] for name in ("objectives", "needs", "description", "summary")},
        )
        for row in rows("activities")
    ]


@dataclass(frozen=True)
class Place:
    """Where an action happens, as its title says it."""

    words: str
    areas: tuple[Area, ...]


@dataclass
class World:
    """Everything that a year is made of; `batch` keeps what is still to be written.

    `people` gives the person of each association, `officers` that of a funder; the associations
    that are `known` come back every year.
    """

    contract: Contract
    version: PlanVersion
    nodes: dict[str, Node]
    funders: Sequence[Organization]
    services: Sequence[Organization]
    associations: Sequence[Organization]
    people: Mapping[int, User]
    team: Sequence[User]
    officers: Mapping[int, User]
    quarters: Sequence[Area]
    known: Sequence[Organization]
    places: Sequence[Place]
    rng: random.Random
    activities: Sequence[Activity] = field(default_factory=activities)
    batch: Batch = field(default_factory=Batch)
    councils: list[Council] = field(default_factory=list)
    council_areas: dict[int, set[int]] = field(default_factory=dict)
    bodies: list[tuple[Body, list[Node], list[Area]]] = field(default_factory=list)
    seats: dict[int, list[Seat]] = field(default_factory=dict)
    indicators: dict[str, list[Indicator]] = field(default_factory=dict)

    @property
    def writer(self) -> User:
        return self.team[0]
