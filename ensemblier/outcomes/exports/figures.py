"""Tables of figures, and the rows behind them, as people open them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.outcomes.queries.figure_tables import FigureLine, Table
from ensemblier.outcomes.sums import Money

Rows = Iterable[list[Any]]


def euros_of(money: Money) -> list[Decimal]:
    return [
        Decimal(cents) / 100 for cents in (money.asked, money.granted, money.paid, money.given_back)
    ]


def money_columns() -> list[str]:
    return [_("demandé"), _("accordé"), _("payé"), _("rendu")]


def export_of_figures(table: Table, what: str) -> tuple[list[str], Rows]:
    columns = [_("code"), what, _("actions"), *money_columns()]
    columns += [_("femmes"), _("hommes"), _("sexe non précisé"), _("personnes touchées")]
    return columns, (
        [
            row.code,
            row.label,
            row.actions,
            *euros_of(row.money),
            row.people.women,
            row.people.men,
            row.people.untold,
            row.people.all,
        ]
        for row in (*table.rows, table.total)
    )


def export_of_lines(lines: Iterable[FigureLine]) -> tuple[list[str], Rows]:
    columns = [_("dossier"), _("année"), _("action"), _("porteur"), _("SIRET"), _("financeur")]
    columns += [_("code"), _("objectif"), _("part (%)"), *money_columns()]
    return columns, (
        [
            line.application.reference,
            line.application.year,
            line.application.title,
            line.application.action.bearer.name,
            line.application.action.bearer.siret,
            line.funder.name,
            line.node.code if line.node else "",
            line.node.short_title if line.node else "",
            Decimal(line.share) / 100,
            *euros_of(line.money),
        ]
        for line in lines
    )
