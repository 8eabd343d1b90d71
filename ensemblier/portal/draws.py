"""What the public pages of a draw show: never a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.draws.enums import PUBLIC_STATES, DrawState
from ensemblier.draws.letter_codes import digest_of, read_code
from ensemblier.draws.models import Draw, Entrant, Ticket
from ensemblier.draws.queries.draws import alternates_drawn, drawn_tickets, without_long_texts
from ensemblier.draws.words import percent, told
from ensemblier.portal.permissions import can_read_contract
from ensemblier.territories.models import Area

DRAWS_SHOWN = 3


def readable_draw(request: HttpRequest, contract_slug: str, number: int) -> Draw | None:
    """A draw that was published, of a contract that the visitor may read."""
    draw = (
        Draw.objects.filter(contract__slug=contract_slug, number=number, state__in=PUBLIC_STATES)
        .exclude(commitment="")
        .select_related("contract", "pool", "council")
        .first()
    )
    if draw is None or not can_read_contract(request.user, draw.contract):
        return None
    return draw


def contracts_with_draws() -> list[Contract]:
    """Public ones where a draw was published."""
    rows = Contract.objects.filter(is_public=True, draws__in=_published())
    return list(rows.distinct().order_by("name"))


def _published() -> QuerySet[Draw]:
    return Draw.objects.filter(state__in=PUBLIC_STATES).exclude(commitment="")


def draws_of_council(council: Council) -> QuerySet[Draw]:
    """Those that compose it, and those of its contract that compose no council in particular."""
    mine = Q(council=council) | Q(council=None, contract=council.contract_id)
    return without_long_texts(_published().filter(mine))[:DRAWS_SHOWN]


def draws_of_area(area: Area) -> QuerySet[Draw]:
    """Those of its councils, and those of the whole contracts that cover it."""
    whole = Q(council=None, contract__is_public=True, contract__contractareas__area=area)
    of_councils = Q(council__areas=area, contract__is_public=True)
    return without_long_texts(_published().filter(whole | of_councils).distinct())[:DRAWS_SHOWN]


def thread_of(draw: Draw) -> dict[str, Any]:
    """Up to the contract and the draws; down to the councils where those drawn will sit."""
    slug = draw.contract.slug
    before = [
        (draw.contract.name, draw.contract.get_absolute_url(), ""),
        (_("Tirages au sort"), reverse("portal:draws", args=[slug]), ""),
    ]
    after = (_("Les conseils citoyens"), reverse("portal:councils", args=[slug]), "")
    if draw.council is not None:
        after = (draw.council.name, draw.council.get_absolute_url(), "")
    return {"before": before, "here": draw.name, "after": [after]}


@dataclass(frozen=True)
class Place:
    """What a code finds in one draw: on how many of the 1 000 lists, and what came of it."""

    draw: Draw
    panels: int
    numbers: list[str]
    fingerprint: str
    is_drawn: bool
    # On how many of the lists of alternates; their place among those who came out.
    waiting: int
    alternate_rank: int | None
    is_called: bool

    @property
    def percent(self) -> str:
        return percent(self.panels / 10)

    @property
    def is_over(self) -> bool:
        return self.draw.state == DrawState.DRAWN


@dataclass(frozen=True)
class Found:
    """`is_waiting`: in a pool whose draw is not published yet."""

    places: list[Place]
    is_waiting: bool


def found_by_code(text: str) -> Found | None:
    """What the code of a letter tells, names erased or not; None for a code of nobody."""
    code = read_code(text)
    tickets = (
        Ticket.objects.filter(code_digest=digest_of(code), draw__in=_published())
        .select_related("draw__contract")
        .order_by("-draw__committed_at")
    )
    places = [_place(ticket) for ticket in tickets]
    if places:
        return Found(places, is_waiting=False)
    is_waiting = Entrant.objects.filter(code=code, exclusion="").exists()
    return Found([], is_waiting=True) if is_waiting else None


def _place(ticket: Ticket) -> Place:
    committed = json.loads(ticket.draw.commitment)["committed"]
    alternates = committed.get("alternates")
    return Place(
        draw=ticket.draw,
        panels=ticket.panels,
        numbers=_numbers_of(ticket, committed["panels"]),
        fingerprint=ticket.fingerprint,
        is_drawn=ticket.rank is not None,
        waiting=alternates["times"][ticket.row] if alternates else 0,
        alternate_rank=ticket.alternate_rank,
        is_called=ticket.stands_in_for_id is not None,
    )


def _numbers_of(ticket: Ticket, panels: list[list[int]]) -> list[str]:
    """The numbers of the lists that hold this person, as they were published."""
    return [f"{number:03}" for number, panel in enumerate(panels) if ticket.row in panel]


def people_shown(draw: Draw) -> dict[str, list[Ticket]]:
    """Who came out, and the alternates in their order; nobody before."""
    if draw.state != DrawState.DRAWN:
        return {}
    return {
        "tickets": told(draw, drawn_tickets(draw)),
        "alternates": told(draw, alternates_drawn(draw)),
    }
