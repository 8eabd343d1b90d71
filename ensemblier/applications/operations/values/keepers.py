"""Where each family of boxes is kept."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.applications.accounts import ACCOUNTS
from ensemblier.applications.enums import LineState
from ensemblier.applications.models import (
    Answer,
    Application,
    ApplicationArea,
    ApplicationNode,
    Audience,
    BearerBudgetLine,
    BearerYear,
    BudgetLine,
    ExpectedIndicator,
    Request,
)
from ensemblier.applications.operations.values.base import Columns, Keeper, Values, is_blank
from ensemblier.applications.queries.calls import call_of
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.indicators.models import Indicator
from ensemblier.plans.models import PlannedIndicator

ELSEWHERE = "elsewhere"


def the_call(application: Application) -> Call:
    call = call_of(application)
    if call is None:
        raise Refused(_("Ce dossier n’a pas d’appel à projets."))
    return call


def area_id(rest: str) -> int | None:
    return None if rest == ELSEWHERE else int(rest)


def area_name(pk: int | None) -> str:
    return ELSEWHERE if pk is None else str(pk)


def has_area(application: Application, rest: str) -> bool:
    if rest == ELSEWHERE:
        return True
    return rest.isdecimal() and the_call(application).areas.filter(pk=int(rest)).exists()


class Nodes(Keeper):
    """«node-main» is a node's number, «node-others» a list of them."""

    prefix = "node"

    def read(self, thing: Application) -> Values:
        rows = sorted(thing.nodes.all(), key=lambda row: row.pk)
        main = [row.node_id for row in rows if row.is_main]
        others = sorted(row.node_id for row in rows if not row.is_main)
        values = {self.key("main"): main[0] if main else None, self.key("others"): others}
        return {key: value for key, value in values.items() if not is_blank(value)}

    def accepts(self, thing: Application, rest: str) -> bool:
        return rest in {"main", "others"}

    def write(self, thing: Application, rest: str, value: Any) -> None:
        wanted = list(value or []) if rest == "others" else [value] if value else []
        opened = {row.node_id: row for row in the_call(thing).themes.filter(node__in=wanted)}
        if len(opened) != len(set(wanted)):
            raise InvalidInput(_("Choisissez un thème ouvert par cet appel."))
        is_main = rest == "main"
        main = thing.nodes.filter(is_main=True)
        thing.nodes.filter(is_main=is_main).delete()
        if is_main:
            thing.nodes.filter(node__in=wanted).delete()
        else:
            kept = set(main.values_list("node_id", flat=True))
            opened = {pk: row for pk, row in opened.items() if pk not in kept}
        ApplicationNode.objects.bulk_create(
            ApplicationNode(application=thing, node_id=pk, theme_id=row.theme_id, is_main=is_main)
            for pk, row in opened.items()
        )


class Areas(Keeper):
    """«area-3» and «area-elsewhere»: a share of the people, in ten-thousandths."""

    prefix = "area"
    is_zero_blank = True

    def read(self, thing: Application) -> Values:
        return {self.key(area_name(row.area_id)): row.share for row in thing.areas.all()}

    def accepts(self, thing: Application, rest: str) -> bool:
        return has_area(thing, rest)

    def write(self, thing: Application, rest: str, value: Any) -> None:
        place: dict[str, Any] = {"application": thing, "area_id": area_id(rest)}
        if not value:
            ApplicationArea.objects.filter(**place).delete()
        else:
            ApplicationArea.objects.update_or_create(**place, defaults={"share": value})


class Audiences(Keeper):
    """«audience-3-6-15-female»: area, age band, sex."""

    prefix = "audience"
    is_zero_blank = True

    def read(self, thing: Application) -> Values:
        return {
            self.key(f"{area_name(row.area_id)}-{row.age_band}-{row.sex}"): row.number
            for row in thing.audience.all()
        }

    def accepts(self, thing: Application, rest: str) -> bool:
        area, band, sex = self._parts(rest)
        return band in AgeBand.values and sex in Sex.values and has_area(thing, area)

    def write(self, thing: Application, rest: str, value: Any) -> None:
        area, band, sex = self._parts(rest)
        cell: dict[str, Any] = {
            "application": thing,
            "area_id": area_id(area),
            "age_band": band,
            "sex": sex,
        }
        if not value:
            Audience.objects.filter(**cell).delete()
        else:
            Audience.objects.update_or_create(**cell, defaults={"number": value})

    def _parts(self, rest: str) -> tuple[str, str, str]:
        area, _hyphen, cell = rest.partition("-")
        band, _hyphen, sex = cell.rpartition("-")
        return area, band, sex


