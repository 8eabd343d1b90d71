"""The life of a version: prepared, then published for ever, or discarded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.lifecycle import Lifecycle, Transition
from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.models import Node, PlanVersion, Succession
from ensemblier.plans.naming import bare_code

NAMED_AT_MOST = 5


def named(labels: list[str]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(labels[:NAMED_AT_MOST])
    more = len(labels) - NAMED_AT_MOST
    return _("%(shown)s et %(more)d autres") % {"shown": shown, "more": more} if more > 0 else shown


def unresolved_nodes(version: PlanVersion) -> list[Node]:
    """The nodes of the base whose theme is gone from the draft, and of which nothing is said."""
    if version.based_on_id is None:
        return []
    return list(
        Node.objects.filter(version=version.based_on_id, successors__isnull=True)
        .exclude(theme__in=Node.objects.filter(version=version).values("theme"))
        .order_by("path")
    )


def _still_there(version: PlanVersion) -> list[str]:
    """Nodes declared merged or dropped that the draft still holds in their own right."""
    gone = Succession.objects.filter(
        source__version=version.based_on_id,
        kind__in=[SuccessionKind.MERGED, SuccessionKind.DROPPED],
    ).select_related("source", "target")
    held = dict(Node.objects.filter(version=version).values_list("theme", "pk"))
    return [
        str(row.source)
        for row in gone
        if row.source.theme_id in held and held[row.source.theme_id] != row.target_id
    ]


def obstacles(version: PlanVersion) -> list[str]:
    """What stands between a draft and its publication, one sentence each."""
    found = []
    codes = list(Node.objects.filter(version=version).values_list("code", flat=True))
    if not codes:
        found.append(_("Ce plan est vide\u00a0: ajoutez au moins un élément avant de le publier."))
    counts = Counter(bare_code(code) for code in codes if code)
    twice = sorted({code for code in codes if code and counts[bare_code(code)] > 1})
    if twice:
        found.append(
            _("Ces codes se confondent\u00a0: %(codes)s. Changez-en un.") % {"codes": named(twice)}
        )
    if version.pending:
        count = len(version.pending)
        found.append(
            ngettext(
                "Il reste %(count)d point à régler depuis l’import.",
                "Il reste %(count)d points à régler depuis l’import.",
                count,
            )
            % {"count": count}
        )
    unresolved = unresolved_nodes(version)
    if unresolved:
        found.append(
            _("Dites ce que deviennent ces éléments de la version précédente\u00a0: %(nodes)s.")
            % {"nodes": named([str(node) for node in unresolved])}
        )
    if still := _still_there(version):
        found.append(
            _("Déclarés fusionnés ou abandonnés, ils sont encore dans le plan\u00a0: %(nodes)s.")
            % {"nodes": named(still)}
        )
    return found


def _may_edit(user: Any, version: PlanVersion) -> bool:
    return can_edit_contract(user, version.contract)


def _obstacle(version: PlanVersion) -> str | None:
    return " ".join(obstacles(version)) or None


VERSION = Lifecycle(
    [
        Transition(
            name="publish",
            label=gettext_lazy("Publier"),
            sources=(VersionState.DRAFT,),
            target=VersionState.PUBLISHED,
            who=_may_edit,
            guard=_obstacle,
        ),
        # A discarded draft leaves no row: «[*]» is the end in the picture.
        Transition(
            name="discard",
            label=gettext_lazy("Abandonner cette préparation"),
            sources=(VersionState.DRAFT,),
            target="[*]",
            who=_may_edit,
        ),
    ]
)
