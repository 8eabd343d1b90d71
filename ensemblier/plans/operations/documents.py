"""Turning what a file says into a draft."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.plans.models import (
    Node,
    NodeReference,
    Plan,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Theme,
)
from ensemblier.plans.naming import bare_code, one_line, path_of
from ensemblier.plans.operations.arrangement import require_depth
from ensemblier.plans.operations.drafting import NodeArea, draft_edit, set_aside
from ensemblier.plans.operations.nodes import (
    IndicatorFields,
    make_indicators,
    make_specifications,
)
from ensemblier.plans.operations.plans import (
    LEVELS_AT_MOST,
    create_plan,
    require_contract_editor,
    update_plan,
)
from ensemblier.plans.operations.versions import create_draft
from ensemblier.plans.queries.incoming import plain, reference_targets, wanted
from ensemblier.plans.queries.trees import draft_of, version_tree
from ensemblier.plans.rows import NodeRow, Reading, depth_of, match_rows, point, reading_of
from ensemblier.territories.models import Area

COLUMNS = ("code", "title", "short_title", "description", "priority", "is_outside_call")


def _paths_of(rows: list[NodeRow]) -> dict[str, str]:
    ranks: dict[str, list[int]] = {}
    children: dict[str | None, int] = {}
    for row in rows:
        children[row.parent] = children.get(row.parent, 0) + 1
        above = ranks[row.parent] if row.parent is not None else []
        ranks[row.key] = [*above, children[row.parent]]
    return {key: path_of(found) for key, found in ranks.items()}


def write_rows(draft: PlanVersion, rows: list[NodeRow]) -> list[dict[str, Any]]:
    """Make the draft's tree what the rows say: matched nodes keep their theme, the others of
    the draft go. Inside a `draft_edit`. Returns what could not be placed.
    """
    levels, paths = depth_of(rows), _paths_of(rows)
    require_depth(draft.plan, max(levels.values(), default=0))
    tree = version_tree(draft, with_details=True)
    matched = match_rows(tree.nodes, rows)
    held = {key: plain(node) for key, node in matched.items()}
    said = {row.key: wanted(row, held.get(row.key)) for row in rows}
    _keep_codes_apart(rows, said)

    # Places and codes are unique at every statement: free them all, then give them anew.
    set_aside(Node.objects.filter(version=draft))
    nodes = dict(matched)
    for level in sorted(set(levels.values())):
        _create_level(draft, [row for row in rows if levels[row.key] == level], nodes, said, paths)
    _update_matched([row for row in rows if row.key in matched], nodes, said, paths)
    staying = [node.pk for node in nodes.values()]
    Node.objects.filter(version=draft).exclude(pk__in=staying).delete()
    return _write_lists(rows, nodes, held, said)


def _keep_codes_apart(rows: list[NodeRow], said: dict[str, dict[str, Any]]) -> None:
    """A code that a row states wins over one that a matched node merely kept."""
    stated = {bare_code(row.code) for row in rows if row.code}
    for row in rows:
        if not row.code and bare_code(said[row.key]["code"]) in stated:
            said[row.key]["code"] = ""


def _create_level(
    draft: PlanVersion,
    rows: list[NodeRow],
    nodes: dict[str, Node],
    said: dict[str, dict[str, Any]],
    paths: dict[str, str],
) -> None:
    new = [row for row in rows if row.key not in nodes]
    themes = Theme.objects.bulk_create(
        Theme(plan=draft.plan, contract_id=draft.contract_id) for _row in new
    )
    made = []
    for row, theme in zip(new, themes, strict=True):
        node = Node(
            version=draft,
            contract_id=draft.contract_id,
            theme=theme,
            parent=nodes[row.parent] if row.parent is not None else None,
            path=paths[row.key],
            level=paths[row.key].count("."),
            **{name: said[row.key][name] for name in COLUMNS},
        )
        node.refresh_search_text()
        nodes[row.key] = node
        made.append(node)
    Node.objects.bulk_create(made)


def _update_matched(
    rows: list[NodeRow],
    nodes: dict[str, Node],
    said: dict[str, dict[str, Any]],
    paths: dict[str, str],
) -> None:
    for row in rows:
        node = nodes[row.key]
        node.parent = nodes[row.parent] if row.parent is not None else None
        node.path, node.level = paths[row.key], paths[row.key].count(".")
        for name in COLUMNS:
            setattr(node, name, said[row.key][name])
        node.refresh_search_text()
    fields = [*COLUMNS, "parent", "path", "level", "search_text"]
    Node.objects.bulk_update([nodes[row.key] for row in rows], fields, batch_size=100)


def _write_lists(
    rows: list[NodeRow],
    nodes: dict[str, Node],
    held: dict[str, dict[str, Any]],
    said: dict[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    """Specifications, indicators, areas and references of the nodes where they differ."""
    targets = reference_targets(rows, nodes)

    def differing(name: str) -> list[tuple[Node, Any]]:
        nothing: dict[str, Any] = {}
        return [
            (nodes[row.key], said[row.key][name])
            for row in rows
            if said[row.key][name] != held.get(row.key, nothing).get(name, [])
        ]

    items = differing("specifications")
    Specification.objects.filter(node__in=[node.pk for node, _v in items]).delete()
    Specification.objects.bulk_create(
        [item for node, texts in items for item in make_specifications(node, texts)]
    )
    measures = differing("indicators")
    PlannedIndicator.objects.filter(node__in=[node.pk for node, _v in measures]).delete()
    PlannedIndicator.objects.bulk_create(
        [
            item
            for node, fields in measures
            for item in make_indicators(node, cast(list[IndicatorFields], fields))
        ]
    )
    lost = _write_areas(differing("areas"), _areas_by_key(said))
    _write_references([(nodes[row.key], said[row.key]["references"]) for row in rows], targets)
    return lost


def _write_areas(
    places: list[tuple[Node, list[str]]], areas: dict[str, Area]
) -> list[dict[str, Any]]:
    """What could not be placed: the areas that nobody knows."""
    NodeArea.objects.filter(node__in=[node.pk for node, _v in places]).delete()
    NodeArea.objects.bulk_create(
        NodeArea(node_id=node.pk, area_id=areas[key].pk)
        for node, keys in places
        for key in dict.fromkeys(keys)
        if key in areas
    )
    return [
        point("area", key, code=node.code)
        for node, keys in places
        for key in keys
        if key not in areas
    ]


def _areas_by_key(said: dict[str, dict[str, Any]]) -> dict[str, Area]:
    """By code, the youngest generation when two share it, or by number for those without."""
    keys = {key for one in said.values() for key in one["areas"]}
    if not keys:
        return {}
    coded = {area.code: area for area in Area.objects.filter(code__in=keys).order_by("generation")}
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 10]
    plain_ones = {str(area.pk): area for area in Area.objects.filter(pk__in=numbers, code="")}
    return plain_ones | coded


def _write_references(wanted_by: list[tuple[Node, list[str]]], targets: dict[str, Node]) -> None:
    """References are compared by what they point to: codes may have changed meanwhile."""
    asked = {
        (node.pk, targets[bare_code(code)].pk)
        for node, codes in wanted_by
        for code in codes
        if bare_code(code) in targets and targets[bare_code(code)].pk != node.pk
    }
    numbers = [node.pk for node, _codes in wanted_by]
    there = NodeReference.objects.filter(node__in=numbers)
    known = {(row.node_id, row.target_id): row.pk for row in there}
    gone = [pk for link, pk in known.items() if link not in asked]
    NodeReference.objects.filter(pk__in=gone).delete()
    NodeReference.objects.bulk_create(
        NodeReference(node_id=node, target_id=target) for node, target in sorted(asked - set(known))
    )


def _fit_levels(plan: Plan, reading: Reading, *, by: User, at: datetime.datetime) -> Plan:
    """Levels that the file has below the plan's own are added, named by the file."""
    deepest = max(depth_of(reading.rows).values(), default=0)
    if deepest < len(plan.level_names):
        return plan
    return update_plan(plan=plan, level_names=_level_names(reading, plan), by=by, at=at)


