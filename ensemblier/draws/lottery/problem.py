"""Who may be drawn, under which quotas; people are rows numbered from 0."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput, Refused


@dataclass(frozen=True)
class Quota:
    """How many of the panel have this value. The flexible bounds are how far the team would go
    if the quotas cannot be met; None when it did not say."""

    feature: str
    value: str
    minimum: int
    maximum: int
    flex_minimum: int | None = None
    flex_maximum: int | None = None

    def __post_init__(self) -> None:
        if self.minimum < 0:
            raise InvalidInput(
                _("Le quota «\u00a0%(quota)s\u00a0» a un minimum négatif.") % {"quota": self.label}
            )
        if self.minimum > self.maximum:
            raise InvalidInput(
                _("Le quota «\u00a0%(quota)s\u00a0» a un minimum plus grand que son maximum.")
                % {"quota": self.label}
            )
        if self.floor > self.minimum or self.ceiling < self.maximum:
            raise InvalidInput(
                _("Les bornes souples du quota «\u00a0%(quota)s\u00a0» sont plus strictes que lui.")
                % {"quota": self.label}
            )

    @property
    def label(self) -> str:
        return f"{self.feature}\u00a0: {self.value}"

    @property
    def floor(self) -> int:
        """The lowest minimum that the team would accept."""
        return self.minimum if self.flex_minimum is None else self.flex_minimum

    @property
    def ceiling(self) -> int:
        return self.maximum if self.flex_maximum is None else self.flex_maximum


def scaled_quotas(quotas: Sequence[Quota], seats: int, whole: int) -> tuple[Quota, ...]:
    """In proportion: minimums rounded down, maximums up."""
    return tuple(
        Quota(
            quota.feature,
            quota.value,
            minimum=quota.minimum * seats // whole,
            maximum=-(-quota.maximum * seats // whole),
        )
        for quota in quotas
    )


@dataclass(frozen=True)
class Problem:
    """`people` hold one value per feature of the quotas, other columns being ignored.

    `addresses`, one per person, asks for at most one person per address; a blank one is shared
    with nobody. Raises InvalidInput, in one sentence, when the parts do not fit together.
    """

    people: tuple[Mapping[str, str], ...]
    quotas: tuple[Quota, ...]
    seats: int
    addresses: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        self._check_size()
        self._check_quotas()
        self._check_values()

    def _check_size(self) -> None:
        if self.seats < 1:
            raise InvalidInput(_("Il faut au moins une place à tirer au sort."))
        if self.seats > len(self.people):
            raise InvalidInput(
                _(
                    "Places à tirer\u00a0: %(seats)s\u00a0; personnes dans la liste\u00a0: "
                    "%(people)s. Diminuez les places ou complétez la liste."
                )
                % {"seats": self.seats, "people": len(self.people)}
            )
        if self.addresses is not None and len(self.addresses) != len(self.people):
            raise InvalidInput(_("Il faut une adresse par personne, vide si elle est inconnue."))

    def _check_quotas(self) -> None:
        if not self.quotas:
            raise InvalidInput(_("Il faut au moins un quota."))
        seen: set[tuple[str, str]] = set()
        for quota in self.quotas:
            if (quota.feature, quota.value) in seen:
                raise InvalidInput(
                    _("Le quota «\u00a0%(quota)s\u00a0» est donné deux fois.")
                    % {"quota": quota.label}
                )
            seen.add((quota.feature, quota.value))

    def _check_values(self) -> None:
        known = {(quota.feature, quota.value) for quota in self.quotas}
        for row, person in enumerate(self.people):
            for feature in self.features:
                check_column(feature, person)
                if (feature, person[feature]) not in known:
                    raise InvalidInput(_unknown_value(row, feature, person[feature]))

    @property
    def features(self) -> tuple[str, ...]:
        """In the order of the quotas."""
        return tuple(dict.fromkeys(quota.feature for quota in self.quotas))

    def category_of(self, row: int) -> tuple[str, ...]:
        """The values of a person, in the order of the features."""
        return tuple(self.people[row][feature] for feature in self.features)

    def faults(self, panel: Sequence[int]) -> Iterator[Limit]:
        """The limits that a panel breaks, in their order."""
        rows = set(panel)
        if len(rows) != self.seats or len(rows) != len(panel):
            yield Limit(LimitKind.SEATS)
        if self.addresses is not None:
            shared = [self.addresses[row] for row in rows if self.addresses[row]]
            if len(set(shared)) != len(shared):
                yield Limit(LimitKind.ADDRESS)
        for quota in self.quotas:
            count = sum(self.people[row][quota.feature] == quota.value for row in rows)
            if count < quota.minimum:
                yield Limit(LimitKind.MINIMUM, quota)
            if count > quota.maximum:
                yield Limit(LimitKind.MAXIMUM, quota)


def check_column(name: str, person: Mapping[str, str]) -> None:
    """InvalidInput unless the list that `person` comes from has this column."""
    if name not in person:
        columns = ", ".join(filter(None, person))
        raise InvalidInput(
            _("La liste n’a pas de colonne «\u00a0%(name)s\u00a0». Elle a\u00a0: %(columns)s.")
            % {"name": name, "columns": columns}
        )


def _unknown_value(row: int, feature: str, value: str) -> str:
    words = _(
        "Personne n°\u00a0%(rank)s de la liste\u00a0: «\u00a0%(value)s\u00a0» n’a pas de quota "
        "dans «\u00a0%(feature)s\u00a0»."
    )
    if not value:
        words = _(
            "Personne n°\u00a0%(rank)s de la liste\u00a0: rien dans «\u00a0%(feature)s\u00a0», qui "
            "a des quotas. Complétez-la ou retirez-la."
        )
    return words % {"rank": row + 1, "value": value, "feature": feature}


class LimitKind(enum.StrEnum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SEATS = "seats"
    ADDRESS = "address"


@dataclass(frozen=True)
class Limit:
    """One bound of a quota, the number of seats, or the rule of one person per address."""

    kind: LimitKind
    quota: Quota | None = None


@dataclass(frozen=True)
class Change:
    """A quota, before and after; `is_beyond_flex` when the team had not agreed to go so far."""

    old: Quota
    new: Quota

    @property
    def size(self) -> int:
        return self.old.minimum - self.new.minimum + self.new.maximum - self.old.maximum

    @property
    def is_beyond_flex(self) -> bool:
        return self.new.minimum < self.old.floor or self.new.maximum > self.old.ceiling


@dataclass(frozen=True)
class Relaxation:
    """The smallest total change of bounds with which some panel exists.

    `seats` differs from the problem's only when the pool itself is too small for them.
    """

    changes: tuple[Change, ...]
    seats: int

    @property
    def size(self) -> int:
        return sum(change.size for change in self.changes)

    def applied_to(self, problem: Problem) -> Problem:
        new = {change.old: change.new for change in self.changes}
        quotas = tuple(new.get(quota, quota) for quota in problem.quotas)
        return replace(problem, quotas=quotas, seats=self.seats)


class InfeasibleQuotas(Refused):
    """No panel meets every limit. `conflict` is minimal: without any one of its limits, the
    others could be met together."""

    def __init__(self, conflict: tuple[Limit, ...], relaxation: Relaxation) -> None:
        super().__init__(_("Aucun panel ne respecte tous les quotas à la fois."))
        self.conflict = conflict
        self.relaxation = relaxation
