"""The budget of an application beside what it really cost, and what each grant has earned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from ensemblier.applications.accounts import ACCOUNTS, GROUPS, Account, Side
from ensemblier.applications.budget import Budget, budget_of
from ensemblier.applications.enums import FUNDED
from ensemblier.applications.models import Application, BudgetLine, Request
from ensemblier.applications.sheets import account_of
from ensemblier.calls.enums import RuleCode
from ensemblier.core.typography import quantity
from ensemblier.funding.models import Award, Payment
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.queries.reports import rule_of
from ensemblier.outcomes.recovery import Grant, Settlement, agreed_cost, settle
from ensemblier.outcomes.variances import Compared


@dataclass(frozen=True)
class MoneyLine:
    """One line of the financial report; `key` and `why_key` are its boxes in the form.

    A grant is compared with what was granted, and printed beside what was asked.
    """

    account: Account
    label: str
    key: str
    why_key: str
    planned: int
    actual: int | None
    expected: int
    reason: str
    threshold: int

    @property
    def name(self) -> str:
        return self.label or self.account.title

    @property
    def compared(self) -> Compared:
        return Compared(self.planned, self.actual)

    @property
    def is_far(self) -> bool:
        return Compared(self.expected, self.actual).is_far(self.threshold)

    @property
    def is_untold(self) -> bool:
        return self.actual is None and self.expected > 0

    @property
    def lacks_reason(self) -> bool:
        return self.is_far and not self.reason


@dataclass(frozen=True)
class Part:
    """One of the four totals of the report, with its lines."""

    label: str
    lines: list[MoneyLine]

    @property
    def planned(self) -> int:
        return sum(line.planned for line in self.lines)

    @property
    def actual(self) -> int:
        return sum(line.actual or 0 for line in self.lines)

    @property
    def percent(self) -> str:
        share = Compared(self.planned, self.actual).percent
        return "" if share is None else quantity(share, "%")


@dataclass
class Money:
    """The financial side of a report, read once."""

    application: Application
    lines: list[MoneyLine]
    threshold: int

    @cached_property
    def planned(self) -> Budget:
        return budget_of((line.account.code, line.planned) for line in self.lines)

    @cached_property
    def actual(self) -> Budget:
        return budget_of((line.account.code, line.actual or 0) for line in self.lines)

    @property
    def parts(self) -> list[Part]:
        """Expenses, income, and both sides of what is in kind when there is any."""
        sides = [
            (_("Charges"), Side.EXPENSE, False),
            (_("Produits"), Side.INCOME, False),
            (GROUPS["86"].label, Side.EXPENSE, True),
            (GROUPS["87"].label, Side.INCOME, True),
        ]
        parts = [
            Part(
                str(label),
                [
                    line
                    for line in self.lines
                    if (line.account.side, line.account.in_kind) == (side, in_kind)
                ],
            )
            for label, side, in_kind in sides
        ]
        return [part for rank, part in enumerate(parts) if part.lines or rank < 2]

    @property
    def far(self) -> list[MoneyLine]:
        return [line for line in self.lines if line.is_far]

    @property
    def untold(self) -> list[MoneyLine]:
        return [line for line in self.lines if line.is_untold]

    @cached_property
    def awards(self) -> list[Award]:
        """Those with money granted, in the order of their funders' names."""
        rows = [
            request.award
            for request in self.application.requests.all()
            if request.state in FUNDED and hasattr(request, "award")
        ]
        return sorted(rows, key=lambda award: award.request.funder.name)

    @property
    def granted(self) -> int:
        return sum(award.granted_cents or 0 for award in self.awards)

    @cached_property
    def _grants(self) -> list[Grant]:
        return [_grant(request) for request in self.application.requests.all()]

    @property
    def agreed(self) -> int:
        return agreed_cost(self.planned.expenses, self._grants)

    @cached_property
    def settlements(self) -> list[tuple[Award, Settlement]]:
        """What each grant has earned; all of it for an action that cost what was agreed."""
        found = settle(
            planned=self.planned.expenses, actual=self.actual.expenses, grants=self._grants
        )
        by_request = {item.key: item for item in found}
        return [(award, by_request[award.request_id]) for award in self.awards]

    @property
    def left_to_ask(self) -> list[tuple[Award, int]]:
        """What the rule gives back, less what is asked already; funders with nothing left out."""
        rows = [
            (award, item.to_give_back - sum(row.amount_cents for row in award.recoveries.all()))
            for award, item in self.settlements
        ]
        return [(award, cents) for award, cents in rows if cents > 0]

    @property
    def to_give_back(self) -> int:
        return sum(item.to_give_back for _unused, item in self.settlements)


def _grant(request: Request) -> Grant:
    award: Award | None = getattr(request, "award", None)
    is_funded = award is not None and request.state in FUNDED
    return Grant(
        key=request.pk,
        asked=request.amount_cents,
        granted=(award.granted_cents or 0) if award and is_funded else 0,
        paid=sum(payment.amount_cents for payment in award.payments.all()) if award else 0,
    )


def money_of(report: Report) -> Money:
    """In a constant number of queries."""
    made = Payment.objects.filter(made_on__isnull=False)
    application = (
        Application.objects.select_related("call", "contract", "action__bearer")
        .prefetch_related(
            "budget_lines",
            "requests__funder",
            "requests__award__recoveries",
            Prefetch("requests__award__payments", queryset=made),
        )
        .get(pk=report.application_id)
    )
    threshold = rule_of(application, RuleCode.VARIANCE_PERCENT)
    lines = [
        *(_budget_line(row, threshold) for row in application.budget_lines.all()),
        *(_request_line(row, threshold) for row in application.requests.all()),
    ]
    order = {code: rank for rank, code in enumerate(ACCOUNTS)}
    lines.sort(key=lambda line: (order[line.account.code], line.label))
    return Money(application, lines, threshold)


def _budget_line(row: BudgetLine, threshold: int) -> MoneyLine:
    boxes = (f"line-{row.pk}", f"whyline-{row.pk}")
    if not row.label:
        boxes = (f"actual-{row.account}", f"why-{row.account}")
    return MoneyLine(
        account=ACCOUNTS[row.account],
        label=row.label,
        key=boxes[0],
        why_key=boxes[1],
        planned=row.planned_cents,
        actual=row.actual_cents,
        expected=row.planned_cents,
        reason=row.variance_reason,
        threshold=threshold,
    )


def _request_line(row: Request, threshold: int) -> MoneyLine:
    return MoneyLine(
        account=ACCOUNTS[account_of(row)],
        label=row.funder.name,
        key=f"received-{row.pk}",
        why_key=f"whyreceived-{row.pk}",
        planned=row.amount_cents,
        actual=row.actual_cents,
        expected=_grant(row).granted,
        reason=row.variance_reason,
        threshold=threshold,
    )
