"""An action that was granted, done and paid, ready for its report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Application, BudgetLine, ExpectedIndicator, Request
from ensemblier.contracts.models import Contract
from ensemblier.funding.enums import PaymentKind
from ensemblier.funding.models import Award, Payment
from ensemblier.indicators.models import Indicator
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.outcomes.models import Report
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.models import Area
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2027, 3, 1, 9, 0, tzinfo=datetime.UTC)
YEAR = 2026


@dataclass
class Done:
    """1 000 € planned, 600 € asked of the State and granted, all paid."""

    application: Application
    request: Request
    award: Award
    president: User
    area: Area
    indicator: Indicator

    @property
    def report(self) -> Report:
        return Report.objects.get(application=self.application)


def make_done(contract: Contract, *, paid: int = 60_000, **fields: object) -> Done:
    area = factories.make_area(kind=AreaKind.QPV)
    call = make.make_call(contract, year=YEAR, rules={"variance_percent": 10})
    bearer = factories.make_organization(name="Les Jardins d’Ici")
    president = make.make_member(bearer)
    fields.setdefault("state", ApplicationState.DECIDED)
    application = make.make_application(
        call, make.make_action(contract, bearer, name="Un potager"), areas=(area,), **fields
    )
    for account, cents in (("604", 30_000), ("641", 70_000), ("own", 40_000)):
        BudgetLine.objects.create(application=application, account=account, planned_cents=cents)
    funder = make.make_funder(name="DDETS du Gard", kind=OrganizationKind.STATE)
    envelope = make.make_envelope(call, funder)
    request = make.make_request(
        application, funder, amount_cents=60_000, state=LineState.PAID if paid else "granted"
    )
    award = make.make_award(request, envelope=envelope, granted_cents=60_000)
    if paid:
        Payment.objects.create(
            contract=contract,
            award=award,
            kind=PaymentKind.SINGLE,
            amount_cents=paid,
            expected_on=datetime.date(2026, 4, 1),
            made_on=datetime.date(2026, 4, 9),
        )
    indicator, _created = Indicator.objects.get_or_create(
        contract=contract, label="Ateliers tenus", defaults={"unit": "ateliers"}
    )
    ExpectedIndicator.objects.create(application=application, indicator=indicator, expected=70)
    return Done(application, request, award, president, area, indicator)


def fill(done: Done, *, spent: int = 100_000) -> Report:
    """Everything that a report must say, all as planned but what was spent on staff."""
    report = done.report
    for name in ("narrative", "dates_and_places", "objectives_reached", "signed_by", "signed_as"):
        setattr(report, name, "Dit.")
    report.save()
    lines = {line.account: line for line in done.application.budget_lines.all()}
    for account, cents in (("604", 30_000), ("641", spent - 30_000), ("own", 40_000)):
        lines[account].actual_cents = cents
        lines[account].variance_reason = "Un atelier de moins." if cents != 40_000 else ""
        lines[account].save()
    done.request.actual_cents = 60_000
    done.request.save()
    return report
