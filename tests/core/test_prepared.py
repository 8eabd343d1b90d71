"""Reads whose SQL is kept give what the query sets would."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Q, QuerySet

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.core.prepared import Prepared
from tests.factories import make_contract, make_user

pytestmark = pytest.mark.django_db

SPRING, SUMMER, AUTUMN = (datetime.date(2025, month, 1) for month in (4, 7, 10))


def roles(user: int, day: datetime.date) -> QuerySet[Any, tuple[int, str]]:
    rows = ContractRole.objects.on(day).filter(user=user).order_by("pk")
    return rows.values_list("contract_id", "kind")


def instances(contract: int) -> QuerySet[ContractRole]:
    rows = ContractRole.objects.filter(contract=contract).select_related("user")
    return rows.only("kind", "starts_on", "user__full_name").order_by("pk")


@pytest.fixture
def held() -> ContractRole:
    return ContractRole.objects.create(
        contract=make_contract(),
        user=make_user(full_name="Aïcha Benali"),
        kind=ContractRoleKind.EDITOR,
        starts_on=SPRING,
        ends_on=SUMMER,
    )


def test_other_values_find_other_rows(held: ContractRole) -> None:
    ask = Prepared(roles)
    found = [(held.contract_id, "editor")]
    assert ask(held.user_id, SPRING) == found
    assert ask(held.user_id, SUMMER) == found
    assert ask(held.user_id, AUTUMN) == []
    assert ask(make_user().pk, SPRING) == []


def test_rows_written_since_are_found(held: ContractRole) -> None:
    ask = Prepared(roles)
    assert len(ask(held.user_id, SPRING)) == 1
    held.pk = None
    held.contract = make_contract()
    held.save()
    assert len(ask(held.user_id, SPRING)) == 2
    ContractRole.objects.all().delete()
    assert ask(held.user_id, SPRING) == []


def test_instances_come_with_what_they_are_joined_to(
    held: ContractRole, django_assert_num_queries: Any
) -> None:
    ask = Prepared(instances)
    ask(held.contract_id)
    with django_assert_num_queries(1):
        (row,) = ask(held.contract_id)
        assert (row.pk, row.user.full_name, row.starts_on) == (held.pk, "Aïcha Benali", SPRING)
    with django_assert_num_queries(2):
        assert (row.ends_on, row.user.email) == (SUMMER, held.user.email)


def test_the_query_is_written_once(held: ContractRole) -> None:
    written = []

    def counted(user: int) -> QuerySet[User]:
        written.append(user)
        return User.objects.filter(pk=user)

    ask = Prepared(counted)
    assert [ask(held.user_id), ask(0), ask(held.user_id)] == [[held.user], [], [held.user]]
    assert len(written) == 1


def test_one_value_may_stand_in_several_places(held: ContractRole) -> None:
    def both(key: int) -> QuerySet[Contract]:
        return Contract.objects.filter(Q(pk=key) | Q(contractroles__user=key)).distinct()

    assert Prepared(both)(held.contract_id) == list(both(held.contract_id))


def test_a_number_beyond_any_column_finds_nothing(held: ContractRole) -> None:
    ask = Prepared(instances)
    assert ask(10**30) == []
    assert len(ask(held.contract_id)) == 1
    assert Prepared(instances)(-(10**30)) == []


def test_a_value_that_the_query_does_not_compare_is_a_mistake() -> None:
    ask = Prepared(lambda user, other: User.objects.filter(pk=user))
    with pytest.raises(ValueError, match="not among the parameters"):
        ask(1, 2)


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_through_its_own_connection(held: ContractRole) -> None:
    ask = Prepared(instances)
    here = ask(held.contract_id)
    found: list[list[ContractRole]] = []

    def work() -> None:
        found.append(ask(held.contract_id))
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [here]
    assert connection.is_usable()
