from __future__ import annotations

import datetime

import pytest
from django.test import Client

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.councils.models import Council
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def council(contract: Contract) -> Council:
    area = factories.make_area(name="Les Prés")
    ContractArea.objects.create(contract=contract, area=area)
    return make.make_council(contract, areas=(area,), name="Conseil des Prés")


@pytest.fixture
def member(council: Council) -> User:
    """Sits in the council, holds no role on the contract."""
    user = factories.make_user("membre@quartier.test", full_name="Mina Siège")
    make.make_mandate(council, user)
    return user


@pytest.fixture
def member_client(member: User) -> Client:
    return client_of(member)
