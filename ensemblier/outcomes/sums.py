"""Sums of money along the thread. Knows no model; the rules are in `docs/rules/figures.md`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

ALL_OF_IT = 10_000
ELSEWHERE = None
K = TypeVar("K", bound=Hashable)
Share = tuple[int | None, int]


@dataclass(frozen=True)
class Money:
    """Amounts in cents."""

    asked: int = 0
    granted: int = 0
    paid: int = 0
    given_back: int = 0

    def __add__(self, other: Money) -> Money:
        return Money(
            self.asked + other.asked,
            self.granted + other.granted,
            self.paid + other.paid,
            self.given_back + other.given_back,
        )

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Line:
    """A request to one funder, with all that it is grouped by. `shares` maps areas to shares."""

    request: int
    application: int
    action: int
    year: int
    funder: int
    bearer: int
    theme: int | None
    shares: tuple[Share, ...]
    money: Money


@dataclass(frozen=True)
class Piece:
    """The part of a line that belongs to one area; None for elsewhere."""

    line: Line
    area: int | None
    money: Money


def share_out(cents: int, shares: Sequence[Share]) -> list[tuple[int | None, int]]:
    """`cents` by area, each area once, in the order of `shares`; they sum to `cents`."""
    weight = sum(share for _, share in shares)
    if not weight:
        return [(ELSEWHERE, cents)]
    parts = [cents * share // weight for _, share in shares]

    def claim(rank: int) -> tuple[int, int, bool, int]:
        area, share = shares[rank]
        return (-(cents * share % weight), -share, area is None, area or 0)

    for rank in sorted(range(len(shares)), key=claim)[: cents - sum(parts)]:
        parts[rank] += 1
    return [(area, part) for (area, _), part in zip(shares, parts, strict=True)]


def pieces_of(lines: Iterable[Line]) -> list[Piece]:
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: Line) -> list[Piece]:
    shares = line.shares if sum(share for _, share in line.shares) else ((ELSEWHERE, ALL_OF_IT),)
    columns = [share_out(getattr(line.money, field.name), shares) for field in fields(Money)]
    return [
        Piece(line, area, Money(*(column[rank][1] for column in columns)))
        for rank, (area, _) in enumerate(shares)
    ]


def total(pieces: Iterable[Piece]) -> Money:
    return sum((piece.money for piece in pieces), Money())
