"""Money that is decided and paid: the call of 2026, its funder, an association."""

from __future__ import annotations

import pytest
from django.test import Client

from ensemblier.accounts.models import User
from ensemblier.calls.models import Envelope
from ensemblier.contracts.models import Contract
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.lines import make_bearer


@pytest.fixture
def department(contract: Contract) -> Envelope:
    """«Département», 100 000 € in «Appel 2026»."""
    call = make.make_call(contract, name="Appel 2026", slug="appel-2026", year=2026)
    funder = make.make_funder(name="Département")
    return make.make_envelope(call, funder, amount_cents=100_000_00, budget_line="Social")


@pytest.fixture
def agent(department: Envelope) -> User:
    """Decides for «Département»."""
    return make.make_officer(department.funder)


@pytest.fixture
def agent_client(agent: User) -> Client:
    return client_of(agent)


@pytest.fixture
def gardeners(db: None) -> Organization:
    """«Les Jardins», which can be paid."""
    return make_bearer()


@pytest.fixture
def plan(contract: Contract) -> list[Node]:
    """A published plan, without which no year can hang on anything."""
    version = factories.make_version(factories.make_plan(contract))
    return [
        factories.make_node(version, code="1.1", title="Vivre ensemble"),
        factories.make_node(version, code="2.3", title="Se loger"),
    ]


@pytest.fixture
def state(db: None) -> Organization:
    return make.make_funder(name="Préfecture du Gard", short_name="État")
