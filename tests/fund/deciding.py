"""What the processes of `test_deciders` run: python -m tests.fund.deciding WORD [NUMBERS].

«prepare» makes a round of 999,99 € asked for 4 800 €; «decide» grants what it can of it, as one
person; «read» says what the round and its ledger hold. Each writes JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def prepare() -> list[Any]:
    from ensemblier.contracts.enums import ContractRoleKind
    from tests import factories
    from tests.factories import fund as make

    contract = factories.make_contract()
    round = make.make_round(make.make_fund(contract), state="deciding")
    for _rank in range(3):
        make.make_co_funder(round, 333_33)
    people = [factories.make_user() for _rank in range(2)]
    for one in people:
        factories.make_role(one, contract, ContractRoleKind.EDITOR)
    requests = [make.make_request(round, state="eligible").pk for _rank in range(12)]
    return [[one.pk for one in people], requests]


def decide(person: int, *requests: int) -> int:
    """How many cents this process granted."""
    from django.utils import timezone

    from ensemblier.accounts.models import User
    from ensemblier.core.exceptions import Refused
    from ensemblier.fund.models import FundRequest
    from ensemblier.fund.operations.decisions import record_decision

    by, granted = User.objects.get(pk=person), 0
    for request in FundRequest.objects.filter(pk__in=requests).order_by("pk"):
        cents = request.asked_cents
        try:
            record_decision(request=request, granted_cents=cents, by=by, at=timezone.now())
            granted += cents
        except Refused:
            continue
    return granted


def read() -> list[int]:
    from django.db.models import Sum

    from ensemblier.fund.models import LedgerEntry, Round

    total = LedgerEntry.objects.aggregate(total=Sum("amount_cents"))["total"]
    return [Round.objects.get().committed_cents, total]


if __name__ == "__main__":
    django.setup()
    word, *numbers = sys.argv[1:]
    deeds = {"prepare": prepare, "decide": decide, "read": read}
    sys.stdout.write(json.dumps(deeds[word](*map(int, numbers))))  # type: ignore[operator]
