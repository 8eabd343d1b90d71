"""The indicators of a report, cell by cell as the plan wants them broken down.

An indicator broken down by sex, age and neighbourhood has a cell for each combination: no number is
ever counted in two cells, so that they add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from django.utils.translation import gettext as _

from ensemblier.applications.models import Application, ExpectedIndicator
from ensemblier.core.typography import quantity
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.indicators.models import Indicator
from ensemblier.outcomes.models import Measured, Report
from ensemblier.plans.enums import Breakdown, IndicatorKind
from ensemblier.plans.models import PlannedIndicator

ELSEWHERE, ALL = "elsewhere", "all"
SEXES = [Sex.FEMALE, Sex.MALE, Sex.UNKNOWN]


@dataclass(frozen=True)
class ResultCell:
    """One box: `row` says where and of what age, `people` women or men; empty for all."""

    key: str
    row: str
    people: str
    unit: str
    value: Decimal | None = None
    words: str = ""

    @property
    def name(self) -> str:
        return ", ".join(word for word in (self.row, self.people) if word)

    @property
    def is_told(self) -> bool:
        return self.value is not None or bool(self.words)

    @property
    def said(self) -> str:
        return self.words if self.value is None else quantity(self.value, self.unit)

    @property
    def line(self) -> str:
        return f"{self.name}\u00a0: {self.said}" if self.name else self.said


@dataclass(frozen=True)
class Result:
    """An indicator with what was expected of it and what came."""

    indicator: Indicator
    expected: str
    cells: list[ResultCell]

    @property
    def label(self) -> str:
        return self.indicator.label

    @property
    def is_in_words(self) -> bool:
        return self.indicator.kind == IndicatorKind.QUALITATIVE

    @property
    def heads(self) -> list[str]:
        """The columns of its table: women, men…, none when it is not told by sex."""
        return list(dict.fromkeys(cell.people for cell in self.cells if cell.people))

    @property
    def rows(self) -> list[tuple[str, list[ResultCell]]]:
        """The lines of its table: place and age, with a box for each column."""
        found: dict[str, list[ResultCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return list(found.items())

    @property
    def told(self) -> list[ResultCell]:
        return [cell for cell in self.cells if cell.is_told]

    @property
    def total(self) -> Decimal | None:
        values = [cell.value for cell in self.cells if cell.value is not None]
        return sum(values, Decimal(0)) if values else None

    @property
    def said_total(self) -> str:
        return "" if self.total is None else quantity(self.total, self.indicator.unit)


def results_of(report: Report) -> list[Result]:
    """In the order in which the application expected them; a constant number of queries."""
    told = {
        (row.indicator_id, row.area_id, row.age_band, row.sex): row for row in report.measured.all()
    }
    areas: list[tuple[str, int | None, str]] = [
        (str(row.area_id), row.area_id, row.area.name)
        for row in report.application.areas.select_related("area")
        if row.area is not None
    ]
    areas.append((ELSEWHERE, None, _("ailleurs")))
    return [
        _result(indicator, expected, areas, told)
        for indicator, expected in indicators_of(report.application).items()
    ]


def indicators_of(application: Application) -> dict[Indicator, str]:
    """What is to be told, with what was expected: first what the application chose, then what
    the plan proposes for its themes."""
    found = {
        row.indicator: _expected(row)
        for row in application.expected.select_related("indicator").order_by("pk")
    }
    planned = PlannedIndicator.objects.filter(node__answers__application=application)
    proposed = Indicator.objects.filter(
        contract=application.contract_id,
        area=None,
        theme__in=application.nodes.values("theme"),
        label__in=planned.values("label"),
    )
    others = proposed.exclude(pk__in=[indicator.pk for indicator in found])
    return {**found, **dict.fromkeys(others, "")}


def _result(
    indicator: Indicator,
    expected: str,
    areas: list[tuple[str, int | None, str]],
    told: dict[tuple[int, int | None, str, str], Measured],
) -> Result:
    cells = []
    for (area, area_id, place), (band, age), (sex, people) in product(
        *_dimensions(indicator, areas)
    ):
        found = told.get(
            (indicator.pk, area_id, "" if band == ALL else band, "" if sex == ALL else sex)
        )
        cells.append(
            ResultCell(
                key=f"measured-{indicator.pk}-{area}-{band}-{sex}",
                row=", ".join(word for word in (place, age) if word),
                people=people,
                unit=indicator.unit,
                value=found.value if found else None,
                words=found.words if found else "",
            )
        )
    return Result(indicator, expected, cells)


def _dimensions(
    indicator: Indicator, areas: list[tuple[str, int | None, str]]
) -> tuple[list[tuple[str, int | None, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    wanted = set(indicator.breakdowns)
    if indicator.kind == IndicatorKind.QUALITATIVE:
        wanted = set()
    by_sex = bool(wanted & {Breakdown.SEX, Breakdown.CHILD_SEX})
    return (
        areas if Breakdown.QPV in wanted else [(ALL, None, "")],
        [(band.value, str(band.label)) for band in AgeBand]
        if Breakdown.AGE in wanted
        else [(ALL, "")],
        [(sex.value, _sex(sex, wanted)) for sex in SEXES] if by_sex else [(ALL, "")],
    )


def _sex(sex: Sex, wanted: set[str]) -> str:
    if Breakdown.SEX not in wanted and sex != Sex.UNKNOWN:
        return _("filles") if sex == Sex.FEMALE else _("garçons")
    return str(sex.label)


def _expected(row: ExpectedIndicator) -> str:
    said = [
        quantity(row.expected, row.indicator.unit) if row.expected is not None else "",
        row.words,
    ]
    return ", ".join(part for part in said if part)
