"""An invented revision of the contract's plan, left in preparation."""

from __future__ import annotations

from collections.abc import Mapping

from ensemblier.demo.loading.tables import rows
from ensemblier.demo.loading.trees import Row, Tree, add_details, add_nodes, titled
from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.models import PlanVersion, Succession


def load_revision(base: Tree, titles: Mapping[str, str]) -> Tree:
    version = PlanVersion.objects.create(
        contract=base.version.contract,
        plan=base.plan,
        number=2,
        title="Révision 2027",
        state=VersionState.DRAFT,
        based_on=base.version,
        source_name=base.version.source_name,
    )
    changes = rows("revision_2027")
    tree = Tree(version)
    themes = {code: node.theme for code, node in base.nodes.items()}
    add_nodes(tree, titled(revised_rows(changes), titles), themes)
    add_details(tree)
    declare_successions(base, tree, changes)
    return tree


def revised_rows(changes: list[Row]) -> list[Row]:
    """The nomenclature of 2015 with the changes of the file, in the order of the tree."""
    gone = {
        code
        for change in changes
        for code in change["from_codes"].split()
        if change["kind"] == "dropped" or (change["kind"] == "merged" and code != change["to_code"])
    }
    table = {row["code"]: row for row in rows("contract_plan_2015") if row["code"] not in gone}
    for change in changes:
        code = change["to_code"]
        if code in table:
            table[code] = {**table[code], "short_title": change["new_short_title"]}
        elif code:
            table[code] = new_row(code, change["new_short_title"])
    return list(table.values())


def new_row(code: str, short_title: str) -> Row:
    parent = code.rpartition(".")[0]
    return {
        "code": code,
        "parent_code": parent,
        "level": str(code.count(".")),
        "short_title": short_title,
    }


def declare_successions(base: Tree, tree: Tree, changes: list[Row]) -> None:
    """What the file does not name was kept."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for change in changes:
        for code in change["from_codes"].split():
            pairs.setdefault(code, []).append((change["kind"], change["to_code"]))
    Succession.objects.bulk_create(
        Succession(
            contract=base.version.contract,
            source=node,
            target=tree.nodes[target] if target else None,
            kind=kind,
        )
        for code, node in base.nodes.items()
        for kind, target in pairs.get(code, [(SuccessionKind.KEPT, code)])
    )
