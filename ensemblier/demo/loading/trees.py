"""Nomenclatures as plans. Rows of a file are in the order of the tree."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from ensemblier.contracts.models import Contract
from ensemblier.demo.loading.tables import rows
from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import (
    Alignment,
    Node,
    NodeReference,
    Plan,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Theme,
)

Row = dict[str, str]


@dataclass
class Tree:
    """A loaded version and its nodes by code."""

    version: PlanVersion
    nodes: dict[str, Node] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.version.plan


def titled(table: list[Row], titles: Mapping[str, str]) -> list[Row]:
    """The rows with the official wording, where the code has one."""
    return [{**row, "title": titles.get(row["code"], "")} for row in table]


def load_tree(plan: Plan, table: list[Row], *, source_name: str, since: datetime.date) -> Tree:
    """Publish the rows as the first version of `plan`."""
    version = PlanVersion.objects.create(
        contract=plan.contract,
        plan=plan,
        number=1,
        state=VersionState.PUBLISHED,
        effective_on=since,
        published_at=timezone.now(),
        source_name=source_name,
    )
    tree = Tree(version)
    add_nodes(tree, table)
    return tree


def add_nodes(tree: Tree, table: list[Row], themes: dict[str, Theme] | None = None) -> None:
    """One bulk write a level, so that parents have their keys; `themes` keeps identities."""
    version, known = tree.version, themes or {}
    contract = version.contract
    new = [row["code"] for row in table if row["code"] not in known]
    made = Theme.objects.bulk_create(Theme(plan=version.plan, contract=contract) for _ in new)
    identities = {**known, **dict(zip(new, made, strict=True))}
    ranks: dict[str, int] = defaultdict(int)
    for level in sorted({int(row["level"]) for row in table}):
        at_level = []
        for row in table:
            if int(row["level"]) != level:
                continue
            parent = tree.nodes.get(row["parent_code"])
            ranks[row["parent_code"]] += 1
            rank = f"{ranks[row['parent_code']]:04d}"
            node = Node(
                contract=contract,
                version=version,
                theme=identities[row["code"]],
                parent=parent,
                path=f"{parent.path}.{rank}" if parent else rank,
                level=level,
                code=row["code"],
                title=row.get("title") or row["short_title"],
                short_title=row["short_title"],
                priority=row.get("priority", ""),
                is_outside_call=row.get("outside_call") == "1",
            )
            node.refresh_search_text()
            at_level.append(node)
        for node in Node.objects.bulk_create(at_level, batch_size=500):
            tree.nodes[node.code] = node


def add_details(tree: Tree) -> None:
    """References, specifications and indicators of the contract's plan of 2015."""
    NodeReference.objects.bulk_create(
        NodeReference(node=tree.nodes[row["code"]], target=tree.nodes[code])
        for row in rows("contract_plan_2015")
        for code in row["see_also"].split()
        if row["code"] in tree.nodes and code in tree.nodes
    )
    Specification.objects.bulk_create(
        Specification(
            node=tree.nodes[row["node_code"]], kind=row["kind"], position=rank, text=row["text"]
        )
        for rank, row in enumerate(rows("specifications_2015"))
        if row["node_code"] in tree.nodes
    )
    PlannedIndicator.objects.bulk_create(
        PlannedIndicator(
            node=tree.nodes[row["node_code"]],
            position=rank,
            label=row["label"],
            kind=row["kind"],
            unit=row["unit"],
            breakdowns=row["breakdowns"].split(),
        )
        for rank, row in enumerate(rows("indicators_2015"))
        if row["node_code"] in tree.nodes
    )


def align(tree: Tree, table: list[Row], reference: Tree) -> None:
    """`aligned_with` names codes of the contract's plan."""
    Alignment.objects.bulk_create(
        Alignment(
            contract=tree.version.contract,
            source=tree.nodes[row["code"]].theme,
            target=reference.nodes[code].theme,
        )
        for row in table
        for code in row["aligned_with"].split()
    )


def make_plan(contract: Contract, **fields: Any) -> Plan:
    return Plan.objects.create(contract=contract, **fields)
