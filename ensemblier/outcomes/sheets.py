"""A report read as form Cerfa 15059 shows it: the models on one side, plain data on the other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from ensemblier.applications.documents.sheet import Expected, Measure
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.outcomes.documents import Explained, FinancialReport, FunderLine
from ensemblier.outcomes.models import Reached, Report
from ensemblier.outcomes.queries.money import Money, money_of
from ensemblier.outcomes.results import results_of
from ensemblier.territories.enums import AreaKind


def people_by_age(rows: Iterable[Reached]) -> list[Expected]:
    """All areas together; bands without anybody left out."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.age_band, row.sex] = counts.get((row.age_band, row.sex), 0) + row.number
    bands = [
        Expected(
            str(band.label),
            women=counts.get((band, Sex.FEMALE), 0),
            men=counts.get((band, Sex.MALE), 0),
            unknown=counts.get((band, Sex.UNKNOWN), 0),
        )
        for band in AgeBand
    ]
    return [band for band in bands if band.total]


def report_of(report: Report, money: Money | None = None) -> FinancialReport:
    money = money or money_of(report)
    application = report.application
    bearer = application.action.bearer
    reached = list(report.reached.select_related("area"))
    at = report.submitted_at
    return FinancialReport(
        reference=application.reference,
        call=application.call.name if application.call else "",
        year=application.year,
        bearer=bearer.name,
        siret=bearer.printed_siret,
        address=" ".join(part for part in (bearer.street, bearer.postcode) if part),
        title=application.title,
        narrative=report.narrative,
        dates_and_places=report.dates_and_places,
        beneficiaries=report.beneficiaries,
        reached=people_by_age(reached),
        people=sum(row.number for row in reached),
        people_in_qpv=sum(
            row.number for row in reached if row.area and row.area.kind == AreaKind.QPV
        ),
        objectives_reached=report.objectives_reached,
        difficulties=report.difficulties,
        measures=[
            (
                Measure(item.label, item.expected),
                "\n".join(cell.line for cell in item.told),
            )
            for item in results_of(report)
        ],
        planned=money.planned,
        actual=money.actual,
        funders=[
            FunderLine(line.account.code, line.label, line.planned, line.actual or 0)
            for line in money.lines
            if line.account.is_subsidy and line.label
        ],
        granted=money.granted,
        indirect_costs_rule=report.indirect_costs_rule,
        variances=[
            Explained(line.name, line.expected, line.actual or 0, line.reason) for line in money.far
        ],
        volunteering=report.volunteering,
        signed_by=report.signed_by,
        signed_as=report.signed_as,
        signed_on=timezone.localtime(at).date() if at else None,
    )
