"""Finding an entry, and the history of one thing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.template import engines

from ensemblier.accounts.models import User
from ensemblier.audit import exports
from ensemblier.audit.filters import filtered
from ensemblier.audit.operations import record
from ensemblier.audit.queries import entries, history_of
from ensemblier.contracts.models import Contract
from tests import factories


def on(day: int) -> datetime.datetime:
    return datetime.datetime(2026, 3, day, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def trail(editor: User, reader: User, contract: Contract) -> None:
    other = factories.make_contract()
    record(
        action="contracts.rename", summary="Été : renommé.", by=editor, at=on(1), target=contract
    )
    record(
        action="plans.publish", summary="Plan publié.", by=editor, at=on(2), contract_id=other.pk
    )
    record(action="plans.edit", summary="Plan corrigé.", by=reader, at=on(3), target=contract)
    record(action="accounts.purge", summary="Données effacées.", by=None, at=on(4))


def summaries(rows: Any) -> list[str]:
    return [entry.summary for entry in rows]


def test_newest_first_and_one_contract_at_a_time(trail: None, contract: Contract) -> None:
    assert summaries(entries()) == [
        "Données effacées.",
        "Plan corrigé.",
        "Plan publié.",
        "Été : renommé.",
    ]
    assert summaries(entries([contract.pk])) == ["Plan corrigé.", "Été : renommé."]
    assert summaries(entries([])) == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"q": "ete"}, ["Été : renommé."]),
        ({"q": "plan CORRIGE"}, ["Plan corrigé."]),
        ({"person": "ecriture"}, ["Plan publié.", "Été : renommé."]),
        ({"room": "plans"}, ["Plan corrigé.", "Plan publié."]),
        ({"since": "2026-03-03"}, ["Données effacées.", "Plan corrigé."]),
        ({"since": "2026-03-02", "until": "2026-03-03", "person": "lina"}, ["Plan corrigé."]),
    ],
)
def test_filters(trail: None, data: dict[str, str], found: list[str]) -> None:
    assert summaries(filtered(data, entries()).qs) == found


def test_history(trail: None, contract: Contract) -> None:
    assert summaries(history_of(contract)) == ["Plan corrigé.", "Été : renommé."]


def test_the_history_can_be_put_in_any_page(trail: None, contract: Contract) -> None:
    template = engines["django"].from_string("{% load history %}{% history thing %}")

    page = template.render({"thing": contract})

    assert "Plan corrigé." in page
    assert "Lina Lecture" in page
    assert "Plan publié." not in page


def test_the_table_to_take_away(trail: None) -> None:
    first = next(iter(exports.rows(entries())))

    assert first[:5] == [4, "2026-03-04 13:00:00", "", "Données effacées.", "accounts.purge"]
    assert len(exports.columns()) == len(first)
