"""What a bearer may still receive, what they owe, what is in the hands of voters."""

from __future__ import annotations

import datetime

from ensemblier.fund.enums import AWAITING_REPORT, VoteState
from ensemblier.fund.models import BearerYear, Candidate, FundRequest


def left_for(request: FundRequest) -> int:
    """What the ceiling of the bearer leaves for the year of the round, in cents."""
    round = request.round
    year = BearerYear.objects.filter(
        fund=round.fund_id, bearer=request.bearer_id, year=round.year
    ).first()
    return round.bearer_ceiling_cents - (year.committed_cents if year else 0)


def late_report_of(request: FundRequest, day: datetime.date) -> FundRequest | None:
    """Another request of the same bearer whose report is late, the oldest first."""
    return (
        FundRequest.objects.filter(
            contract=request.contract_id,
            bearer=request.bearer_id,
            state__in=AWAITING_REPORT,
            report_due_on__lt=day,
        )
        .exclude(pk=request.pk)
        .order_by("report_due_on", "pk")
        .first()
    )


def is_voted_on(request: FundRequest) -> bool:
    """Put to a vote that is not counted yet, and not taken out of it."""
    rows = Candidate.objects.filter(request=request, is_withdrawn=False)
    return rows.filter(vote__state__in=(VoteState.OPEN, VoteState.CLOSED)).exists()
