"""A call of 2027, from its first form to its publication."""

from __future__ import annotations

import pytest

from ensemblier.accounts.models import User
from ensemblier.calls import operations
from ensemblier.calls.models import (
    Call,
)
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories
from tests.calls.drafts import NOW, PRESENTATION, complete


@pytest.fixture
def area(contract: Contract) -> Area:
    area = factories.make_area(name="Les Prés")
    ContractArea.objects.create(contract=contract, area=area)
    return area


@pytest.fixture
def node(contract: Contract) -> Node:
    return factories.make_node(factories.make_version(factories.make_plan(contract)))


@pytest.fixture
def draft(contract: Contract, node: Node, editor: User) -> Call:
    """As it comes out of the first form: nothing but a presentation."""
    return operations.create_call(
        contract=contract, plan_version=node.version, values=PRESENTATION, by=editor, at=NOW
    )


@pytest.fixture
def ready(draft: Call, node: Node, area: Area, editor: User) -> Call:
    return complete(draft, node, area, editor)


@pytest.fixture
def published(ready: Call, editor: User) -> Call:
    return operations.publish_call(call=ready, by=editor, at=NOW)
