"""Cerfa 15059*02, the financial report of a grant, laid out from plain data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.applications.accounts import Side
from ensemblier.applications.budget import Budget, percentage
from ensemblier.applications.documents.blocks import (
    Block,
    Column,
    Field,
    Fields,
    Form,
    Heading,
    LongText,
    Paragraph,
    Row,
    Signature,
    Table,
)
from ensemblier.applications.documents.sheet import Expected, Measure
from ensemblier.applications.documents.tables import Line, amount_of, column_lines
from ensemblier.core.typography import euros, long_date, quantity

NUMBER = "15059*02"


@dataclass(frozen=True)
class FunderLine:
    """A line of account 74 by funder: planned, then received."""

    account: str
    funder: str
    planned: int
    actual: int


@dataclass(frozen=True)
class Explained:
    line: str
    planned: int
    actual: int
    reason: str


@dataclass(frozen=True)
class FinancialReport:
    """What the form asks. Amounts are cents; `granted` is the sum of the grants of the call."""

    reference: str = ""
    call: str = ""
    year: int | None = None
    bearer: str = ""
    siret: str = ""
    address: str = ""
    title: str = ""
    narrative: str = ""
    dates_and_places: str = ""
    beneficiaries: str = ""
    reached: Sequence[Expected] = ()
    people: int = 0
    people_in_qpv: int = 0
    objectives_reached: str = ""
    difficulties: str = ""
    measures: Sequence[tuple[Measure, str]] = ()
    planned: Budget = field(default_factory=Budget)
    actual: Budget = field(default_factory=Budget)
    funders: Sequence[FunderLine] = ()
    granted: int = 0
    indirect_costs_rule: str = ""
    variances: Sequence[Explained] = ()
    volunteering: str = ""
    signed_by: str = ""
    signed_as: str = ""
    signed_on: datetime.date | None = None


def report_form(report: FinancialReport) -> Form:
    subtitle = " · ".join(part for part in (report.bearer, report.call, report.title) if part)
    return Form(
        title=_("Compte rendu financier de subvention"),
        number=NUMBER,
        subtitle=subtitle,
        author=report.bearer or _("Ensemblier"),
        footer=_("Mise en page du formulaire Cerfa n° %(number)s") % {"number": NUMBER}
        + (f" · {report.reference}" if report.reference else ""),
        language=(get_language() or "fr")[:2],
        blocks=[
            *_identity(report),
            *_qualitative(report),
            *_financial(report),
            *_annex(report),
        ],
    )


def _identity(report: FinancialReport) -> Iterable[Block]:
    yield Fields(
        [
            Field(_("Organisme"), report.bearer, wide=True),
            Field(_("Numéro SIRET"), report.siret),
            Field(_("Année ou exercice"), str(report.year or "")),
            Field(_("Adresse"), report.address, wide=True),
            Field(_("Projet"), report.title, wide=True),
        ]
    )


def _qualitative(report: FinancialReport) -> Iterable[Block]:
    yield Heading(_("1. Bilan qualitatif du projet"))
    yield LongText(_("Mise en œuvre du projet"), report.narrative)
    yield LongText(_("Personnes bénéficiaires, par type de public"), report.beneficiaries)
    yield _reached(report)
    yield LongText(_("Dates et lieux de réalisation"), report.dates_and_places)
    yield LongText(
        _("Les objectifs du projet ont-ils été atteints au regard des indicateurs\u00a0?"),
        report.objectives_reached,
    )
    yield Table(
        _("Indicateurs"),
        [
            Column(_("Indicateur"), width=3),
            Column(_("Attendu"), width=1.5),
            Column(_("Obtenu"), width=1.5),
        ],
        [Row([item.label, item.target, found]) for item, found in report.measures],
    )
    yield LongText(_("Difficultés rencontrées, suites"), report.difficulties)


def _reached(report: FinancialReport) -> Table:
    rows = [
        Row([group.label, *map(str, (group.women, group.men, group.unknown, group.total))])
        for group in report.reached
    ]
    sums = [sum(getattr(group, name) for group in report.reached) for name in _SEXES]
    total = Row([_("Total"), *map(str, sums)], "total")
    caption = _("Personnes touchées\u00a0: %(people)s, dont %(qpv)s des quartiers prioritaires") % {
        "people": report.people,
        "qpv": report.people_in_qpv,
    }
    return Table(
        caption,
        [
            Column(_("Âge"), width=2),
            Column(_("Femmes"), is_number=True),
            Column(_("Hommes"), is_number=True),
            Column(_("Non précisé"), is_number=True),
            Column(_("Total"), is_number=True),
        ],
        [*rows, total] if rows else [],
    )


_SEXES = ("women", "men", "unknown", "total")


def _financial(report: FinancialReport) -> Iterable[Block]:
    yield _synthesis(report)
    share = percentage(report.granted, report.actual.income)
    if share is not None:
        yield Paragraph(
            _("La subvention de %(granted)s représente %(share)s du total des produits.")
            % {"granted": euros(report.granted), "share": quantity(share, "%")}
        )


def _synthesis(report: FinancialReport) -> Table:
    """Expenses and income facing each other: planned, actual and the share realized."""
    rows = [
        *_facing(report, in_kind=False),
        _totals(
            (_("Total des charges"), report.planned.expenses, report.actual.expenses),
            (_("Total des produits"), report.planned.income, report.actual.income),
        ),
        *_facing(report, in_kind=True),
        _totals(
            (_("Total"), report.planned.in_kind_used, report.actual.in_kind_used),
            (_("Total"), report.planned.in_kind_given, report.actual.in_kind_given),
        ),
    ]
    half = [
        Column(_("Prévu"), is_number=True, width=1.1),
        Column(_("Réalisé"), is_number=True, width=1.1),
        Column(_("%"), is_number=True, width=0.8),
    ]
    return Table(
        _("2. Tableau de synthèse"),
        [Column(_("Charges"), width=2.6), *half, Column(_("Produits"), width=2.6), *half],
        rows,
        is_wide=True,
    )


Amounts = tuple[str, int | None, int | None]


def _facing(report: FinancialReport, *, in_kind: bool) -> Iterable[Row]:
    pairs = zip_longest(
        column_lines(Side.EXPENSE, in_kind=in_kind),
        list(_income_lines(report, in_kind=in_kind)),
    )
    for left, right in pairs:
        looks = " ".join(line.look if line else "line" for line in (left, right))
        yield Row([*_half(report, left), *_half(report, right)], looks)


def _income_lines(report: FinancialReport, *, in_kind: bool) -> Iterable[Line]:
    for line in column_lines(Side.INCOME, in_kind=in_kind):
        yield line
        if line.account is not None:
            code = line.account.code
            yield from (
                Line(f"– {item.funder}", "detail", cents=rank)
                for rank, item in enumerate(report.funders)
                if item.account == code
            )


def _half(report: FinancialReport, line: Line | None) -> list[str]:
    if line is None:
        return [""] * 4
    if line.look == "detail" and line.cents is not None:
        funder = report.funders[line.cents]
        return _cells(line.label, funder.planned, funder.actual)
    planned, actual = amount_of(line, report.planned), amount_of(line, report.actual)
    return _cells(line.label, planned, actual) if planned or actual else [line.label, "", "", ""]


def _totals(left: Amounts, right: Amounts) -> Row:
    return Row([*_cells(*left), *_cells(*right)], "total total")


def _cells(label: str, planned: int | None, actual: int | None) -> list[str]:
    share = percentage(actual or 0, planned or 0)
    return [
        label,
        euros(planned or 0),
        euros(actual or 0),
        quantity(share, "%") if share is not None else "",
    ]


def _annex(report: FinancialReport) -> Iterable[Block]:
    yield Heading(_("3. Annexe"))
    yield LongText(
        _("Règles de répartition des charges indirectes affectées au projet"),
        report.indirect_costs_rule,
    )
    yield Table(
        _("Écarts significatifs entre le budget prévu et le budget réalisé"),
        [
            Column(_("Ligne"), width=2),
            Column(_("Prévu"), is_number=True),
            Column(_("Réalisé"), is_number=True),
            Column(_("Explication"), width=3),
        ],
        [
            Row([item.line, euros(item.planned), euros(item.actual), item.reason])
            for item in report.variances
        ],
    )
    yield LongText(
        _("Contributions volontaires en nature affectées au projet"), report.volunteering
    )
    yield Fields(
        [
            Field(_("Je soussigné(e)"), report.signed_by),
            Field(_("représentant(e) légal(e) en qualité de"), report.signed_as),
        ]
    )
    yield Paragraph(_("certifie exactes les informations du présent compte rendu."))
    made_on = (
        _("Fait le %(day)s") % {"day": long_date(report.signed_on)}
        if report.signed_on
        else _("Fait le …………………………… à ……………………………………")
    )
    yield Signature(made_on, _("Signature"))
