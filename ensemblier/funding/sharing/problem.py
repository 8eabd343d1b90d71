"""What is shared, among whom and under which rules; money in cents, shares in ten-thousandths."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ensemblier.core.exceptions import Refused

WHOLE = 10_000
STEP = 100_00


class Dimension(enum.StrEnum):
    THEME = "theme"
    AREA = "area"


@dataclass(frozen=True)
class Envelope:
    id: int
    label: str
    remaining: int


@dataclass(frozen=True)
class Action:
    """`minimum`: the least that is useful over all its lines; `ceiling`: the most it may get."""

    id: int
    label: str
    minimum: int = 0
    ceiling: int | None = None


@dataclass(frozen=True)
class Line:
    """A request to one funder. `themes` are its theme and those above it; `areas` holds
    (area, ten-thousandths of the people)."""

    id: int
    action: int
    envelope: int
    asked: int
    minimum: int = 0
    priority: int = 1
    themes: tuple[str, ...] = ()
    areas: tuple[tuple[str, int], ...] = ()

    def share_of(self, dimension: Dimension, key: str) -> int:
        if dimension == Dimension.THEME:
            return WHOLE if key in self.themes else 0
        return dict(self.areas).get(key, 0)

    def least(self, step: int) -> int:
        """The smallest amount above nothing that it may get."""
        rounded = max(-(-self.minimum // step), 1) * step
        return min(rounded, self.asked)

    def above(self, amount: int, step: int) -> int:
        """The next amount that it may get; `amount` itself when all that was asked is given."""
        if amount == 0:
            return self.least(step)
        return min((amount // step + 1) * step, self.asked)

    def allows(self, amount: int, step: int) -> bool:
        if amount in (0, self.asked):
            return True
        return amount % step == 0 and self.least(step) <= amount <= self.asked


@dataclass(frozen=True)
class Share:
    """At least, at most so much of the money to be shared goes to a theme or an area."""

    dimension: Dimension
    key: str
    label: str
    minimum: int | None = None
    maximum: int | None = None


class LimitKind(enum.StrEnum):
    ENVELOPE = "envelope"
    CEILING = "ceiling"
    SHARE = "share"


@dataclass(frozen=True)
class Limit:
    """`lower` ≤ Σ weight × cents ≤ `upper`, over the lines whose position is in `weights`."""

    kind: LimitKind
    label: str
    weights: Mapping[int, int]
    scale: int = 1
    lower: int | None = None
    upper: int | None = None
    share: Share | None = None

    def total(self, amounts: Sequence[int]) -> int:
        return sum(weight * amounts[place] for place, weight in self.weights.items())

    def room(self, amounts: Sequence[int]) -> int | None:
        return None if self.upper is None else self.upper - self.total(amounts)

    def holds(self, amounts: Sequence[int]) -> bool:
        total = self.total(amounts)
        above = self.lower is None or total >= self.lower
        return above and (self.upper is None or total <= self.upper)


@dataclass(frozen=True)
class Problem:
    """The order of `lines` is the stated order, which settles what is equal otherwise."""

    envelopes: Sequence[Envelope]
    actions: Sequence[Action]
    lines: Sequence[Line]
    shares: Sequence[Share] = ()
    step: int = STEP

    def __post_init__(self) -> None:
        envelopes = {envelope.id for envelope in self.envelopes}
        actions = {action.id for action in self.actions}
        if self.step < 1:
            raise ValueError("the step is at least one cent")
        for line in self.lines:
            if line.envelope not in envelopes or line.action not in actions:
                raise ValueError(f"line {line.id} points to an unknown envelope or action")
            if min(line.asked, line.minimum, line.priority) < 0:
                raise ValueError(f"line {line.id} has a negative figure")
            if sum(part for _area, part in line.areas) > WHOLE:
                raise ValueError(f"the areas of line {line.id} exceed the whole")

    @cached_property
    def total(self) -> int:
        """The money to be shared."""
        return sum(envelope.remaining for envelope in self.envelopes)

    @cached_property
    def action_of(self) -> dict[int, Action]:
        return {action.id: action for action in self.actions}

    @cached_property
    def places_of_action(self) -> dict[int, list[int]]:
        """{action: positions of its lines}"""
        places: dict[int, list[int]] = {action.id: [] for action in self.actions}
        for place, line in enumerate(self.lines):
            places[line.action].append(place)
        return places

    @cached_property
    def limits(self) -> list[Limit]:
        return [*self._envelope_limits(), *self._ceilings(), *self._share_limits()]

    def _envelope_limits(self) -> Iterator[Limit]:
        places: dict[int, dict[int, int]] = {envelope.id: {} for envelope in self.envelopes}
        for place, line in enumerate(self.lines):
            places[line.envelope][place] = 1
        for envelope in self.envelopes:
            yield Limit(
                LimitKind.ENVELOPE,
                envelope.label,
                places[envelope.id],
                upper=max(envelope.remaining, 0),
            )

    def _ceilings(self) -> Iterator[Limit]:
        for action in self.actions:
            if action.ceiling is not None:
                places = dict.fromkeys(self.places_of_action[action.id], 1)
                yield Limit(LimitKind.CEILING, action.label, places, upper=max(action.ceiling, 0))

    def _share_limits(self) -> Iterator[Limit]:
        for rule in self.shares:
            parts = {
                place: part
                for place, line in enumerate(self.lines)
                if (part := line.share_of(rule.dimension, rule.key))
            }
            yield Limit(
                LimitKind.SHARE,
                rule.label,
                parts,
                scale=WHOLE,
                lower=None if rule.minimum is None else rule.minimum * self.total,
                upper=None if rule.maximum is None else rule.maximum * self.total,
                share=rule,
            )

    def faults(self, amounts: Sequence[int]) -> list[str]:
        """What `amounts` break, in integers; empty for a sharing that may be proposed."""
        faults = [limit.label for limit in self.limits if not limit.holds(amounts)]
        for line, amount in zip(self.lines, amounts, strict=True):
            if not line.allows(amount, self.step) or (amount and not line.priority):
                faults.append(f"line {line.id}")
        for action in self.actions:
            given = sum(amounts[place] for place in self.places_of_action[action.id])
            if 0 < given < action.minimum:
                faults.append(action.label)
        return faults

    def measures(self, amounts: Sequence[int]) -> tuple[int, int, int]:
        """The three measures by which sharings are compared, the first deciding first."""
        count = len(self.lines)
        pairs = list(zip(self.lines, amounts, strict=True))
        return (
            sum(line.priority * amount for line, amount in pairs),
            len({line.action for line, amount in pairs if amount}),
            sum((count - place) * amount for place, amount in enumerate(amounts)),
        )


@dataclass(frozen=True)
class Reason:
    """Why a line gets less than it asked: `code` for programs, `text` for people."""

    code: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """Cents per line, and the reasons of those that get less than they asked."""

    amounts: dict[int, int]
    reasons: dict[int, list[Reason]] = field(default_factory=dict)
    is_proven: bool = True
    measures: tuple[int, int, int] = (0, 0, 0)


class ImpossibleRules(Refused):
    """No sharing meets the rules. `shares` are those in conflict, as few as can be."""

    def __init__(self, message: object, shares: Sequence[Share]) -> None:
        super().__init__(message)
        self.shares = list(shares)
