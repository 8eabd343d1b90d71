"""Where each box of the form of a report is kept.

`narrative` is a column; «reached-3-6-15-female» people reached, «measured-8-3-6-15-female» what an
indicator came to, «actual-641», «line-5» and «received-12» what was spent and received, «why-…»
why it is far from what was planned.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.enums import FUNDED
from ensemblier.applications.models import BudgetLine
from ensemblier.applications.operations.values import BY_MODEL, Keeper, Values, is_blank
from ensemblier.applications.operations.values.base import Columns
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.outcomes.models import Measured, Reached, Report
from ensemblier.outcomes.results import ALL, ELSEWHERE, indicators_of


def area_of(name: str) -> int | None:
    return int(name) if name.isdecimal() else None


def name_of(area: int | None) -> str:
    return ELSEWHERE if area is None else str(area)


def has_area(report: Report, name: str) -> bool:
    if name == ELSEWHERE:
        return True
    return name.isdecimal() and report.application.areas.filter(area=int(name)).exists()


class PeopleReached(Keeper):
    """«reached-3-6-15-female»: area, age band, sex."""

    prefix = "reached"
    is_zero_blank = True

    def read(self, thing: Report) -> Values:
        return {
            self.key(f"{name_of(row.area_id)}-{row.age_band}-{row.sex}"): row.number
            for row in thing.reached.all()
        }

    def accepts(self, thing: Report, rest: str) -> bool:
        area, band, sex = _cell(rest)
        return band in AgeBand.values and sex in Sex.values and has_area(thing, area)

    def write(self, thing: Report, rest: str, value: Any) -> None:
        area, band, sex = _cell(rest)
        cell: dict[str, Any] = {
            "report": thing,
            "area_id": area_of(area),
            "age_band": band,
            "sex": sex,
        }
        if not value:
            Reached.objects.filter(**cell).delete()
        else:
            Reached.objects.update_or_create(**cell, defaults={"number": value})


def _cell(rest: str) -> tuple[str, str, str]:
    area, _hyphen, cell = rest.partition("-")
    band, _hyphen, sex = cell.rpartition("-")
    return area, band, sex


class Results(Keeper):
    """«measured-8-all-all-female»: indicator, area, age band, sex; words without a breakdown."""

    prefix = "measured"

    def read(self, thing: Report) -> Values:
        return {
            self.key(_result_name(row)): row.words if row.value is None else row.value
            for row in thing.measured.all()
        }

    def accepts(self, thing: Report, rest: str) -> bool:
        pk, _hyphen, cell = rest.partition("-")
        area, band, sex = _cell(cell)
        return (
            pk.isdecimal()
            and band in {*AgeBand.values, ALL}
            and sex in {*Sex.values, ALL}
            and (area == ALL or has_area(thing, area))
            and any(row.pk == int(pk) for row in indicators_of(thing.application))
        )

    def write(self, thing: Report, rest: str, value: Any) -> None:
        pk, _hyphen, cell = rest.partition("-")
        area, band, sex = _cell(cell)
        place: dict[str, Any] = {
            "report": thing,
            "indicator_id": int(pk),
            "area_id": area_of(area),
            "age_band": "" if band == ALL else band,
            "sex": "" if sex == ALL else sex,
        }
        if is_blank(value):
            Measured.objects.filter(**place).delete()
            return
        is_number = isinstance(value, int | Decimal)
        Measured.objects.update_or_create(
            **place,
            defaults={"value": value if is_number else None, "words": "" if is_number else value},
        )


def _result_name(row: Measured) -> str:
    by_area = "qpv" in row.indicator.breakdowns
    area = name_of(row.area_id) if by_area else ALL
    return f"{row.indicator_id}-{area}-{row.age_band or ALL}-{row.sex or ALL}"


class BudgetBoxes(Keeper):
    """«actual-641» and «why-641»: the line of an account, made when nothing was planned on it."""

    def __init__(self, prefix: str, column: str) -> None:
        self.prefix, self.column = prefix, column

    def read(self, thing: Report) -> Values:
        rows = [row for row in thing.application.budget_lines.all() if not row.label]
        return _told({self.key(row.account): getattr(row, self.column) for row in rows})

    def accepts(self, thing: Report, rest: str) -> bool:
        return rest in ACCOUNTS

    def write(self, thing: Report, rest: str, value: Any) -> None:
        place: dict[str, Any] = {
            "application_id": thing.application_id,
            "account": rest,
            "label": "",
        }
        row, _created = BudgetLine.objects.get_or_create(**place)
        _set(row, self.column, value)
        if row.actual_cents is None and not row.planned_cents and not row.variance_reason:
            row.delete()


class RowBoxes(Keeper):
    """«line-5», «received-12» and their «why…»: a row that is there, by its number."""

    def __init__(self, prefix: str, column: str, rows: str) -> None:
        self.prefix, self.column, self.rows = prefix, column, rows

    def _rows(self, thing: Report) -> Any:
        rows = getattr(thing.application, self.rows)
        if self.rows == "requests":
            return rows.filter(state__in=FUNDED)
        return rows.exclude(label="")

    def read(self, thing: Report) -> Values:
        return _told({self.key(row.pk): getattr(row, self.column) for row in self._rows(thing)})

    def accepts(self, thing: Report, rest: str) -> bool:
        return rest.isdecimal() and self._rows(thing).filter(pk=int(rest)).exists()

    def write(self, thing: Report, rest: str, value: Any) -> None:
        _set(self._rows(thing).get(pk=int(rest)), self.column, value)


def _told(values: Values) -> Values:
    return {key: value for key, value in values.items() if not is_blank(value)}


def _set(row: Any, column: str, value: Any) -> None:
    is_words = column == "variance_reason"
    setattr(row, column, (value or "") if is_words else value)
    row.save(update_fields=[column])


TEXTS = (
    "narrative",
    "dates_and_places",
    "beneficiaries",
    "objectives_reached",
    "difficulties",
    "indirect_costs_rule",
    "volunteering",
    "signed_by",
    "signed_as",
)
REPORT_KEEPERS: tuple[Keeper, ...] = (
    Columns(*TEXTS),
    PeopleReached(),
    Results(),
    BudgetBoxes("actual", "actual_cents"),
    BudgetBoxes("why", "variance_reason"),
    RowBoxes("line", "actual_cents", "budget_lines"),
    RowBoxes("whyline", "variance_reason", "budget_lines"),
    RowBoxes("received", "actual_cents", "requests"),
    RowBoxes("whyreceived", "variance_reason", "requests"),
)
BY_MODEL[Report] = REPORT_KEEPERS