def bare(figure: Decimal) -> Decimal:
    """Without the zeros that a column adds: 7 and 7.5, not 7.00 and 7.50."""
    return Decimal(int(figure)) if figure == int(figure) else figure.normalize()


class Expected(Keeper):
    """«planned-8»: what is expected of an indicator that the main theme proposes.

    The indicator that will be measured is made from the plan's own the first time that an
    application expects something of it.
    """

    prefix = "planned"

    def read(self, thing: Application) -> Values:
        rows = list(thing.expected.select_related("indicator"))
        if not rows:
            return {}
        planned: dict[Any, int] = {
            (row.node.theme_id, row.label[:300]): row.pk for row in planned_indicators(thing)
        }
        values: Values = {}
        for row in rows:
            pk = planned.get((row.indicator.theme_id, row.indicator.label))
            if pk is not None:
                values[self.key(pk)] = row.words if row.expected is None else bare(row.expected)
        return values

    def accepts(self, thing: Application, rest: str) -> bool:
        return rest.isdecimal() and any(row.pk == int(rest) for row in planned_indicators(thing))

    def write(self, thing: Application, rest: str, value: Any) -> None:
        planned = PlannedIndicator.objects.select_related("node").get(pk=rest)
        indicator = measured_as(planned, thing.contract_id)
        place: dict[str, Any] = {"application": thing, "indicator": indicator}
        if is_blank(value):
            ExpectedIndicator.objects.filter(**place).delete()
            return
        is_words = isinstance(value, str)
        ExpectedIndicator.objects.update_or_create(
            **place,
            defaults={
                "expected": None if is_words else value,
                "words": value if is_words else "",
            },
        )


def measured_as(planned: PlannedIndicator, contract_id: int) -> Indicator:
    """The indicator by which what the plan proposes is measured, made the first time."""
    indicator, _created = Indicator.objects.get_or_create(
        contract_id=contract_id,
        theme_id=planned.node.theme_id,
        area=None,
        label=planned.label[:300],
        defaults={
            "kind": planned.kind,
            "unit": planned.unit,
            "breakdowns": planned.breakdowns,
        },
    )
    return indicator


def planned_indicators(application: Application) -> list[PlannedIndicator]:
    """Those of its themes in the call's version of the plan, the main theme first."""
    nodes = [
        row.node_id for row in sorted(application.nodes.all(), key=lambda row: not row.is_main)
    ]
    rows = PlannedIndicator.objects.filter(node__in=nodes).select_related("node")
    return sorted(rows, key=lambda row: (nodes.index(row.node_id), row.position, row.pk))


class Amounts(Keeper):
    """«budget-641»: cents of an account of the action's budget."""

    prefix = "budget"
    is_zero_blank = True
    model: Any = BudgetLine
    column = "planned_cents"
    owner = "application"

    def rows(self, thing: Any) -> Any:
        return thing.budget_lines.all()

    def read(self, thing: Any) -> Values:
        return {self.key(row.account): getattr(row, self.column) for row in self.rows(thing)}

    def accepts(self, thing: Any, rest: str) -> bool:
        return rest in ACCOUNTS

    def write(self, thing: Any, rest: str, value: Any) -> None:
        place: dict[str, Any] = {self.owner: thing, "account": rest, "label": ""}
        if not value:
            self.model.objects.filter(**place).delete()
        else:
            self.model.objects.update_or_create(**place, defaults={self.column: value})


class BearerAmounts(Amounts):
    """«own-641»: the same for the organization's whole budget."""

    prefix = "own"
    model = BearerBudgetLine
    column = "amount_cents"
    owner = "bearer_year"


