"""Giving, ending and lending rights on a contract."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract, ContractRole
from ensemblier.contracts.permissions import roles_of
from ensemblier.contracts.roles import (
    delegate_role,
    end_delegations_of,
    end_role,
    grant_role,
)
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from tests import factories

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
READER, EDITOR = ContractRoleKind.READER, ContractRoleKind.EDITOR


@pytest.fixture
def keeper(contract: Contract) -> User:
    """Administers the contract."""
    user = factories.make_user("keeper@example.org", full_name="Karim Clé")
    factories.make_role(user, contract, ContractRoleKind.ADMINISTRATOR)
    return user


def give(contract: Contract, user: User, by: User, **fields: Any) -> ContractRole:
    fields.setdefault("kind", READER)
    fields.setdefault("starts_on", TODAY)
    return grant_role(contract=contract, user=user, by=by, at=timezone.now(), **fields)


def end(role: ContractRole, by: User, ends_on: datetime.date = TODAY) -> ContractRole | None:
    return end_role(role=role, ends_on=ends_on, by=by, at=timezone.now())


def lend(role: ContractRole, to: User, by: User, **fields: Any) -> ContractRole:
    fields.setdefault("starts_on", TODAY)
    fields.setdefault("ends_on", TODAY + 7 * DAY)
    return delegate_role(role=role, to=to, by=by, at=timezone.now(), **fields)


def kinds(user: User, contract: Contract) -> set[str]:
    return roles_of(User.objects.get(pk=user.pk), contract)


def test_an_administrator_of_the_contract_gives_a_right(
    contract: Contract, keeper: User, outsider: User
) -> None:
    role = give(contract, outsider, keeper)

    assert kinds(outsider, contract) == {READER}
    assert role.granted_by == keeper
    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.contract_id) == (
        "contracts.grant_role",
        keeper,
        contract.pk,
    )
    assert entry.summary == "Odile Dehors reçoit le droit «\u00a0lecture\u00a0» sur Contrat d’ici."
    assert Notice.objects.get().text == (
        "Vous avez un nouveau droit («\u00a0lecture\u00a0») sur Contrat d’ici."
    )


def test_the_installation_s_administrator_too(
    contract: Contract, administrator: User, outsider: User
) -> None:
    give(contract, outsider, administrator)

    assert kinds(outsider, contract) == {READER}


@pytest.mark.parametrize("who", ["editor", "reader", "other_member", "outsider"])
def test_nobody_else(contract: Contract, who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        give(contract, person, person)


def test_an_administrator_elsewhere_is_nobody_here(contract: Contract, outsider: User) -> None:
    other = factories.make_user()
    factories.make_role(other, factories.make_contract(), ContractRoleKind.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        give(contract, outsider, other)


def test_the_same_right_twice_at_once_is_refused(
    contract: Contract, keeper: User, outsider: User
) -> None:
    give(contract, outsider, keeper, ends_on=TODAY + 10 * DAY)

    with pytest.raises(InvalidInput) as refused:
        give(contract, outsider, keeper, starts_on=TODAY + 10 * DAY)
    assert refused.value.field == "kind"

    give(contract, outsider, keeper, starts_on=TODAY + 11 * DAY)
    give(contract, outsider, keeper, kind=EDITOR)
    assert ContractRole.objects.filter(user=outsider).count() == 3


def test_dates_in_disorder_and_closed_accounts_are_refused(
    contract: Contract, keeper: User, outsider: User
) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(contract, outsider, keeper, ends_on=TODAY - DAY)
    assert refused.value.field == "ends_on"

    outsider.is_active = False
    with pytest.raises(InvalidInput):
        give(contract, outsider, keeper)


def test_a_right_ends_at_the_end_of_its_last_day(
    contract: Contract, keeper: User, reader: User
) -> None:
    role = reader.contractroles.get()

    end(role, keeper, TODAY)
    assert kinds(reader, contract) == {READER}

    end(role, keeper, TODAY - DAY)
    assert kinds(reader, contract) == set()


def test_a_right_that_ends_before_it_begins_goes(
    contract: Contract, keeper: User, outsider: User
) -> None:
    role = give(contract, outsider, keeper, starts_on=TODAY + 5 * DAY)

    assert end(role, keeper) is None
    assert not ContractRole.objects.filter(user=outsider).exists()


def test_one_may_give_up_one_s_own_right_but_not_another_s(
    contract: Contract, reader: User, editor: User
) -> None:
    end(reader.contractroles.get(), reader, TODAY - DAY)
    assert kinds(reader, contract) == set()

    with pytest.raises(NotAllowed):
        end(editor.contractroles.get(), reader)


def test_an_end_is_not_pushed_back(contract: Contract, keeper: User, outsider: User) -> None:
    role = give(contract, outsider, keeper, ends_on=TODAY)

    with pytest.raises(InvalidInput):
        end(role, outsider, TODAY + 30 * DAY)


def test_a_lent_right_holds_for_both_and_falls_with_its_source(
    contract: Contract, keeper: User, editor: User, outsider: User
) -> None:
    role = editor.contractroles.get()
    lend(role, outsider, editor)
    assert kinds(outsider, contract) == kinds(editor, contract) == {EDITOR}

    end(role, keeper, TODAY - DAY)

    assert kinds(outsider, contract) == kinds(editor, contract) == set()
    assert Entry.objects.filter(action="contracts.end_role").count() == 2


def test_the_lender_takes_it_back_and_the_borrower_gives_it_back(
    contract: Contract, editor: User, outsider: User, reader: User
) -> None:
    role = editor.contractroles.get()
    end(lend(role, outsider, editor), editor, TODAY - DAY)
    end(lend(role, reader, editor), reader, TODAY - DAY)

    assert kinds(outsider, contract) == set()
    assert kinds(reader, contract) == {READER}
    assert kinds(editor, contract) == {EDITOR}


def test_a_loan_stays_within_one_s_own_dates(contract: Contract, outsider: User) -> None:
    user = factories.make_user()
    role = factories.make_role(user, contract, starts_on=TODAY, ends_on=TODAY + 10 * DAY)

    for dates in (
        {"ends_on": TODAY + 11 * DAY},
        {"starts_on": TODAY - DAY},
        {"starts_on": TODAY + 3 * DAY, "ends_on": TODAY + 2 * DAY},
    ):
        with pytest.raises(InvalidInput) as refused:
            lend(role, outsider, user, **dates)
        assert refused.value.field == "ends_on"


def test_only_one_s_own_right_is_lent_and_only_once(
    contract: Contract, keeper: User, editor: User, outsider: User, reader: User
) -> None:
    role = editor.contractroles.get()
    with pytest.raises(NotAllowed):
        lend(role, outsider, keeper)
    with pytest.raises(InvalidInput):
        lend(role, editor, editor)

    loan = lend(role, outsider, editor)
    with pytest.raises(Refused):
        lend(loan, reader, outsider)


def test_what_a_person_lent_falls_when_they_lose_everything(
    contract: Contract, administrator: User, editor: User, outsider: User, reader: User
) -> None:
    role = editor.contractroles.get()
    lend(role, outsider, editor)
    lend(role, reader, editor, starts_on=TODAY + 2 * DAY)

    count = end_delegations_of(person=editor, by=administrator, at=timezone.now())

    assert count == 2
    assert kinds(outsider, contract) == set()
    assert ContractRole.objects.filter(delegated_from=role).count() == 0
