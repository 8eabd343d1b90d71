"""Which reports are owed, by whom, and which are late."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.enums import FUNDED, RECEIVED, ApplicationState, LineState
from ensemblier.applications.models import Action, Application, Request
from ensemblier.calls.enums import RuleCode
from ensemblier.calls.models import Call
from ensemblier.calls.queries import rules_of
from ensemblier.calls.rules import DEFAULTS
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, contracts_for
from ensemblier.core.typography import long_date
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.outcomes import enums
from ensemblier.outcomes.due_dates import due_date
from ensemblier.outcomes.models import Report, Waiver


def rule_of(application: Application, code: str) -> int:
    """A figure of the application's call; the common one for a year that has no call."""
    call: Call | None = application.call
    return rules_of(call)[code] if call else DEFAULTS[code].value


def due_date_of(application: Application) -> datetime.date:
    return due_date(application.year, rule_of(application, RuleCode.REPORT_MONTHS))


def applications_without_report() -> QuerySet[Application]:
    """Decided, with money granted that is still to justify, and no report opened."""
    return (
        Application.objects.filter(
            state__in=[ApplicationState.DECIDED, ApplicationState.CLOSED],
            requests__state__in=[state for state in FUNDED if state != LineState.JUSTIFIED],
            report=None,
        )
        .select_related("contract", "call", "action__bearer")
        .order_by("pk")
        .distinct()
    )


def owes_report(application: Application) -> bool:
    """Whether money granted to `application` wants a report that nobody opened yet."""
    return applications_without_report().filter(pk=application.pk).exists()


def with_application(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related(
        "contract", "application__call", "application__contract", "application__action__bearer"
    )


def reports_seen_by(user: Any) -> QuerySet[Report]:
    """Their own, those of their contracts, and those received by the funders they serve."""
    own = organizations_of(user)
    mine = Q(application__action__bearer__in=own) | Q(
        application__joint_applicants__organization__in=own
    )
    received = Q(
        state__in=enums.RECEIVED,
        application__state__in=RECEIVED,
        application__call__envelopes__funder__in=funders_served_by(user),
    )
    seen = Report.objects.filter(mine | received | Q(contract__in=contracts_for(user)))
    return with_application(Report.objects.filter(pk__in=seen.values("pk")))


def awaited_reports() -> QuerySet[Report]:
    """Not received yet, of applications that still have money: a grant that was taken back is
    not accounted for."""
    funded = Request.objects.filter(application=OuterRef("application"), state__in=FUNDED)
    return with_application(Report.objects.filter(Exists(funded), state__in=enums.AWAITED))


def late_reports_of(
    organization: Organization, contract: Contract, day: datetime.date
) -> QuerySet[Report]:
    rows = awaited_reports().filter(
        contract=contract, application__action__bearer=organization, due_on__lt=day
    )
    return rows.order_by("due_on", "pk")


def waiver_of(organization: Organization, contract: Contract, year: int) -> Waiver | None:
    """What lets `organization` ask for `year` though a report is late."""
    return (
        Waiver.objects.filter(organization=organization, contract=contract, year=year)
        .select_related("given_by")
        .first()
    )


def late_report_obstacle(action: Action, call: Call) -> str | None:
    """Why `action` may not be renewed: a report of its bearer is late, and nobody waived it."""
    late = late_reports_of(action.bearer, call.contract, timezone.localdate()).first()
    if late is None or waiver_of(action.bearer, call.contract, call.year):
        return None
    return _(
        "Le bilan %(year)d de «\u00a0%(title)s\u00a0» est attendu depuis le %(day)s. "
        "Déposez-le d’abord, ou demandez une dispense à l’équipe du contrat."
    ) % {
        "year": late.application.year,
        "title": late.application.title,
        "day": long_date(late.due_on),
    }


def editable_contracts(user: Any) -> list[Contract]:
    """Those whose team `user` is of."""
    return [row for row in contracts_for(user) if can_edit_contract(user, row)]


def missing_reports_of(contracts: list[Contract]) -> list[Contract]:
    """The contracts in which a report is owed that nobody opened, with `missing` as its count."""
    rows = applications_without_report().filter(contract__in=contracts)
    counts = Counter(rows.order_by().values_list("contract_id", flat=True))
    found = [contract for contract in contracts if counts[contract.pk]]
    for contract in found:
        contract.missing = counts[contract.pk]  # type: ignore[attr-defined]
    return found


def waivers_seen_by(user: Any) -> QuerySet[Waiver]:
    rows = Waiver.objects.filter(contract__in=contracts_for(user))
    return rows.select_related("contract", "organization", "given_by").order_by("-given_at", "-pk")
