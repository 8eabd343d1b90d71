"""A call of 2027, from its first form to its publication."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.calls import operations
from ensemblier.calls.enums import Section
from ensemblier.calls.models import (
    Call,
    Envelope,
)
from ensemblier.core.exceptions import Refused
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests.factories import programming as make

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime.datetime(2026, 9, 1, 10, 0, tzinfo=PARIS)
PRESENTATION = {
    "name": "Appel à projets 2027",
    "year": 2027,
    "actions_start_on": datetime.date(2027, 1, 1),
    "actions_end_on": datetime.date(2027, 12, 31),
}


def paris(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=PARIS)


def complete(call: Call, node: Node, area: Area, by: User) -> Call:
    operations.set_themes(call=call, nodes=[node], by=by, at=NOW)
    operations.set_areas(call=call, areas=[area], by=by, at=NOW)
    envelope = {"funder": make.make_funder(), "budget_line": "147", "amount_cents": 50_000_00}
    operations.add_part(call=call, model=Envelope, values=envelope, by=by, at=NOW)
    return operations.update_call(
        call=call,
        section=Section.CALENDAR,
        values={
            "opens_at": paris(2026, 10, 1, 9),
            "closes_at": paris(2026, 12, 1, 12),
            "opinions_due_on": datetime.date(2027, 1, 15),
            "decided_on": datetime.date(2027, 3, 1),
        },
        by=by,
        at=NOW,
    )


def refusal(operation: Any, **arguments: Any) -> str:
    arguments.setdefault("at", NOW)
    with pytest.raises(Refused) as refused:
        operation(**arguments)
    return str(refused.value)


def last_actions(count: int = 1) -> list[str]:
    return list(Entry.objects.order_by("-sequence").values_list("action", flat=True)[:count])
