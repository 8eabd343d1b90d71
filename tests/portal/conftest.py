from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ensemblier.contracts.models import Contract
from ensemblier.plans.models import Node, Plan, PlanVersion, Theme
from tests import factories

SHAPE = (4, 18, 75, 195)
LEVELS = ["pilier", "orientation stratégique", "objectif opérationnel", "action"]
WORDS = "accompagner chaque enfant vers la réussite et ouvrir le sport à toutes dans le quartier"


def fill(version: PlanVersion, shape: tuple[int, ...] = SHAPE) -> None:
    """A tree with that many nodes at each level, shared out evenly."""
    above: list[Node | None] = [None]
    for level, count in enumerate(shape):
        themes = Theme.objects.bulk_create(
            Theme(plan=version.plan, contract=version.contract) for _ in range(count)
        )
        nodes = []
        for rank in range(count):
            parent = above[rank % len(above)]
            within = rank // len(above) + 1
            nodes.append(
                Node(
                    version=version,
                    contract=version.contract,
                    theme=themes[rank],
                    parent=parent,
                    level=level,
                    path=f"{parent.path}.{within:04d}" if parent else f"{within:04d}",
                    code=f"{parent.code}.{within}" if parent else str(within),
                    title=f"{rank} {WORDS}",
                    short_title=f"{rank} {WORDS}"[:60],
                )
            )
        for node in nodes:
            node.refresh_search_text()
        above = list(Node.objects.bulk_create(nodes))


def plan_of(contract: Contract, *, shape: tuple[int, ...] = SHAPE, **fields: Any) -> Plan:
    fields.setdefault("slug", "contrat")
    plan = factories.make_plan(contract, level_names=LEVELS, **fields)
    fill(factories.make_version(plan), shape)
    return plan


@pytest.fixture
def big_plan(contract: Contract) -> Plan:
    """292 nodes."""
    return plan_of(contract)


def queries_of(client: Client, url: str, *, kept: bool = False) -> int:
    """How many queries the page costs, made anew unless `kept`; it must answer 200."""
    if not kept:
        caches["local"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def text_of(response: Any) -> str:
    """What is read, without tags, every space as one."""
    body = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", response.content.decode())
    body = re.sub(r"</?mark>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def address_of(plan: Plan) -> str:
    return f"/contrats/{plan.contract.slug}/plans/{plan.slug}/"
