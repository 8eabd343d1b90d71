"""The year of one co-funder: what it promised and paid, and what each of its euros became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ensemblier.fund.enums import RoundState
from ensemblier.fund.models import CoFunder, Fund, FundRequest, LedgerEntry
from ensemblier.fund.queries.ledger import Position, grouped_positions, total_of
from ensemblier.organizations.models import Organization


@dataclass(frozen=True)
class StatementRow:
    request: FundRequest
    position: Position


@dataclass(frozen=True)
class CouncilPart:
    """The requests of one council, with their sum."""

    name: str
    rows: list[StatementRow]
    total: Position


@dataclass(frozen=True)
class Statement:
    fund: Fund
    funder: Organization
    year: int
    pledged: int
    total: Position
    parts: list[CouncilPart] = field(default_factory=list)
    is_final: bool = False

    @property
    def unpaid(self) -> int:
        """Promised and not paid in yet."""
        return self.pledged - self.total.received

    @property
    def uncommitted(self) -> int:
        return self.pledged - self.total.committed

    @property
    def rows(self) -> Iterable[StatementRow]:
        return [row for part in self.parts for row in part.rows]


def statement_of(fund: Fund, funder: Organization, year: int) -> Statement | None:
    """Nothing when the funder puts no money into the fund that year."""
    shares = list(
        CoFunder.objects.filter(round__fund=fund, round__year=year, funder=funder)
        .exclude(round__state=RoundState.DRAFT)
        .select_related("round")
    )
    if not shares:
        return None
    entries = LedgerEntry.objects.filter(co_funder__in=shares)
    by_request = grouped_positions(entries, "transaction__request")
    keys = [key for key in by_request if key is not None]
    requests = FundRequest.objects.filter(pk__in=keys).select_related("council")
    rows = [
        StatementRow(request, by_request[request.pk])
        for request in requests.order_by("council__name", "reference")
    ]
    return Statement(
        fund=fund,
        funder=funder,
        year=year,
        pledged=sum(share.pledged_cents for share in shares),
        total=total_of(by_request.values()),
        parts=_parts(rows),
        is_final=all(share.round.state == RoundState.CLOSED for share in shares),
    )


def _parts(rows: list[StatementRow]) -> list[CouncilPart]:
    parts: dict[str, list[StatementRow]] = {}
    for row in rows:
        name = row.request.council.name if row.request.council else _("Sans conseil")
        parts.setdefault(name, []).append(row)
    return [
        CouncilPart(name, some, total_of(row.position for row in some))
        for name, some in parts.items()
    ]


@dataclass(frozen=True)
class Crossing:
    """Spent euros of a fund in a year: councils down, co-funders across. Sums agree both ways."""

    funders: list[str]
    rows: list[tuple[str, list[int], int]]
    totals: list[int]
    total: int


def crossing_of(fund: Fund, year: int, name: str = "committed") -> Crossing:
    """`name` is a sum of `Position`: «committed», «spent»…"""
    shares = CoFunder.objects.filter(round__fund=fund, round__year=year).select_related("funder")
    labels = {share.funder_id: share.funder.label for share in shares.order_by("pk")}
    sums: dict[tuple[str, int], int] = {}
    for funder in labels:
        entries = LedgerEntry.objects.filter(
            co_funder__round__fund=fund, co_funder__round__year=year, co_funder__funder=funder
        ).exclude(transaction__request=None)
        for key, position in grouped_positions(entries, "transaction__council__name").items():
            sums[str(key or _("Sans conseil")), funder] = getattr(position, name)
    names = sorted({key for key, _funder in sums})
    rows = []
    for council in names:
        cells = [sums.get((council, funder), 0) for funder in labels]
        rows.append((council, cells, sum(cells)))
    totals = [sum(cells[place] for _name, cells, _sum in rows) for place in range(len(labels))]
    return Crossing(list(labels.values()), rows, totals, sum(totals))
