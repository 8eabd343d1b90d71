"""Draws, for the team and for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for
from ensemblier.draws.enums import PUBLIC_STATES, Answer
from ensemblier.draws.models import Draw, Ticket

IS_OUT = Q(rank__isnull=False) | Q(alternate_rank__isnull=False)
LONG_TEXTS = ("commitment", "certificate", "result")


def draw_for(user: Any, pk: int) -> Draw | None:
    return (
        Draw.objects.filter(contract__in=contracts_for(user), pk=pk)
        .select_related("contract", "pool__contract", "council")
        .first()
    )


def public_draws(contract: Contract) -> QuerySet[Draw]:
    """Those that were published once, the latest first; without their long texts."""
    rows = Draw.objects.filter(contract=contract, state__in=PUBLIC_STATES).exclude(commitment="")
    return without_long_texts(rows)


def without_long_texts(rows: QuerySet[Draw]) -> QuerySet[Draw]:
    """For lists, the latest published first."""
    ordered = rows.select_related("contract").order_by("-committed_at", "-pk")
    return ordered.defer(*LONG_TEXTS)


def drawn_tickets(draw: Draw) -> QuerySet[Ticket]:
    """Who came out, in order, those who replaced them after them."""
    return (
        Ticket.objects.filter(draw=draw, rank__isnull=False)
        .select_related("entrant", "mandate__council", "stand_in")
        .order_by("rank")
    )


def alternates_drawn(draw: Draw) -> QuerySet[Ticket]:
    """The alternates in their order, called or not."""
    return (
        Ticket.objects.filter(draw=draw, alternate_rank__isnull=False)
        .select_related("entrant", "mandate__council", "stands_in_for", "stand_in")
        .order_by("alternate_rank")
    )


@dataclass(frozen=True)
class Profile:
    """People who bear the same values, and their chances in percent."""

    label: str
    people: int
    chance: float
    drawn: tuple[float, float]
    plain: float | None


def profiles_of(draw: Draw) -> list[Profile]:
    """The least favored first; nothing before the draw is computed."""
    return [
        Profile(
            label=row["label"],
            people=row["people"],
            chance=100 * row["chance"],
            drawn=(row["drawn"][0] / 10, row["drawn"][1] / 10),
            plain=None if row["plain"] is None else 100 * row["plain"],
        )
        for row in draw.result.get("profiles", [])
    ]


def sitting(draw: Draw) -> QuerySet[Ticket]:
    """Who came out of the draw and of its replacements, and the alternates who came in; those
    who left aside."""
    family = Q(draw=draw) | Q(draw__replaced=draw)
    is_in = Q(rank__isnull=False) | Q(stands_in_for__isnull=False)
    return Ticket.objects.filter(family, is_in, left_in=None, stand_in=None)


def waiting(draw: Draw) -> QuerySet[Ticket]:
    """The alternates whom nobody called yet, in their order; those of its replacements after."""
    family = Q(draw=draw) | Q(draw__replaced=draw)
    return (
        Ticket.objects.filter(family, alternate_rank__isnull=False, stands_in_for=None)
        .select_related("entrant", "mandate__council")
        .order_by("draw", "alternate_rank")
    )


def leaving(draw: Draw) -> QuerySet[Ticket]:
    """Those who said no, or left their seat, and whom nobody replaces yet."""
    return sitting(draw).filter(answer=Answer.REFUSED)


def ticket_for(user: Any, pk: int) -> Ticket | None:
    """The ticket of somebody who was drawn, as an alternate too."""
    return (
        Ticket.objects.filter(IS_OUT, contract__in=contracts_for(user), pk=pk)
        .select_related("draw__contract", "draw__pool__contract", "entrant")
        .first()
    )
