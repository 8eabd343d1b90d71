"""Nodes as a file states them, before they are anybody's rows in the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ensemblier.core.text import searchable
from ensemblier.plans.enums import IndicatorKind, SpecificationKind
from ensemblier.plans.models import Node
from ensemblier.plans.naming import bare_code, one_line, paragraphs, ranks_in

CODE_LENGTH = 30
SEVERAL_PARTS = re.compile(r"\w[./-]\w")


@dataclass
class NodeRow:
    """A node of a file; rows come parents first, siblings in order.

    None means that the file says nothing: what the plan has is kept. `references` are codes,
    or «#» and the number of a theme for what has no code. `areas` are `Area.key`s.
    """

    key: str
    parent: str | None
    title: str
    code: str = ""
    theme: int | None = None
    short_title: str | None = None
    description: str | None = None
    priority: str | None = None
    is_outside_call: bool | None = None
    areas: list[str] | None = None
    specifications: list[tuple[str, str]] | None = None
    indicators: list[dict[str, Any]] | None = None
    references: list[str] | None = None


@dataclass
class Reading:
    """What a file holds: rows, and what could not be placed (see `PlanVersion.pending`)."""

    level_names: list[str] = field(default_factory=list)
    rows: list[NodeRow] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)


def point(kind: str, text: str, *, line: int | None = None, code: str = "") -> dict[str, Any]:
    """Something left for a person to settle. Kinds: line, items, reference, code, area."""
    return {"kind": kind, "text": one_line(text), "line": line, "code": code}


def _specification(item: str | dict[str, Any] | list[str]) -> tuple[str, str]:
    if isinstance(item, str):
        return SpecificationKind.REQUIREMENT.value, one_line(item)
    if isinstance(item, dict):
        return item.get("kind", SpecificationKind.REQUIREMENT.value), one_line(item["text"])
    return item[0], one_line(item[1])


def _indicator(item: str | dict[str, Any]) -> dict[str, Any]:
    given = {"label": item} if isinstance(item, str) else item
    return {
        "label": one_line(given["label"]),
        "kind": given.get("kind") or IndicatorKind.QUANTITATIVE.value,
        "unit": one_line(given.get("unit") or ""),
        "breakdowns": list(given.get("breakdowns") or []),
    }


def _row(node: dict[str, Any]) -> NodeRow:
    """One node of `ParsedPlan.as_dict()`, with the keys that our own files add to it:
    theme, short_title, description, areas, and full specifications and indicators.

    Under `complete` the empty values are statements; else they say nothing.
    """
    complete = bool(node.get("complete"))
    items = [_specification(item) for item in node.get("specification") or []]
    measures = [_indicator(item) for item in node.get("indicators") or []]
    references = list(node.get("see_also") or [])
    short_title, description = node.get("short_title"), node.get("description")
    areas = node.get("areas")
    return NodeRow(
        key=str(node["id"]),
        parent=str(node["parent"]) if node.get("parent") is not None else None,
        code=one_line(node.get("code") or ""),
        title=one_line(node["title"]),
        theme=node.get("theme"),
        short_title=one_line(short_title) if short_title else None,
        description=paragraphs(description) if description is not None else None,
        priority=(node.get("priority") or "") if complete else (node.get("priority") or None),
        is_outside_call=bool(node.get("outside_call")),
        areas=list(areas) if areas is not None else None,
        specifications=items if items or complete else None,
        indicators=measures if measures or complete else None,
        references=references if references or complete else None,
    )


def _complete_codes(rows: list[NodeRow]) -> None:
    """Codes that start again under each parent (A, B; A, B) take their parent's before them:
    «1/2» then «1/2.A». Left alone when each code is already the only one of its kind."""
    codes = [bare_code(row.code) for row in rows if row.code]
    if len(set(codes)) == len(codes):
        return
    full: dict[str | None, str] = {None: ""}
    for row in rows:
        above = full[row.parent]
        if row.code and above and not SEVERAL_PARTS.search(row.code):
            row.code = f"{above}.{row.code}"
        full[row.key] = row.code or above


def _settle_codes(rows: list[NodeRow]) -> list[dict[str, Any]]:
    """A code serves once and is short: the others lose it and are told."""
    seen: set[str] = set()
    told = []
    for row in rows:
        if row.code and (bare_code(row.code) in seen or len(row.code) > CODE_LENGTH):
            told.append(point("code", row.title, code=row.code))
            row.code = ""
        elif row.code:
            seen.add(bare_code(row.code))
    return told


def _settle_references(rows: list[NodeRow]) -> list[dict[str, Any]]:
    """A reference points into the same plan: the others go and are told."""
    codes = {bare_code(row.code) for row in rows if row.code}
    themes = {f"#{row.theme}" for row in rows if row.theme}
    told = []
    for row in rows:
        lost = [code for code in row.references or [] if bare_code(code) not in codes | themes]
        told += [point("reference", f"{row.title} → {code}", code=row.code) for code in lost]
        if lost:
            row.references = [code for code in row.references or [] if code not in lost] or None
    return told


def _settle_groups(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    """What a sheet says of several nodes and that nobody handed out yet."""
    codes = {str(node["id"]): node.get("code") or "" for node in parsed["nodes"]}
    told = []
    for group in parsed.get("groups") or []:
        names = ", ".join(codes.get(str(pk), "") for pk in group["nodes"])
        line = group["lines"][0] if group.get("lines") else None
        for item in [*group.get("specification", []), *group.get("indicators", [])]:
            text = item if isinstance(item, str) else item.get("text") or item.get("label")
            told.append(point("items", text, line=line, code=names))
    return told


def _told(unread: dict[str, Any]) -> str:
    reason = unread.get("reason")
    return f"{unread['text']} – {reason}" if reason else str(unread["text"])


def reading_of(parsed: dict[str, Any]) -> Reading:
    """The rows of a parsed plan. Whatever cannot be one of them is in `pending`."""
    rows = [_row(node) for node in parsed["nodes"] if one_line(node["title"])]
    keys = {row.key for row in rows}
    for row in rows:
        row.parent = row.parent if row.parent in keys else None
    pending = [point("line", _told(one), line=one["line"]) for one in parsed.get("unread") or []]
    _complete_codes(rows)
    pending += _settle_groups(parsed) + _settle_codes(rows) + _settle_references(rows)
    names = [one_line(level["name"]) for level in parsed.get("levels") or []]
    return Reading(names, rows, pending)


def depth_of(rows: list[NodeRow]) -> dict[str, int]:
    """The level of each row, from 0."""
    levels: dict[str, int] = {}
    for row in rows:
        levels[row.key] = levels[row.parent] + 1 if row.parent is not None else 0
    return levels


def match_rows(nodes: Iterable[Node], rows: list[NodeRow]) -> dict[str, Node]:
    """Which node each row speaks of: by theme, then by code, then by title (full, else short),
    then by what its code counts («A1.O2.P3» and «1/2.C» both count 1, 2, 3)."""
    held = list(nodes)
    matched: dict[str, Node] = {}
    taken: set[int] = set()
    for node_keys, row_key in PASSES:
        index: dict[Hashable, Node] = {}
        for node in held:
            for key in node_keys(node):
                if key and node.pk not in taken:
                    index.setdefault(key, node)
        for row in rows:
            found = index.get(row_key(row))
            if found is not None and row.key not in matched and found.pk not in taken:
                matched[row.key] = found
                taken.add(found.pk)
    return matched


PASSES: list[tuple[Callable[[Node], tuple[Hashable, ...]], Callable[[NodeRow], Hashable]]] = [
    (lambda node: (node.theme_id,), lambda row: row.theme),
    (lambda node: (bare_code(node.code),), lambda row: bare_code(row.code)),
    (lambda node: (searchable(node.title),), lambda row: searchable(row.title)),
    (lambda node: (searchable(node.short_title),), lambda row: searchable(row.title)),
    (lambda node: (ranks_in(node.code),), lambda row: ranks_in(row.code)),
]
