"""A version as XLSX, CSV, JSON and PDF. The first three are read back by `imports`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.core.pdf import write_pdf
from ensemblier.core.spreadsheets import Sheet, write_csv, write_xlsx
from ensemblier.core.typography import long_date
from ensemblier.plans.enums import Breakdown, IndicatorKind, Priority, SpecificationKind
from ensemblier.plans.models import Node, PlannedIndicator, PlanVersion
from ensemblier.plans.queries import Tree, version_tree

FORMATS = ("xlsx", "csv", "json", "pdf")
FORMAT_NAME = "ensemblier-plan"
TEMPLATE = Path(__file__).parent / "typst" / "plan.typ"

# A file format, not a page: French in every language, so that any of our files reads back.
COLUMNS = {
    "level": "niveau",
    "level_name": "nom du niveau",
    "code": "code",
    "title": "titre complet",
    "short_title": "titre court",
    "description": "explication",
    "priority": "priorité",
    "outside_call": "hors appel à projets",
    "areas": "territoires",
    "requirements": "cahier des charges",
    "schemes": "financements à mobiliser d’abord",
    "indicators": "indicateurs",
    "references": "renvois",
    "theme": "repère",
}
PRIORITIES = {"": "", Priority.PRIORITY: "prioritaire", Priority.COMPLEMENTARY: "complémentaire"}
KINDS = {IndicatorKind.QUANTITATIVE: "quantitatif", IndicatorKind.QUALITATIVE: "qualitatif"}
BREAKDOWNS = {
    Breakdown.SEX: "femmes / hommes",
    Breakdown.CHILD_SEX: "filles / garçons",
    Breakdown.AGE: "âge",
    Breakdown.QPV: "quartier",
}


def indicator_line(item: PlannedIndicator) -> str:
    """«Personnes venues [quantitatif ; unité : personnes ; par : âge, quartier]»."""
    said = [KINDS[IndicatorKind(item.kind)]]
    if item.unit:
        said.append(f"unité : {item.unit}")
    if item.breakdowns:
        said.append("par : " + ", ".join(BREAKDOWNS[Breakdown(one)] for one in item.breakdowns))
    return f"{item.label} [{' ; '.join(said)}]"


def _texts(node: Node, kind: str) -> list[str]:
    return [item.text for item in node.specifications.all() if item.kind == kind]


def reference_name(target: Node) -> str:
    return target.code or f"#{target.theme_id}"


def _cells(node: Node) -> list[Any]:
    return [
        node.level + 1,
        node.level_name,
        node.code,
        node.title,
        node.short_title,
        node.description,
        PRIORITIES[node.priority],
        "oui" if node.is_outside_call else "non",
        " ".join(area.key for area in node.areas.all()),
        "\n".join(_texts(node, SpecificationKind.REQUIREMENT)),
        "\n".join(_texts(node, SpecificationKind.SCHEME)),
        "\n".join(indicator_line(item) for item in node.indicators.all()),
        " ; ".join(reference_name(link.target) for link in node.references.all()),
        node.theme_id,
    ]


def _rows(version: PlanVersion) -> list[list[Any]]:
    return [_cells(node) for node in version_tree(version, with_details=True).nodes]


def as_csv(version: PlanVersion) -> bytes:
    return write_csv(COLUMNS.values(), _rows(version))


def as_xlsx(version: PlanVersion) -> bytes:
    levels = [[rank, name] for rank, name in enumerate(version.plan.level_names, 1)]
    return write_xlsx(
        Sheet("Plan", list(COLUMNS.values()), _rows(version)),
        Sheet("Niveaux", ["niveau", "nom du niveau"], levels),
    )


def _json_node(node: Node) -> dict[str, Any]:
    return {
        "theme": node.theme_id,
        "parent": node.parent_node.theme_id if node.parent_node else None,
        "level": node.level,
        "code": node.code,
        "title": node.title,
        "short_title": node.short_title,
        "description": node.description,
        "priority": node.priority,
        "outside_call": node.is_outside_call,
        "areas": [area.key for area in node.areas.all()],
        "specification": [
            {"kind": item.kind, "text": item.text} for item in node.specifications.all()
        ],
        "indicators": [
            {
                "label": item.label,
                "kind": item.kind,
                "unit": item.unit,
                "breakdowns": item.breakdowns,
            }
            for item in node.indicators.all()
        ],
        "see_also": [reference_name(link.target) for link in node.references.all()],
    }


def as_json(version: PlanVersion) -> bytes:
    tree = version_tree(version, with_details=True)
    plan = version.plan
    content = {
        "format": FORMAT_NAME,
        "contract": plan.contract.slug,
        "plan": {
            "name": plan.name,
            "kind": plan.kind,
            "area": plan.area.key if plan.area else None,
        },
        "version": {
            "number": version.number,
            "title": version.title,
            "state": version.state,
            "effective_on": version.effective_on.isoformat() if version.effective_on else None,
        },
        "levels": plan.level_names,
        "nodes": [_json_node(node) for node in tree.nodes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _tags(node: Node) -> list[str]:
    # The last level is the long one, and speaks for itself.
    is_last = node.level + 1 == len(node.version.plan.level_names)
    tags = [] if is_last else [node.level_name]
    if node.priority:
        tags.append(str(node.get_priority_display()))
    if node.is_outside_call:
        tags.append(_("hors appel à projets"))
    return tags + [area.name for area in node.areas.all()]


def _measure(item: PlannedIndicator) -> str:
    said = [item.unit, *(str(Breakdown(one).label) for one in item.breakdowns)]
    said = [word for word in said if word]
    return f"{item.label} ({', '.join(said)})" if said else item.label


def _printed(node: Node) -> dict[str, Any]:
    targets = ", ".join(str(link.target) for link in node.references.all())
    return {
        "level": node.level,
        "code": node.code,
        "title": node.title,
        "tags": _tags(node),
        "description": [text for text in node.description.split("\n") if text],
        "requirements": _texts(node, SpecificationKind.REQUIREMENT),
        "schemes": _texts(node, SpecificationKind.SCHEME),
        "indicators": [_measure(item) for item in node.indicators.all()],
        "references": _("Voir aussi\u00a0: %(nodes)s") % {"nodes": targets} if targets else "",
    }


def _subtitle(version: PlanVersion) -> str:
    if version.effective_on is None:
        return _("Version %(number)d, en préparation") % {"number": version.number}
    return _("Version %(number)d, en vigueur depuis le %(day)s") % {
        "number": version.number,
        "day": long_date(version.effective_on),
    }


def _printed_tree(tree: Tree) -> dict[str, Any]:
    version = tree.version
    subtitle = _subtitle(version)
    return {
        "lang": (get_language() or "fr")[:2],
        "title": version.plan.name,
        "author": str(version.contract.manager),
        "contract": version.contract.name,
        "subtitle": subtitle,
        "counts": ", ".join(f"{one.count} {one.label}" for one in tree.counts()),
        "footer": f"{version.plan.name} – {subtitle}",
        "words": {
            "contents": _("Sommaire"),
            "requirements": _("Cahier des charges"),
            "schemes": _("Financements à mobiliser d’abord"),
            "indicators": _("Indicateurs"),
        },
        "nodes": [_printed(node) for node in tree.nodes],
    }


def as_pdf(version: PlanVersion) -> bytes:
    """The plan as one reads it on paper, with its table of contents; tagged PDF/UA-1."""
    return write_pdf(TEMPLATE, _printed_tree(version_tree(version, with_details=True)))


WRITERS = {"xlsx": as_xlsx, "csv": as_csv, "json": as_json, "pdf": as_pdf}


def export_version(version: PlanVersion, fmt: str) -> bytes:
    """The bytes of a version in one of `FORMATS`; raises KeyError for another."""
    return WRITERS[fmt](version)
