"""The audit trail on screen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract
from tests import factories
from tests.conftest import client_of

TRAIL = "/espace/journal/"


@pytest.fixture
def two_entries(contract: Contract, editor: User, other_member: User) -> None:
    elsewhere = Contract.objects.exclude(pk=contract.pk).get()
    record(action="contracts.rename", summary="Ici.", by=editor, target=contract)
    record(action="contracts.rename", summary="Là-bas.", by=other_member, target=elsewhere)


def summaries(page: object) -> list[str]:
    return [entry.summary for entry in page.context["page"]]  # type: ignore[attr-defined]


def test_administrators_read_all_of_it(two_entries: None, administrator_client: Client) -> None:
    assert summaries(administrator_client.get(TRAIL)) == ["Là-bas.", "Ici."]
    assert summaries(administrator_client.get(f"{TRAIL}?person=emma")) == ["Ici."]


def test_a_contract_s_administrator_reads_theirs(two_entries: None, contract: Contract) -> None:
    keeper = factories.make_user()
    factories.make_role(keeper, contract, ContractRoleKind.ADMINISTRATOR)
    client = client_of(keeper)

    assert summaries(client.get(TRAIL)) == ["Ici."]
    table = client.get(f"{TRAIL}export/csv/").content.decode("utf-8-sig")
    assert ("Ici." in table, "Là-bas." in table) == (True, False)


def test_the_others_are_told_who_reads_it(two_entries: None, editor_client: Client) -> None:
    assert editor_client.get(TRAIL).status_code == 403
    assert editor_client.get(f"{TRAIL}export/xlsx/").status_code == 403


def test_the_trail_costs_the_same_for_few_or_many(
    two_entries: None, administrator_client: Client, editor: User
) -> None:
    with CaptureQueriesContext(connection) as few:
        administrator_client.get(TRAIL)
    for rank in range(8):
        record(action="tests.do", summary=f"{rank}", by=factories.make_user())
    with CaptureQueriesContext(connection) as many:
        administrator_client.get(TRAIL)

    assert len(few) == len(many)
