"""A small plan, and one as large as the real ones."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.plans.enums import PlanKind
from ensemblier.plans.models import Node, Plan, PlanVersion
from ensemblier.plans.operations import (
    add_node,
    create_draft,
    create_plan,
    publish_version,
    save_parsed_plan,
)
from tests.plans.building import parsed_plan, real_outline

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def at() -> datetime.datetime:
    return NOON


@pytest.fixture
def plan(contract: Contract, editor: User) -> Plan:
    return create_plan(
        contract=contract,
        kind=PlanKind.CONTRACT,
        name="Plan du contrat",
        level_names=["pilier", "orientation", "objectif"],
        by=editor,
        at=NOON,
    )


@pytest.fixture
def draft(plan: Plan, editor: User) -> PlanVersion:
    """1 (1.1 (1.1.1, 1.1.2), 1.2), 2."""
    version = create_draft(plan=plan, by=editor, at=NOON)
    made: dict[str, Node] = {}
    for code in ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]:
        made[code] = add_node(
            version=version,
            parent=made.get(code.rpartition(".")[0]),
            code=code,
            title=f"Titre de {code}",
            edition=version.edition,
            by=editor,
            at=NOON,
        )
    return version


@pytest.fixture
def published(draft: PlanVersion, editor: User) -> PlanVersion:
    return publish_version(
        version=draft, effective_on=datetime.date(2024, 1, 1), by=editor, at=timezone.now()
    )


@pytest.fixture
def revision(published: PlanVersion, editor: User) -> PlanVersion:
    """A draft that revises the published version."""
    return create_draft(plan=published.plan, by=editor, at=NOON)


@pytest.fixture
def large(contract: Contract, editor: User) -> PlanVersion:
    """292 nodes on four levels, with everything a node may carry."""
    return save_parsed_plan(
        contract=contract,
        parsed=parsed_plan(real_outline(), details=True),
        name="Grand plan",
        kind=PlanKind.CONTRACT,
        area=None,
        by=editor,
        at=NOON,
        source_name="plan.pdf",
    )
