"""What a file would change in a version, node by node, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.plans.enums import Breakdown, IndicatorKind, Priority, SpecificationKind
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.naming import bare_code, short_title_of
from ensemblier.plans.queries.comparisons import Change
from ensemblier.plans.queries.trees import Tree, version_tree
from ensemblier.plans.rows import NodeRow, depth_of, match_rows

LABELS = {
    "added": gettext_lazy("ajouté"),
    "changed": gettext_lazy("modifié"),
    "moved": gettext_lazy("déplacé"),
    "removed": gettext_lazy("retiré"),
    "same": gettext_lazy("inchangé"),
}
FIELD_LABELS = {
    "code": gettext_lazy("code"),
    "title": gettext_lazy("titre complet"),
    "short_title": gettext_lazy("titre court"),
    "description": gettext_lazy("explication"),
    "priority": gettext_lazy("priorité"),
    "is_outside_call": gettext_lazy("hors appel à projets"),
    "areas": gettext_lazy("territoires"),
    "specifications": gettext_lazy("cahier des charges"),
    "indicators": gettext_lazy("indicateurs"),
    "references": gettext_lazy("renvois"),
}


@dataclass
class RowChange:
    """`kind` is added, changed, moved, removed or same; a node both changed and moved is
    «changed» with `is_moved`."""

    kind: str
    title: str
    code: str
    level: int
    node: Node | None = None
    row: NodeRow | None = None
    changes: list[Change] = field(default_factory=list)
    is_moved: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def plain(node: Node) -> dict[str, Any]:
    """What a node of `version_tree(with_details=True)` says, in values that compare."""
    return {
        "code": node.code,
        "title": node.title,
        "short_title": node.short_title,
        "description": node.description,
        "priority": node.priority,
        "is_outside_call": node.is_outside_call,
        "areas": sorted(area.key for area in node.areas.all()),
        "specifications": [(item.kind, item.text) for item in node.specifications.all()],
        "indicators": [
            {
                "label": item.label,
                "kind": item.kind,
                "unit": item.unit,
                "breakdowns": list(item.breakdowns),
            }
            for item in node.indicators.all()
        ],
        "references": sorted(
            row.target.code or f"#{row.target.theme_id}" for row in node.references.all()
        ),
    }


def wanted(row: NodeRow, held: dict[str, Any] | None) -> dict[str, Any]:
    """What the node would say: the row's statements over what is `held`."""
    base: dict[str, Any] = held or {
        "code": "",
        "title": "",
        "short_title": "",
        "description": "",
        "priority": "",
        "is_outside_call": False,
        "areas": [],
        "specifications": [],
        "indicators": [],
        "references": [],
    }
    stated = {
        name: getattr(row, name)
        for name in base
        if name in FIELD_LABELS and getattr(row, name) is not None
    }
    if not row.code:
        stated["code"] = base["code"] if row.theme is None else ""
    result = {**base, **stated}
    result["short_title"] = result["short_title"] or short_title_of(result["title"])
    result["specifications"] = sorted(result["specifications"], key=lambda item: item[0])
    result["areas"], result["references"] = sorted(result["areas"]), sorted(result["references"])
    return result


def _as_text(name: str, value: Any) -> str:
    if name == "is_outside_call":
        return _("oui") if value else _("non")
    if name == "priority":
        return str(Priority(value).label) if value else ""
    if name == "specifications":
        return "\n".join(f"{SpecificationKind(kind).label}\u00a0: {text}" for kind, text in value)
    if name == "indicators":
        return "\n".join(_indicator_text(item) for item in value)
    if isinstance(value, list):
        return ", ".join(value)
    return str(value)


def _indicator_text(item: dict[str, Any]) -> str:
    parts = [str(IndicatorKind(item["kind"]).label), item["unit"]]
    parts += [str(Breakdown(one).label) for one in item["breakdowns"]]
    return f"{item['label']} ({', '.join(part for part in parts if part)})"


def changes_of(held: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [
        Change(str(label), _as_text(name, held[name]), _as_text(name, after[name]))
        for name, label in FIELD_LABELS.items()
        if held[name] != after[name]
    ]


def _moved(row: NodeRow, node: Node, matched: dict[str, Node]) -> bool:
    """Under another parent. A new order among the same siblings is told on the parent's page."""
    parent = matched.get(row.parent) if row.parent is not None else None
    return node.parent_id != (parent.pk if parent else None) or (
        row.parent is not None and parent is None
    )


def _same_order(rows: list[NodeRow], tree: Tree, matched: dict[str, Node]) -> set[int]:
    """The numbers of the nodes whose rank among the siblings that stay has not changed."""
    before: dict[int | None, list[int]] = {}
    after: dict[int | None, list[int]] = {}
    staying = {node.pk for row in rows if (node := matched.get(row.key))}
    for node in tree.nodes:
        if node.pk in staying:
            before.setdefault(node.parent_id, []).append(node.pk)
    for row in rows:
        if node := matched.get(row.key):
            above = matched.get(row.parent) if row.parent is not None else None
            after.setdefault(above.pk if above else None, []).append(node.pk)
    same = set()
    for parent, children in before.items():
        there = [pk for pk in after.get(parent, []) if pk in children]
        here = [pk for pk in children if pk in there]
        same |= {one for one, other in zip(here, there, strict=True) if one == other}
    return same


def compare_rows(version: PlanVersion, rows: list[NodeRow]) -> list[RowChange]:
    """One line per node of the file and per node that it would remove, in the file's order."""
    tree = version_tree(version, with_details=True)
    matched = match_rows(tree.nodes, rows)
    levels = depth_of(rows)
    in_order = _same_order(rows, tree, matched)
    told = []
    for row in rows:
        node = matched.get(row.key)
        if node is None:
            told.append(RowChange("added", row.title, row.code, levels[row.key], None, row))
            continue
        held = plain(node)
        changes = changes_of(held, wanted(row, held))
        moved = _moved(row, node, matched) or node.pk not in in_order
        kind = "changed" if changes else "moved" if moved else "same"
        told.append(
            RowChange(kind, row.title, row.code, levels[row.key], node, row, changes, moved)
        )
    staying = {node.pk for node in matched.values()}
    told += [
        RowChange("removed", node.title, node.code, node.level, node)
        for node in tree.nodes
        if node.pk not in staying
    ]
    return told


def counts_of(changes: list[RowChange]) -> list[tuple[str, str, int]]:
    """(kind, label, how many), only those met."""
    found = {kind: sum(one.kind == kind for one in changes) for kind in LABELS}
    return [(kind, str(LABELS[kind]), count) for kind, count in found.items() if count]


def reference_targets(rows: list[NodeRow], nodes: dict[str, Node]) -> dict[str, Node]:
    """What a reference written in a file points to: by bare code, or by «#theme»."""
    found: dict[str, Node] = {}
    for row in rows:
        node = nodes[row.key]
        found[f"#{node.theme_id}"] = node
        if row.theme:
            found[f"#{row.theme}"] = node
        if node.code:
            found[bare_code(node.code)] = node
    return found