def _level_names(reading: Reading, plan: Plan | None = None) -> list[str]:
    names = list(plan.level_names) if plan is not None else []
    names += reading.level_names[len(names) :]
    deepest = max(depth_of(reading.rows).values(), default=0)
    if deepest >= LEVELS_AT_MOST:
        raise InvalidInput(_("Un plan a %(count)d niveaux au plus.") % {"count": LEVELS_AT_MOST})
    while len(names) <= deepest:
        names.append(_("niveau %(rank)d") % {"rank": len(names) + 1})
    return names[:LEVELS_AT_MOST]


@transaction.atomic
def save_parsed_plan(
    *,
    contract: Contract,
    parsed: dict[str, Any],
    name: str,
    kind: str,
    area: Area | None,
    by: User,
    at: datetime.datetime,
    source_name: str = "",
    plan: Plan | None = None,
    edition: int | None = None,
) -> PlanVersion:
    """A draft that holds what a document says (see `rows.reading_of` for what may be stated).

    The plan is `plan`, else the contract's plan of that name, else a new one. Of a plan that
    exists, nodes are matched by theme, code, then title: they keep their theme and whatever
    the document does not say, short titles first. The draft is the one at hand, or a new one.
    What could not be placed is left in `pending`.
    """
    require_contract_editor(by, contract)
    reading = reading_of(parsed)
    if not reading.rows:
        raise InvalidInput(_("Aucun élément n’a été reconnu\u00a0: il n’y a rien à enregistrer."))
    plan = plan or Plan.objects.filter(contract=contract, name=one_line(name)).first()
    if plan is None:
        plan = create_plan(
            contract=contract,
            kind=kind,
            name=name,
            level_names=_level_names(reading),
            area=area,
            by=by,
            at=at,
        )
    elif plan.contract_id != contract.pk:
        raise Refused(_("Ce plan est celui d’un autre contrat."))
    plan = _fit_levels(plan, reading, by=by, at=at)
    draft = draft_of(plan) or create_draft(plan=plan, by=by, at=at)
    summary = _("reprend %(count)d éléments de «\u00a0%(name)s\u00a0»") % {
        "count": len(reading.rows),
        "name": source_name or name,
    }
    with draft_edit(
        draft, action="save_document", summary=summary, by=by, at=at, edition=edition
    ) as edit:
        pending = reading.pending + write_rows(edit.version, reading.rows)
        edit.version.pending = pending
        edit.version.source_name = source_name[:255]
        edit.version.save(update_fields=["pending", "source_name"])
    draft.refresh_from_db()
    return draft
