"""Plans to read and to write in tests."""

from __future__ import annotations

from typing import Any

from ensemblier.plans.models import Node, PlanVersion

LEVELS = ["pilier", "orientation stratégique", "objectif opérationnel", "action"]


def outline(widths: list[int], prefix: str = "") -> list[str]:
    """Codes of a full tree: `widths` children at each level."""
    codes = []
    for rank in range(1, widths[0] + 1):
        code = f"{prefix}{rank}"
        codes.append(code)
        if len(widths) > 1:
            codes += outline(widths[1:], f"{code}.")
    return codes


def real_outline() -> list[str]:
    """292 codes on four levels, as the real plan: 4 + 24 + 96 + 168."""
    codes = outline([4, 6, 4, 2])
    return [
        code for code in codes if code.count(".") < 3 or code != f"{code[:-1]}2" or code[0] < "4"
    ]


def parsed_plan(codes: list[str], *, details: bool = False, **extra: Any) -> dict[str, Any]:
    """What the reader would give for these codes; `details` fills every field."""
    nodes = []
    for rank, code in enumerate(codes):
        node: dict[str, Any] = {
            "id": f"n{rank}",
            "parent": None,
            "level": code.count("."),
            "code": code,
            "title": f"Titre complet de l’élément {code}, écrit comme dans le document signé",
            "priority": None,
            "outside_call": False,
            "see_also": [],
            "specification": [],
            "indicators": [],
            "lines": [rank + 1, rank + 1],
        }
        above = code.rpartition(".")[0]
        if above:
            node["parent"] = f"n{codes.index(above)}"
        if details:
            node |= _details(code, codes)
        nodes.append(node)
    depth = max((code.count(".") for code in codes), default=0) + 1
    levels = [{"name": name, "count": 0} for name in LEVELS[:depth]]
    empty: dict[str, Any] = {"groups": [], "declared": [], "unread": []}
    return {"levels": levels, "nodes": nodes, **empty, **extra}


def _details(code: str, codes: list[str]) -> dict[str, Any]:
    return {
        "priority": "priority" if code.endswith("1") else "complementary",
        "outside_call": code.endswith("3"),
        "see_also": [codes[0]] if code == codes[-1] else [],
        "specification": [
            f"Veiller à la mixité en {code} ; « garder » [trace]",
            {"kind": "scheme", "text": f"=FIPD en {code}"},
        ],
        "indicators": [
            {
                "label": f"Personnes [venues] en {code}; au total",
                "kind": "quantitative",
                "unit": "personnes",
                "breakdowns": ["sex", "age", "qpv"],
            },
            {"label": f"-Avis en {code}", "kind": "qualitative", "unit": "", "breakdowns": []},
        ],
    }


def shape(version: PlanVersion) -> list[tuple[str, str, int]]:
    """(path, code, level) of every node, in order: the whole structure in one value."""
    rows = Node.objects.filter(version=version).order_by("path")
    return list(rows.values_list("path", "code", "level"))


def codes_of(version: PlanVersion) -> list[str]:
    """Codes in order, indented by their level."""
    return ["  " * level + code for _path, code, level in shape(version)]


def node(version: PlanVersion, code: str) -> Node:
    return Node.objects.select_related("version__plan__contract").get(version=version, code=code)
