"""Corrections of a document as it was read, before anything is saved.

Each takes the parsed plan (`ParsedPlan.as_dict()`) and returns it corrected. Nothing is ever
dropped in silence: what is taken out of the tree goes back among the lines not understood.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.plans.enums import Priority
from ensemblier.plans.naming import one_line, paragraphs
from ensemblier.plans.operations.plans import LEVELS_AT_MOST, clean_level_names

Parsed = dict[str, Any]

# Where a line that was not understood may go.
ATTACHMENTS = ("title", "specification", "indicator", "description", "child", "ignore")


def node_of(parsed: Parsed, node_id: str) -> dict[str, Any]:
    for node in parsed["nodes"]:
        if str(node["id"]) == node_id:
            return node
    raise InvalidInput(_("Cet élément n’est plus dans le document lu."), field="node")


def node_by_code(parsed: Parsed, code: str) -> dict[str, Any]:
    for node in parsed["nodes"]:
        if node["code"] and node["code"].casefold() == code.strip().casefold():
            return node
    raise InvalidInput(_("Aucun élément n’a le code «\u00a0%(code)s\u00a0».") % {"code": code})


def _reparent(parsed: Parsed) -> None:
    """Parents from levels, in the order of the document; a gap in the levels is closed."""
    stack: list[tuple[int, str]] = []
    for node in parsed["nodes"]:
        while stack and stack[-1][0] >= node["level"]:
            stack.pop()
        node["parent"] = stack[-1][1] if stack else None
        stack.append((node["level"], str(node["id"])))
    _count(parsed)


def _count(parsed: Parsed) -> None:
    depth = max((node["level"] for node in parsed["nodes"]), default=-1) + 1
    levels = parsed["levels"]
    while len(levels) < depth:
        levels.append({"name": _("niveau %(rank)d") % {"rank": len(levels) + 1}, "count": 0})
    for rank, level in enumerate(levels):
        level["count"] = sum(node["level"] == rank for node in parsed["nodes"])


def _branch(parsed: Parsed, node: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes below, which follow it in the document."""
    rows = parsed["nodes"]
    below = []
    for row in rows[rows.index(node) + 1 :]:
        if row["level"] <= node["level"]:
            break
        below.append(row)
    return below


def rename_levels(parsed: Parsed, *, names: Sequence[str]) -> Parsed:
    changed = copy.deepcopy(parsed)
    clean = clean_level_names(names)
    if len(clean) < len(changed["levels"]):
        raise InvalidInput(
            _("Ce document a %(count)d niveaux\u00a0: nommez-les tous.")
            % {"count": len(changed["levels"])},
            field="names",
        )
    for level, name in zip(changed["levels"], clean, strict=False):
        level["name"] = name
    return changed


def correct_node(
    parsed: Parsed,
    *,
    node_id: str,
    code: str,
    title: str,
    level: int,
    priority: str,
    outside_call: bool,
) -> Parsed:
    """What is under the node follows it when its level changes."""
    changed = copy.deepcopy(parsed)
    node = node_of(changed, node_id)
    if not one_line(title):
        raise InvalidInput(_("Donnez un titre."), field="title")
    if priority not in ("", *Priority.values):
        raise InvalidInput(_("Choisissez une priorité de la liste."), field="priority")
    below = _branch(changed, node)
    shift = level - node["level"]
    if level < 0 or max([level, *(row["level"] + shift for row in below)]) >= LEVELS_AT_MOST:
        raise InvalidInput(
            _("Un plan a %(count)d niveaux au plus.") % {"count": LEVELS_AT_MOST}, field="level"
        )
    for row in [node, *below]:
        row["level"] += shift
    node |= {
        "code": one_line(code)[:30],
        "title": one_line(title),
        "priority": priority or None,
        "outside_call": outside_call,
    }
    _reparent(changed)
    return changed


