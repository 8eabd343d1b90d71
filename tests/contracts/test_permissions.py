import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts import permissions
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.core.permissions import edits_a_contract, holds_a_role
from tests import factories

PEOPLE = ["outsider", "other_member", "reader", "editor", "administrator"]


def asked_of(request: pytest.FixtureRequest, question) -> list[bool]:
    return [question(request.getfixturevalue(person)) for person in PEOPLE]


def test_who_works_in_the_workspace(request: pytest.FixtureRequest):
    assert asked_of(request, holds_a_role) == [False, True, True, True, True]
    assert not holds_a_role(AnonymousUser())


def test_who_changes_what_is_shared(request: pytest.FixtureRequest):
    assert asked_of(request, edits_a_contract) == [False, True, False, True, True]
    assert not edits_a_contract(AnonymousUser())


def test_who_changes_a_contract(request: pytest.FixtureRequest, contract):
    def asked(question):
        return asked_of(request, lambda user: question(user, contract))

    assert asked(permissions.can_view_contract) == [False, False, True, True, True]
    assert asked(permissions.can_edit_contract) == [False, False, False, True, True]
    assert asked(permissions.can_administer_contract) == [False, False, False, False, True]


def test_roles_of_yesterday_and_of_people_who_left_give_nothing(contract):
    user = factories.make_user()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    factories.make_role(user, contract, ContractRoleKind.ADMINISTRATOR, ends_on=yesterday)
    assert not holds_a_role(user)
    factories.make_role(user, contract, ContractRoleKind.ADMINISTRATOR)
    again = User.objects.get(pk=user.pk)
    assert permissions.can_administer_contract(again, contract)
    again.is_active = False
    assert not permissions.can_administer_contract(again, contract)
    assert not holds_a_role(again)


def test_roles_are_read_once(editor, contract, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert permissions.can_view_contract(editor, contract)
        assert permissions.can_edit_contract(editor, contract)
        assert holds_a_role(editor)
        assert edits_a_contract(editor)
