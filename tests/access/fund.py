"""What the addresses of the residents’ fund stand for when every kind of person tries them.

A fund of the whole contract, with «Préfecture» among its co-funders. One request is to decide,
another was paid and waits for its report; both are of the council of the neighbourhood.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.files.models import StoredFile
from ensemblier.fund.enums import RoundState
from ensemblier.fund.models import LedgerTransaction
from tests.factories import fund as make
from tests.programming import Programming

STANDS_FOR = {
    "fund:*.slug": "contract.slug",
    "fund:fund.pk": "fund.pk",
    "fund:edit_fund.pk": "fund.pk",
    "fund:new_round.pk": "fund.pk",
    "fund:statement.pk": "fund.pk",
    "fund:statement_export.pk": "fund.pk",
    "fund:*.funder_pk": "fund_share.funder_id",
    "fund:*.share_pk": "fund_share.pk",
    "fund:*.movement_pk": "fund_movement.pk",
    "fund:*.file_pk": "fund_file.pk",
    "fund:request.pk": "fund_request.pk",
    "fund:edit_request.pk": "fund_request.pk",
    "fund:report.pk": "fund_paid.pk",
    "fund:join_file.pk": "fund_request.pk",
    "fund:file.pk": "fund_paid.pk",
    "fund:letter.pk": "fund_request.pk",
    "fund:team_action.pk": "fund_request.pk",
    "fund:help_action.pk": "fund_request.pk",
    "fund:enter.pk": "fund_open.pk",
    "fund:*.pk": "fund_round.pk",
    "portal:fund.pk": "fund.pk",
    "portal:fund_export.pk": "fund.pk",
    "portal:fund_paper.pk": "fund.pk",
    "portal:fund_ask.pk": "fund.pk",
    "portal:fund_report.code": "fund_paid.code",
    "portal:*.code": "fund_request.code",
}
LITERALS = {
    "fund:*.year": 2026,
    "fund:move_round.name": "finish",
    "fund:paper.name": "demande",
    "fund:money.way": "apport",
    "fund:team_action.name": "decider",
    "fund:help_action.name": "avis",
    "portal:fund_paper.name": "demande",
}


def fund_rows(programming: Programming, editor: User, stored: StoredFile) -> dict[str, Any]:
    fund = make.make_fund(programming.call.contract)
    now = timezone.now()
    round = make.make_round(fund, state=RoundState.DECIDING)
    share = make.make_co_funder(round, 1_000_00, programming.envelope.funder)
    paid = make.make_paid(round, editor, council=programming.council)
    return {
        "fund": fund,
        "fund_round": round,
        "fund_open": make.make_round(
            fund, opens_at=now.replace(year=now.year - 1), closes_at=now.replace(year=now.year + 1)
        ),
        "fund_share": share,
        "fund_paid": paid,
        "fund_request": make.make_request(round, council=programming.council, state="eligible"),
        "fund_movement": LedgerTransaction.objects.filter(round=round).earliest("pk"),
        "fund_file": paid.files.create(kind="receipt", file=stored, added_at=now),
    }
