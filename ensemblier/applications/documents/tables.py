"""The budget as the Cerfa prints it: expenses and income facing each other, groups and lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from ensemblier.applications.accounts import (
    INDIRECT,
    OWN_RESOURCES,
    Account,
    Group,
    Side,
    accounts_of,
    groups_of,
    titled,
)
from ensemblier.applications.budget import Budget
from ensemblier.applications.documents.blocks import Column, Row, Table
from ensemblier.applications.documents.sheet import Subsidy
from ensemblier.core.typography import euros


@dataclass(frozen=True)
class Line:
    """One line of one column: `account` or `group` says whose amounts it bears."""

    label: str
    look: str
    account: Account | None = None
    group: Group | None = None
    cents: int | None = None


def column_lines(
    side: Side, *, in_kind: bool = False, subsidies: Sequence[Subsidy] = ()
) -> list[Line]:
    """Every line of a column in the order of the form, headings included."""
    lines: list[Line] = []
    if not in_kind:
        opening = _("Charges directes") if side == Side.EXPENSE else _("Ressources directes")
        lines.append(Line(opening, "section"))
    for group in groups_of(side, in_kind=in_kind):
        look = "section" if group.code in (INDIRECT, OWN_RESOURCES) else "group"
        lines.append(Line(titled(group.number, group.label), look, group=group))
        for account in accounts_of(group.code):
            if not account.is_whole_group:
                lines.append(Line(account.title, "line", account=account))
                lines += _funders(account, subsidies)
    return lines


def _funders(account: Account, subsidies: Iterable[Subsidy]) -> list[Line]:
    return [
        Line(f"– {subsidy.funder}", "detail", cents=subsidy.cents)
        for subsidy in subsidies
        if subsidy.account == account.code and subsidy.funder
    ]


def amount_of(line: Line, budget: Budget) -> int | None:
    """The cents of a line; None for an opening heading."""
    if line.account is not None:
        return budget.of(line.account.code)
    if line.group is not None:
        return budget.group(line.group.code)
    return line.cents


def money(cents: int | None, *, is_blank: bool = False) -> str:
    """An amount in its box: empty when there is none or the form is blank."""
    return "" if is_blank or not cents else euros(cents)


def facing_budget(
    caption: str, budget: Budget, *, subsidies: Sequence[Subsidy] = (), is_blank: bool = False
) -> Table:
    """The two columns of section 6, with totals that are printed even at zero."""

    def half(line: Line | None) -> tuple[str, str]:
        if line is None:
            return "", ""
        return line.label, money(amount_of(line, budget), is_blank=is_blank)

    def facing(in_kind: bool) -> Iterable[Row]:
        expenses = column_lines(Side.EXPENSE, in_kind=in_kind)
        income = column_lines(Side.INCOME, in_kind=in_kind, subsidies=subsidies)
        for left, right in zip_longest(expenses, income):
            looks = " ".join(line.look if line else "line" for line in (left, right))
            yield Row([*half(left), *half(right)], looks)

    def totals(left: str, left_cents: int, right: str, right_cents: int) -> Row:
        shown = ["" if is_blank else euros(cents) for cents in (left_cents, right_cents)]
        return Row([left, shown[0], right, shown[1]], "total total")

    return Table(
        caption,
        [
            Column(_("Charges"), width=3),
            Column(_("Montant"), is_number=True, width=1.25),
            Column(_("Produits"), width=3),
            Column(_("Montant"), is_number=True, width=1.25),
        ],
        [
            *facing(in_kind=False),
            totals(_("Total des charges"), budget.expenses, _("Total des produits"), budget.income),
            Row(
                [_("Contributions volontaires en nature"), "", _("Contributions volontaires"), ""],
                "section section",
            ),
            *facing(in_kind=True),
            totals(_("Total"), budget.in_kind_used, _("Total"), budget.in_kind_given),
        ],
    )