class Requests(Keeper):
    """«request-12»: cents asked of a funder of the call. Its line of account 74 is this row."""

    prefix = "request"
    is_zero_blank = True
    column = "amount_cents"

    def read(self, thing: Application) -> Values:
        values = {
            self.key(row.funder_id): getattr(row, self.column) for row in thing.requests.all()
        }
        return {key: value for key, value in values.items() if value is not None}

    def accepts(self, thing: Application, rest: str) -> bool:
        if not rest.isdecimal():
            return False
        return the_call(thing).envelopes.filter(funder=int(rest)).exists()

    def write(self, thing: Application, rest: str, value: Any) -> None:
        row = thing.requests.filter(funder=int(rest)).first()
        self._refuse_when_looked_at(row)
        if not value:
            if row:
                row.delete()
            return
        row = row or Request(
            application=thing, contract_id=thing.contract_id, funder_id=int(rest), amount_cents=0
        )
        row.amount_cents = value
        if row.minimum_cents is not None and row.minimum_cents > value:
            row.minimum_cents = value
        row.save()

    def _refuse_when_looked_at(self, row: Request | None) -> None:
        """A withdrawn application that is taken up again may bear proposals."""
        if row is not None and (row.state != LineState.REQUESTED or hasattr(row, "award")):
            raise Refused(
                _(
                    "%(funder)s instruit déjà cette demande\u00a0: son montant ne change plus. "
                    "Écrivez à l’équipe du contrat."
                )
                % {"funder": row.funder.label}
            )


class Minimums(Requests):
    """«minimum-12»: the amount below which the money would be of no use."""

    prefix = "minimum"
    column = "minimum_cents"

    def write(self, thing: Application, rest: str, value: Any) -> None:
        row = thing.requests.filter(funder=int(rest)).first()
        self._refuse_when_looked_at(row)
        if row is None:
            if value:
                raise InvalidInput(_("Indiquez d’abord le montant demandé à ce financeur."))
            return
        if value and value > row.amount_cents:
            raise InvalidInput(_("Le minimum utile dépasse le montant demandé."))
        row.minimum_cents = value or None
        row.save()


class Answers(Keeper):
    """«answer-4»: the answer to a question of the call."""

    prefix = "answer"

    def read(self, thing: Application) -> Values:
        return {self.key(row.question_id): row.value for row in thing.answers.all()}

    def accepts(self, thing: Application, rest: str) -> bool:
        return rest.isdecimal() and the_call(thing).questions.filter(pk=int(rest)).exists()

    def write(self, thing: Application, rest: str, value: Any) -> None:
        place: dict[str, Any] = {"application": thing, "question_id": int(rest)}
        if is_blank(value):
            Answer.objects.filter(**place).delete()
        else:
            Answer.objects.update_or_create(**place, defaults={"value": value})


COLUMNS = Columns(
    "title",
    "objectives",
    "needs",
    "description",
    "public_summary",
    "beneficiaries",
    "place",
    "means",
    "evaluation",
    "indirect_costs_rule",
    "starts_on",
    "ends_on",
    "volunteers",
    "employees",
    "full_time_equivalents",
    "attested_by",
    "attested_as",
    "attests_accuracy",
    "attests_duties",
    "attests_cer",
)
BEARER_COLUMNS = Columns(
    "approvals",
    "is_public_utility",
    "pays_commercial_taxes",
    "networks",
    "legal_members",
    "volunteers",
    "volunteering",
    "employees",
    "subsidized_employees",
    "full_time_equivalents",
    "seconded",
    "members_female",
    "members_male",
)
KEEPERS: tuple[Keeper, ...] = (
    COLUMNS,
    Nodes(),
    Areas(),
    Audiences(),
    Expected(),
    Amounts(),
    Requests(),
    Minimums(),
    Answers(),
)
BEARER_KEEPERS: tuple[Keeper, ...] = (BEARER_COLUMNS, BearerAmounts())


# A room above adds what it has people fill in: the report has boxes of its own.
BY_MODEL: dict[type, tuple[Keeper, ...]] = {Application: KEEPERS, BearerYear: BEARER_KEEPERS}


def keepers_of(thing: Any) -> tuple[Keeper, ...]:
    return BY_MODEL[type(thing)]


def keeper_of(thing: Any, key: str) -> tuple[Keeper, str] | None:
    """Who keeps the box `key` of `thing`, and the rest of its name; None without such a box."""
    prefix, hyphen, rest = key.partition("-")
    for keeper in keepers_of(thing):
        name = rest if hyphen else key
        if keeper.prefix == (prefix if hyphen else "") and keeper.accepts(thing, name):
            return keeper, name
    return None


def values_of(thing: Any, prefixes: Collection[str] | None = None) -> Values:
    """What is kept, by key, blank boxes left out; of some families only when `prefixes` says."""
    values: Values = {}
    for keeper in keepers_of(thing):
        if prefixes is None or keeper.prefix in prefixes:
            values.update(keeper.read(thing))
    return values
