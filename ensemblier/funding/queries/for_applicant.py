"""What an association sees of its money: decisions once told, papers once sent, payments."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Prefetch

from ensemblier.applications.enums import FUNDED, ApplicationState, LineState
from ensemblier.applications.models import Application, Request
from ensemblier.funding.enums import AgreementState
from ensemblier.funding.models import Agreement, Award, Letter, Payment, Recovery

SETTLED_STATES = (ApplicationState.DECIDED, ApplicationState.CLOSED)
SHOWN_AGREEMENTS = (AgreementState.SENT, AgreementState.SIGNED)
SETTLED = (*FUNDED, LineState.REFUSED, LineState.POSTPONED)


@dataclass
class ToldLine:
    """One funder's line as the applicant may know it on a day."""

    request: Request
    award: Award | None
    is_told: bool
    letters: list[Letter] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    made: list[Payment] = field(default_factory=list)
    expected: list[Payment] = field(default_factory=list)
    late: list[Payment] = field(default_factory=list)
    recoveries: list[Recovery] = field(default_factory=list)
    days_since_decision: int | None = None

    @property
    def is_granted(self) -> bool:
        return self.is_told and self.award is not None and self.request.state in FUNDED

    @property
    def paid_cents(self) -> int:
        return sum(payment.amount_cents for payment in self.made)


def told_lines(application: Application, today: datetime.date) -> list[ToldLine]:
    """Each funder's line; five queries whatever the number of lines.

    A decision is told once the application is decided, or once its letter is sent.
    """
    awards = Award.objects.select_related("envelope").prefetch_related(
        Prefetch("letters", Letter.objects.exclude(sent_at=None).select_related("file")),
        "payments",
        "recoveries",
    )
    requests = (
        application.requests.select_related("funder")
        .prefetch_related(Prefetch("award", awards))
        .order_by("funder__name", "pk")
    )
    agreements: dict[int, list[Agreement]] = {}
    for agreement in agreements_shown(application):
        agreements.setdefault(agreement.funder_id, []).append(agreement)
    return [
        _told(application, request, agreements.get(request.funder_id, []), today)
        for request in requests
    ]


def agreements_shown(application: Application) -> list[Agreement]:
    """Those sent to the applicant, for this year or for the series that it belongs to."""
    rows = Agreement.objects.filter(state__in=SHOWN_AGREEMENTS)
    if application.series_id is None:
        rows = rows.filter(application=application)
    else:
        rows = rows.filter(application__series=application.series_id, years__year=application.year)
    return list(rows.distinct().order_by("pk"))


def _told(
    application: Application, request: Request, agreements: list[Agreement], today: datetime.date
) -> ToldLine:
    award: Award | None = getattr(request, "award", None)
    letters = list(award.letters.all()) if award else []
    is_decided = application.state in SETTLED_STATES and request.state in SETTLED
    line = ToldLine(request, award, is_told=is_decided or bool(letters), letters=letters)
    if award is None or not line.is_told:
        return line
    line.agreements = agreements if line.is_granted else []
    line.recoveries = list(award.recoveries.all())
    for payment in award.payments.all():
        if payment.made_on is not None:
            line.made.append(payment)
        elif payment.expected_on < today:
            line.late.append(payment)
        else:
            line.expected.append(payment)
    if line.is_granted and award.decided_on:
        line.days_since_decision = (today - award.decided_on).days
    return line
