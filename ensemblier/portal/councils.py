"""What the public reads of the conseils citoyens. Names only of those who agreed to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.core.models import held_on
from ensemblier.councils.composition import Composition
from ensemblier.councils.enums import College
from ensemblier.councils.models import (
    Consultation,
    Council,
    CouncilDocument,
    Mandate,
    Meeting,
    Minutes,
)
from ensemblier.councils.queries import (
    by_year,
    coming_meetings,
    compositions_of,
    documents_of,
    minutes_of,
)
from ensemblier.councils.queries.consultations import presence, published_opinions
from ensemblier.councils.sentences import presence_in_words
from ensemblier.portal.queries import features_of
from ensemblier.territories.models import Area

NEXT_MEETINGS = 5
LAST_MINUTES = 6
OPINIONS_SHOWN = 20


@dataclass(frozen=True)
class CouncilPage:
    """`named` are the members who agreed to be; the others are in the counts alone."""

    council: Council
    composition: Composition
    named: list[Mandate]
    meetings: list[Meeting]
    minutes: list[Minutes]
    minutes_count: int
    documents: list[CouncilDocument]

    @property
    def unnamed_count(self) -> int:
        held = self.composition.total + self.composition.alternates
        return held - len(self.named)

    def named_in(self, college: str) -> list[Mandate]:
        return [one for one in self.named if one.college == college]

    @property
    def named_residents(self) -> list[Mandate]:
        return self.named_in(College.RESIDENTS)

    @property
    def named_actors(self) -> list[Mandate]:
        return self.named_in(College.ACTORS)


def councils_of_contract(contract: Contract) -> QuerySet[Council]:
    """Those still active first, the wide one at their head; with their areas."""
    areas = Area.objects.prefetch_related("links_out__target").order_by("name", "pk")
    return (
        Council.objects.filter(contract=contract)
        .select_related("contract")
        .prefetch_related(Prefetch("areas", areas))
        .order_by("-is_active", "-is_wide", "name", "pk")
    )


def council_cards(
    contract: Contract, on: datetime.date
) -> list[tuple[Council, Composition, Meeting | None]]:
    councils = list(councils_of_contract(contract))
    compositions = compositions_of(councils, on)
    coming: dict[int, Meeting] = {}
    rows = Meeting.objects.filter(
        contract=contract, is_public=True, cancelled_at=None, starts_at__date__gte=on
    )
    for meeting in rows.order_by("starts_at", "pk"):
        coming.setdefault(meeting.council_id, meeting)
    return [(one, compositions[one.pk], coming.get(one.pk)) for one in councils]


def council_features(councils: Iterable[Council], on: datetime.date) -> list[dict[str, Any]]:
    """The shapes of the areas of these councils, each once."""
    areas = {area.pk: area for council in councils for area in council.areas.all()}
    return features_of(areas.values(), on)


def council_page(council: Council, at: datetime.datetime, on: datetime.date) -> CouncilPage:
    minutes = published_minutes(council)
    named = Mandate.objects.filter(held_on(on), council=council, shows_name=True)
    return CouncilPage(
        council=council,
        composition=compositions_of([council], on)[council.pk],
        named=list(named.select_related("user", "organization").order_by("user__full_name", "pk")),
        meetings=list(coming_meetings(council, at)[:NEXT_MEETINGS]),
        minutes=list(minutes[:LAST_MINUTES]),
        minutes_count=minutes.count(),
        documents=list(documents_of(council).filter(is_public=True)),
    )


def published_minutes(council: Council) -> QuerySet[Minutes]:
    return minutes_of(council).filter(published_at__isnull=False)


def minutes_by_year(council: Council) -> list[tuple[int, list[Minutes]]]:
    """Each year with its months, January first within the year, the latest year first."""
    rows = [
        _of(council, minutes) for minutes in published_minutes(council).order_by("-month", "-pk")
    ]
    return [(year, found[::-1]) for year, found in by_year(rows)]


def neighbours_of(minutes: Minutes) -> tuple[Minutes | None, Minutes | None]:
    """The minutes before and after, in the order of months."""
    rows = list(published_minutes(minutes.council).order_by("month", "pk"))
    place = next(rank for rank, row in enumerate(rows) if row.pk == minutes.pk)
    before = rows[place - 1] if place else None
    after = rows[place + 1] if place + 1 < len(rows) else None
    return (
        before and _of(minutes.council, before),
        after and _of(minutes.council, after),
    )


def _of(council: Council, minutes: Minutes) -> Minutes:
    minutes.council = council
    return minutes


def thread_of(council: Council) -> dict[str, Any]:
    """Up to the neighbourhoods for which it speaks, down to what is asked and done there."""
    contract = council.contract
    before = [(contract.name, contract.get_absolute_url(), "")]
    before += [(area.name, area.get_absolute_url(), "") for area in council.areas.all()]
    return {
        "before": before[-3:],
        "here": council.name,
        "after": [
            (_("Le plan"), reverse("portal:contract_plan", args=[contract.slug]), ""),
            (_("Les actions soutenues"), reverse("portal:actions", args=[contract.slug]), ""),
        ],
    }


def opinions_said(council: Council) -> list[tuple[Consultation, str]]:
    """The latest opinions that the council chose to publish, with who was present in numbers."""
    rows = published_opinions(council)[:OPINIONS_SHOWN]
    return [(row, presence_in_words(presence(row), row.others_present)) for row in rows]