def take_out_node(parsed: Parsed, *, node_id: str) -> Parsed:
    """Not a node after all: its text goes back among the lines not understood, and what was
    under it goes one level up."""
    changed = copy.deepcopy(parsed)
    node = node_of(changed, node_id)
    for row in _branch(changed, node):
        row["level"] -= 1
    changed["nodes"].remove(node)
    line = node["lines"][0] if node.get("lines") else None
    texts = [f"{node['code']} {node['title']}".strip()]
    texts += [_words_of(item) for key in ("specification", "indicators") for item in node[key]]
    changed["unread"] += [{"line": line, "text": text} for text in texts]
    changed["unread"].sort(key=lambda one: one["line"] or 0)
    for group in changed["groups"]:
        group["nodes"] = [pk for pk in group["nodes"] if str(pk) != node_id]
    _reparent(changed)
    return changed


def _words_of(item: str | dict[str, Any]) -> str:
    return item if isinstance(item, str) else str(item.get("text") or item.get("label"))


def settle_lines(parsed: Parsed, *, choices: Mapping[int, tuple[str, str]]) -> Parsed:
    """`choices` maps the rank of a line not understood to (attachment, code of the node)."""
    changed = copy.deepcopy(parsed)
    left = []
    for rank, unread in enumerate(parsed["unread"]):
        attachment, code = choices.get(rank, ("", ""))
        if attachment not in ATTACHMENTS:
            left.append(unread)
        elif attachment != "ignore":
            _attach(changed, unread, attachment, node_by_code(changed, code))
    changed["unread"] = left
    _count(changed)
    return changed


def _attach(parsed: Parsed, unread: dict[str, Any], how: str, node: dict[str, Any]) -> None:
    text = one_line(unread["text"])
    if how == "title":
        node["title"] = f"{node['title']} {text}"
    elif how == "specification":
        node["specification"].append(text)
    elif how == "indicator":
        node["indicators"].append(text)
    elif how == "description":
        held = node.get("description") or ""
        node["description"] = paragraphs(f"{held}\n{text}")
    else:
        _add_child(parsed, node, text, unread["line"])


def _add_child(parsed: Parsed, parent: dict[str, Any], text: str, line: int | None) -> None:
    place = parsed["nodes"].index(parent) + len(_branch(parsed, parent)) + 1
    taken = {str(node["id"]) for node in parsed["nodes"]}
    rank = len(taken)
    while f"added-{rank}" in taken:
        rank += 1
    parsed["nodes"].insert(
        place,
        {
            "id": f"added-{rank}",
            "parent": parent["id"],
            "level": parent["level"] + 1,
            "code": "",
            "title": text,
            "priority": None,
            "outside_call": False,
            "see_also": [],
            "specification": [],
            "indicators": [],
            "lines": [line, line] if line else [],
        },
    )


GroupItem = tuple[int, str, int]


def hand_out(parsed: Parsed, *, choices: Mapping[GroupItem, str]) -> Parsed:
    """What a sheet says of several nodes, given to one of them (its id), to «all» or to «none».

    Items are named by (rank of the group, «specification» or «indicators», rank of the item).
    """
    changed = copy.deepcopy(parsed)
    groups = []
    for rank, group in enumerate(parsed["groups"]):
        kept = {**group}
        for key in ("specification", "indicators"):
            kept[key] = []
            for place, item in enumerate(group[key]):
                choice = choices.get((rank, key, place), "")
                if not _given(changed, group, key, item, choice):
                    kept[key].append(item)
        if kept["specification"] or kept["indicators"]:
            groups.append(kept)
    changed["groups"] = groups
    return changed


def _given(parsed: Parsed, group: dict[str, Any], key: str, item: Any, choice: str) -> bool:
    """Whether the item found its place, or is wanted nowhere."""
    members = [str(pk) for pk in group["nodes"]]
    if choice == "none":
        return True
    targets = members if choice == "all" else [choice] if choice in members else []
    for pk in targets:
        node_of(parsed, pk)[key].append(item)
    return bool(targets)
