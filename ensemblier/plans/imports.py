"""Documents and our own files, read into what `save_parsed_plan` saves."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import map_columns
from ensemblier.core.spreadsheets import Row, is_workbook, open_table
from ensemblier.core.text import searchable
from ensemblier.plans.enums import Breakdown, IndicatorKind, Priority, SpecificationKind
from ensemblier.plans.exports import BREAKDOWNS, COLUMNS, FORMAT_NAME, KINDS, PRIORITIES
from ensemblier.plans.models import SHORT_TITLE_LENGTH, Plan, PlanImport
from ensemblier.plans.naming import one_line
from ensemblier.plans.operations.pending_imports import keep_import
from ensemblier.plans.operations.plans import LEVELS_AT_MOST, require_contract_editor
from ensemblier.plans.reader import UnreadableDocument, read_plan
from ensemblier.territories.models import Area

NEEDED = ("level", "title")
INDICATOR = re.compile(
    r"(?P<label>.*) \[(?P<kind>quantitatif|qualitatif)"
    r"(?: ; unité : (?P<unit>[^\[\];]+))?(?: ; par : (?P<by>[^\[\];]+))?\]"
)

Parsed = dict[str, Any]


def read_document(content: bytes, filename: str) -> Parsed:
    """What a document says, in the shape of `ParsedPlan.as_dict()`; `origin` is «export» for a
    file that we wrote, «document» for any other. Raises InvalidInput with one sentence."""
    if not content:
        raise InvalidInput(_("Ce fichier est vide."), field="file")
    if parsed := _read_json(content) or _read_table(content, filename):
        return {**parsed, "origin": "export"}
    try:
        return {**read_plan(content, filename).as_dict(), "origin": "document"}
    except UnreadableDocument as error:
        raise InvalidInput(str(error), field="file") from error


def _empty() -> Parsed:
    return {"levels": [], "nodes": [], "groups": [], "declared": [], "unread": []}


def _read_json(content: bytes) -> Parsed | None:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            _("Ce fichier JSON est abîmé\u00a0: exportez-le de nouveau."), field="file"
        ) from error
    if data.get("format") != FORMAT_NAME:
        raise InvalidInput(
            _("Ce fichier JSON n’est pas un plan exporté d’Ensemblier."), field="file"
        )
    parsed = _empty()
    try:
        parsed["levels"] = [{"name": str(name), "count": 0} for name in data["levels"]]
        parsed["nodes"] = [_json_node(node, rank) for rank, node in enumerate(data["nodes"])]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(
            _("Il manque quelque chose dans ce fichier JSON\u00a0: exportez-le de nouveau."),
            field="file",
        ) from error
    _place_json_nodes(parsed["nodes"])
    return parsed


def _json_node(node: dict[str, Any], rank: int) -> dict[str, Any]:
    if node["priority"] not in PRIORITIES:
        raise ValueError(node["priority"])
    indicators = [
        {
            "label": str(item["label"]),
            "kind": IndicatorKind(item["kind"]).value,
            "unit": str(item["unit"]),
            "breakdowns": [Breakdown(one).value for one in item["breakdowns"]],
        }
        for item in node["indicators"]
    ]
    items = [
        {"kind": SpecificationKind(item["kind"]).value, "text": str(item["text"])}
        for item in node["specification"]
    ]
    theme = node["theme"]
    return {
        "id": f"t{int(theme)}" if theme else f"r{rank}",
        "parent": f"t{int(node['parent'])}" if node["parent"] else None,
        "level": 0,
        "code": str(node["code"]),
        "title": str(node["title"]),
        "short_title": str(node["short_title"]),
        "description": str(node["description"]),
        "priority": node["priority"] or None,
        "outside_call": bool(node["outside_call"]),
        "areas": [str(key) for key in node["areas"]],
        "specification": items,
        "indicators": indicators,
        "see_also": [str(code) for code in node["see_also"]],
        "theme": int(theme) if theme else None,
        "complete": True,
        "lines": [],
    }


def _place_json_nodes(nodes: list[dict[str, Any]]) -> None:
    """Levels from parents; a parent comes before its children."""
    levels: dict[str, int] = {}
    for node in nodes:
        if node["id"] in levels or (node["parent"] and node["parent"] not in levels):
            raise InvalidInput(
                _("Dans ce fichier, «\u00a0%(title)s\u00a0» n’est pas à sa place.")
                % {"title": node["title"][:80]},
                field="file",
            )
        node["level"] = levels[node["parent"]] + 1 if node["parent"] else 0
        levels[node["id"]] = node["level"]


def _read_table(content: bytes, filename: str) -> Parsed | None:
    """Our own XLSX or CSV; None for anything else."""
    if not (filename.lower().endswith((".csv", ".tsv", ".xlsx", ".xls", ".ods"))):
        return None
    if filename.lower().endswith((".xlsx", ".xls", ".ods")) and not is_workbook(content):
        return None
    table = open_table(content)
    places = map_columns(table.columns, {name: [label] for name, label in COLUMNS.items()})
    if not all(name in places for name in NEEDED):
        return None
    reader = _TableReader(places)
    for row in table.rows:
        reader.take(row)
    return reader.parsed()


class _TableReader:
    """Rows of our own table, one by one; those at fault go to `unread` with their reason."""

    def __init__(self, places: dict[str, int]) -> None:
        self.places = places
        self.nodes: list[dict[str, Any]] = []
        self.unread: list[dict[str, Any]] = []
        self.stack: list[str] = []
        self.level_names: dict[int, str] = {}
        self.themes: set[int] = set()

    def cell(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return row.cells[place].strip() if place is not None and place < len(row.cells) else ""

    def stated(self, row: Row, name: str) -> str | None:
        return self.cell(row, name) if name in self.places else None

    def take(self, row: Row) -> None:
        try:
            node = self._node(row)
        except InvalidInput as refusal:
            text = " | ".join(cell for cell in row.cells if cell)
            reason = {"line": row.line, "text": text[:500], "reason": str(refusal)}
            self.unread.append(reason)
        else:
            self.nodes.append(node)

    def _level(self, row: Row) -> int:
        text = self.cell(row, "level")
        if not text.isdecimal() or not 1 <= int(text) <= LEVELS_AT_MOST:
            raise InvalidInput(
                _("Le niveau est un nombre de 1 à %(count)d.") % {"count": LEVELS_AT_MOST}
            )
        level = int(text) - 1
        if level > len(self.stack):
            del self.stack[level:]
            raise InvalidInput(_("Le niveau du dessus manque juste avant cette ligne."))
        return level

    def _node(self, row: Row) -> dict[str, Any]:
        level = self._level(row)
        del self.stack[level:]
        title = one_line(self.cell(row, "title"))
        if not title:
            raise InvalidInput(_("Donnez un titre."))
        short = self.cell(row, "short_title")
        if len(short) > SHORT_TITLE_LENGTH:
            raise InvalidInput(
                _("Un titre court a %(count)d caractères au plus.") % {"count": SHORT_TITLE_LENGTH}
            )
        node = {
            "id": f"l{row.line}",
            "parent": self.stack[-1] if self.stack else None,
            "level": level,
            "code": self.cell(row, "code"),
            "title": title,
            "short_title": short or None,
            "description": self.stated(row, "description"),
            "priority": self._priority(row),
            "outside_call": self._yes(row),
            "areas": _words(self.stated(row, "areas"), r"[\s,;]+"),
            "specification": self._specification(row),
            "indicators": [_indicator(line) for line in _lines(self.cell(row, "indicators"))],
            "see_also": _words(self.stated(row, "references"), r"\s*;\s*") or [],
            "theme": self._theme(row),
            "complete": set(COLUMNS) - {"level_name"} <= set(self.places),
            "lines": [row.line, row.line],
        }
        self.stack.append(str(node["id"]))
        self.level_names.setdefault(level, self.cell(row, "level_name"))
        return node

    def _priority(self, row: Row) -> str | None:
        text = searchable(self.cell(row, "priority"))
        known = {searchable(label): value for value, label in PRIORITIES.items()}
        if text not in known:
            raise InvalidInput(
                _(
                    "La priorité est «\u00a0prioritaire\u00a0», "
                    "«\u00a0complémentaire\u00a0» ou vide."
                )
            )
        return Priority(known[text]).value if known[text] else None

    def _yes(self, row: Row) -> bool:
        text = searchable(self.cell(row, "outside_call"))
        if text not in ("", "oui", "non"):
            raise InvalidInput(_("«\u00a0Hors appel à projets\u00a0» se répond par oui ou non."))
        return text == "oui"

    def _theme(self, row: Row) -> int | None:
        text = self.cell(row, "theme")
        if not text:
            return None
        if not text.isdecimal() or len(text) > 15:
            raise InvalidInput(_("Le repère est un nombre\u00a0: laissez-le comme il était."))
        if int(text) in self.themes:
            raise InvalidInput(_("Ce repère sert déjà\u00a0: videz-le pour un nouvel élément."))
        self.themes.add(int(text))
        return int(text)

    def _specification(self, row: Row) -> list[dict[str, str]]:
        kinds = {
            "requirements": SpecificationKind.REQUIREMENT,
            "schemes": SpecificationKind.SCHEME,
        }
        return [
            {"kind": kind.value, "text": line}
            for name, kind in kinds.items()
            for line in _lines(self.cell(row, name))
        ]

    def parsed(self) -> Parsed:
        depth = max(self.level_names, default=-1) + 1
        names = [
            self.level_names.get(level) or _("niveau %(rank)d") % {"rank": level + 1}
            for level in range(depth)
        ]
        counts = [sum(node["level"] == level for node in self.nodes) for level in range(depth)]
        levels = [{"name": name, "count": count} for name, count in zip(names, counts, strict=True)]
        return {**_empty(), "levels": levels, "nodes": self.nodes, "unread": self.unread}


def _lines(text: str) -> list[str]:
    return [line for line in (one_line(part) for part in text.split("\n")) if line]


def _words(text: str | None, separator: str) -> list[str] | None:
    return None if text is None else [word for word in re.split(separator, text) if word]


def _indicator(line: str) -> dict[str, Any]:
    """A line as `exports.indicator_line` writes it; any other text is a quantitative one."""
    found = INDICATOR.fullmatch(line)
    if found is None:
        return {
            "label": line,
            "kind": IndicatorKind.QUANTITATIVE.value,
            "unit": "",
            "breakdowns": [],
        }
    kinds = {label: kind.value for kind, label in KINDS.items()}
    by = {searchable(label): one.value for one, label in BREAKDOWNS.items()}
    asked = [searchable(word) for word in (found["by"] or "").split(",") if word.strip()]
    if unknown := [word for word in asked if word not in by]:
        raise InvalidInput(
            _("Ventilation inconnue dans un indicateur\u00a0: %(word)s.") % {"word": unknown[0]}
        )
    return {
        "label": found["label"],
        "kind": kinds[found["kind"]],
        "unit": found["unit"] or "",
        "breakdowns": [by[word] for word in asked],
    }


def start_import(
    *,
    contract: Contract,
    plan: Plan | None,
    name: str,
    kind: str,
    area: Area | None,
    uploaded: UploadedFile,
    by: User,
    at: datetime.datetime,
) -> PlanImport:
    """Read an upload and keep what was read, to be looked at before it is saved."""
    require_contract_editor(by, contract)
    if (uploaded.size or 0) > settings.FILES_MAX_BYTES:
        raise InvalidInput(
            _("Ce fichier est trop gros\u00a0: %(limit)s Mo au plus.")
            % {"limit": settings.FILES_MAX_BYTES // 1_048_576},
            field="file",
        )
    uploaded.seek(0)
    try:
        parsed = read_document(uploaded.read(), uploaded.name or "")
    except InvalidInput as refusal:
        raise InvalidInput(str(refusal), field="file") from refusal
    return keep_import(
        contract=contract,
        plan=plan,
        name=name,
        kind=kind,
        area=area,
        uploaded=uploaded,
        parsed=parsed,
        by=by,
        at=at,
    )
