"""Moving nodes of a draft: the branch follows its head."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.operations.arrangement import Arrangement
from ensemblier.plans.operations.drafting import draft_edit

# Where a node goes: its new parent and its rank there once it has left its old place.
Destination = tuple[int | None, int | None]


def _move(
    node: Node,
    where: Callable[[Arrangement], Destination],
    *,
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> Node:
    with draft_edit(
        node.version, action="move_node", summary="", by=by, at=at, edition=edition
    ) as edit:
        arrangement = Arrangement(edit.version)
        if node.pk not in arrangement.nodes:
            raise Refused(_("Cet élément n’est plus dans le plan."))
        parent, rank = where(arrangement)
        if parent is not None and parent not in arrangement.nodes:
            raise Refused(_("L’endroit choisi n’est plus dans le plan."))
        if parent in arrangement.branch(node.pk):
            raise Refused(_("Un élément ne se range pas dans lui-même."))
        arrangement.take(node.pk)
        arrangement.put(node.pk, parent, rank)
        arrangement.write()
        moved = arrangement.nodes[node.pk]
        moved.version = edit.version
        edit.summary = _("déplace «\u00a0%(node)s\u00a0»") % {"node": moved}
    return moved


def move_node(
    *,
    node: Node,
    parent: Node | None,
    rank: int | None,
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> Node:
    """Under `parent` (None: at the root) at `rank`, counted from 0 without the node itself;
    last when `rank` is None."""
    target = parent.pk if parent is not None else None
    return _move(node, lambda _tree: (target, rank), by=by, at=at, edition=edition)


def raise_node(*, node: Node, by: User, at: datetime.datetime, edition: int | None) -> Node:
    """Before its previous sibling."""

    def where(tree: Arrangement) -> Destination:
        if tree.rank(node.pk) == 0:
            raise Refused(_("Cet élément est déjà le premier."))
        return tree.parents[node.pk], tree.rank(node.pk) - 1

    return _move(node, where, by=by, at=at, edition=edition)


def lower_node(*, node: Node, by: User, at: datetime.datetime, edition: int | None) -> Node:
    """After its next sibling."""

    def where(tree: Arrangement) -> Destination:
        parent = tree.parents[node.pk]
        if tree.rank(node.pk) == len(tree.children[parent]) - 1:
            raise Refused(_("Cet élément est déjà le dernier."))
        return parent, tree.rank(node.pk) + 1

    return _move(node, where, by=by, at=at, edition=edition)


def indent_node(*, node: Node, by: User, at: datetime.datetime, edition: int | None) -> Node:
    """Last under its previous sibling."""

    def where(tree: Arrangement) -> Destination:
        rank = tree.rank(node.pk)
        if rank == 0:
            raise Refused(_("Il faut un élément au-dessus, au même niveau, pour le contenir."))
        return tree.children[tree.parents[node.pk]][rank - 1], None

    return _move(node, where, by=by, at=at, edition=edition)


def outdent_node(*, node: Node, by: User, at: datetime.datetime, edition: int | None) -> Node:
    """Just after its parent, at its parent's level."""

    def where(tree: Arrangement) -> Destination:
        parent = tree.parents[node.pk]
        if parent is None:
            raise Refused(_("Cet élément est déjà au premier niveau."))
        return tree.parents[parent], tree.rank(parent) + 1

    return _move(node, where, by=by, at=at, edition=edition)


def reorder(
    *,
    version: PlanVersion,
    parent: Node | None,
    nodes: Sequence[Node],
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> None:
    """The children of `parent` in the order given, all of them."""
    with draft_edit(
        version,
        action="reorder_nodes",
        summary=_("change l’ordre de «\u00a0%(node)s\u00a0»") % {"node": parent or version.plan},
        by=by,
        at=at,
        edition=edition,
    ) as edit:
        arrangement = Arrangement(edit.version)
        key = parent.pk if parent is not None else None
        wanted = [node.pk for node in nodes]
        if sorted(wanted) != sorted(arrangement.children.get(key, [])):
            raise Refused(_("La liste a changé entre-temps. Relisez-la, puis recommencez."))
        arrangement.children[key] = wanted
        arrangement.write()
