"""All that is known of one line of money: the page that the team works from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ensemblier.applications.enums import LineState
from ensemblier.applications.lifecycle import UNSETTLED
from ensemblier.applications.models import StateChange
from ensemblier.funding.models import Agreement, Award, Letter, Payment, Recovery
from ensemblier.funding.queries.agreements import AgreementRow, row_of
from ensemblier.funding.queries.awards import agreements_covering, needs_agreement
from ensemblier.funding.queries.payments import obstacles_to_payment

REVISABLE = (LineState.GRANTED, LineState.REFUSED, LineState.POSTPONED)


@dataclass
class Line:
    """On one day."""

    award: Award
    letters: list[Letter]
    agreements: list[AgreementRow]
    cancelled: list[Agreement]
    payments: list[Payment]
    recoveries: list[Recovery]
    changes: list[StateChange]
    needs_agreement: bool
    obstacles: list[str]
    today: datetime.date

    @property
    def paid_cents(self) -> int:
        return sum(row.amount_cents for row in self.payments if row.made_on)

    @property
    def expected_cents(self) -> int:
        return sum(row.amount_cents for row in self.payments if not row.made_on)

    @property
    def unplanned_cents(self) -> int:
        return (self.award.granted_cents or 0) - self.paid_cents - self.expected_cents

    @property
    def to_give_back_cents(self) -> int:
        return sum(row.amount_cents - row.received_cents for row in self.recoveries)

    @property
    def may_ask_back(self) -> bool:
        return sum(row.amount_cents for row in self.recoveries) < self.paid_cents

    @property
    def is_settled(self) -> bool:
        return self.award.request.state not in UNSETTLED

    @property
    def may_be_revised(self) -> bool:
        return self.award.request.state in REVISABLE

    @property
    def days_since_decision(self) -> int | None:
        return (self.today - self.award.decided_on).days if self.award.decided_on else None


def line_of(award: Award, today: datetime.date) -> Line:
    request = award.request
    agreements = list(
        agreements_covering(request)
        .select_related("application__action__bearer", "funder", "file", "signed_file")
        .prefetch_related("years")
    )
    cancelled = Agreement.objects.filter(
        application=request.application_id, funder=request.funder_id, state="cancelled"
    )
    return Line(
        award=award,
        letters=list(award.letters.select_related("file", "made_by")),
        agreements=[row_of(agreement, today) for agreement in agreements],
        cancelled=list(cancelled),
        payments=list(award.payments.order_by("expected_on", "pk")),
        recoveries=list(award.recoveries.prefetch_related("receipts").order_by("asked_on", "pk")),
        changes=list(request.state_changes.select_related("by").order_by("-at", "-pk")),
        needs_agreement=needs_agreement(award),
        obstacles=obstacles_to_payment(award, today) if award.granted_cents else [],
        today=today,
    )
