"""What is read about the running grants."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import contracts_for
from ensemblier.councils.enums import GrantEntryKind
from ensemblier.councils.models import Council, GrantEntry, Mandate, RunningGrant
from ensemblier.councils.models.running_grants import INCOME
from ensemblier.councils.permissions import KEEPERS, councils_of
from ensemblier.councils.rules import GRANT_RULE

# Accounts older than this are an archive's business.
LOOKED_BACK = 20
STANDING = Q(entries__crossed_at__isnull=True)


def grants_for(user: Any) -> QuerySet[RunningGrant]:
    """Those of the contracts that `user` opens and of the councils of theirs, with `in_cents`
    and `spent_cents`."""
    return (
        RunningGrant.objects.filter(
            Q(contract__in=contracts_for(user).values("pk")) | Q(council__in=councils_of(user))
        )
        .select_related("council", "contract")
        .annotate(
            in_cents=Sum("entries__amount_cents", filter=STANDING & Q(entries__kind__in=INCOME)),
            spent_cents=Sum(
                "entries__amount_cents", filter=STANDING & Q(entries__kind=GrantEntryKind.SPENT)
            ),
        )
        .order_by("-year", "council__name", "pk")
    )


def entries_of(grant: RunningGrant) -> QuerySet[GrantEntry]:
    return grant.entries.select_related("receipt", "entered_by", "crossed_by").order_by("on", "pk")


@dataclass(frozen=True)
class Line:
    """An entry and what is left after it; crossed out, it changes nothing."""

    entry: GrantEntry
    left_cents: int


def ledger_of(grant: RunningGrant) -> list[Line]:
    lines, left = [], 0
    for entry in entries_of(grant):
        left += entry.signed_cents if entry.stands else 0
        lines.append(Line(entry, left))
    return lines


def late_grants(
    today: datetime.date, within: datetime.timedelta = datetime.timedelta()
) -> QuerySet[RunningGrant]:
    """Years not closed whose report is late, or due `within` some time."""
    years = range(today.year - LOOKED_BACK, today.year + 1)
    late = [year for year in years if RunningGrant(year=year).is_report_late(today + within)]
    return RunningGrant.objects.filter(closed_at=None, year__in=late)


def accounts_to_close(
    user: Any, contracts: QuerySet[Contract], today: datetime.date, within: datetime.timedelta
) -> QuerySet[RunningGrant]:
    """Those of `contracts`, and of the councils whose accounts `user` keeps."""
    kept = Mandate.objects.on(today).filter(user=user, function__in=KEEPERS, is_alternate=False)
    return (
        late_grants(today, within)
        .filter(Q(contract__in=contracts.values("pk")) | Q(council__in=kept.values("council")))
        .select_related("council", "contract")
        .order_by("year", "council__name", "pk")
    )


@dataclass(frozen=True)
class Usual:
    """What the next grant of a council starts from."""

    year: int
    amount_cents: int
    funder: str
    source: str


def usual_grant(council: Council, today: datetime.date) -> Usual:
    """As the last year with an amount; the first one as the rule says."""
    known = list(council.grants.order_by("-year"))
    years = {grant.year for grant in known}
    year = today.year if today.year not in years else max(years) + 1
    last = next((grant for grant in known if grant.amount_cents), None)
    if last is None:
        rule = GRANT_RULE
        return Usual(year, rule.amount_cents, str(rule.funder), str(rule.source))
    return Usual(year, last.amount_cents, last.funder, last.source)
