"""Saying what became of the nodes of the version that a draft revises."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.models import Node, PlanVersion, Succession
from ensemblier.plans.operations.drafting import draft_edit

# Per kind: how many nodes before and after, None for «two or more».
SHAPES: dict[str, tuple[int | None, int | None]] = {
    SuccessionKind.KEPT: (1, 1),
    SuccessionKind.REWORDED: (1, 1),
    SuccessionKind.MERGED: (None, 1),
    SuccessionKind.SPLIT: (1, None),
    SuccessionKind.DROPPED: (1, 0),
}


def _fits(count: int, wanted: int | None) -> bool:
    return count >= 2 if wanted is None else count == wanted


def _require_shape(kind: str, before: int, after: int) -> None:
    sentences = {
        SuccessionKind.KEPT.value: _("Un élément gardé en a un seul avant et un seul après."),
        SuccessionKind.REWORDED.value: _("Un élément reformulé en a un seul avant et après."),
        SuccessionKind.MERGED.value: _("Une fusion réunit au moins deux éléments en un seul."),
        SuccessionKind.SPLIT.value: _("Une scission fait d’un élément au moins deux."),
        SuccessionKind.DROPPED.value: _("Un élément abandonné n’a pas de suite."),
    }
    if kind not in sentences:
        raise InvalidInput(_("Choisissez ce qui change dans la liste."), field="kind")
    wanted_before, wanted_after = SHAPES[kind]
    if not (_fits(before, wanted_before) and _fits(after, wanted_after)):
        raise InvalidInput(sentences[kind], field="kind")


def _hand_theme_on(sources: Sequence[Node], targets: Sequence[Node]) -> None:
    """The theme of what goes on: already held by a target, or given to the first of them.

    A theme held elsewhere in the draft stays there: publishing says so.
    """
    themes = [source.theme_id for source in sources]
    if not targets or any(target.theme_id in themes for target in targets):
        return
    heir = targets[0]
    was_mine = Node.objects.filter(
        theme=heir.theme_id, version__plan=sources[0].version.plan_id
    ).exclude(version=heir.version_id)
    held = set(
        Node.objects.filter(version=heir.version_id, theme__in=themes).values_list(
            "theme", flat=True
        )
    )
    free = [theme for theme in themes if theme not in held]
    if was_mine.exists() or not free:
        return
    heir.theme_id = free[0]
    heir.save(update_fields=["theme"])


@dataclass(frozen=True)
class Declaration:
    """`sources` are nodes of the version that the draft revises, `targets` nodes of the draft."""

    kind: str
    sources: Sequence[Node]
    targets: Sequence[Node]


def declare_succession(
    *,
    version: PlanVersion,
    kind: str,
    sources: Sequence[Node],
    targets: Sequence[Node],
    by: User,
    at: datetime.datetime,
    edition: int | None = None,
) -> list[Succession]:
    """Say what became of nodes of the base. What was said of them before is replaced.

    A drop may name several sources.
    """
    told = Declaration(kind, sources, targets)
    return declare_successions(version=version, declarations=[told], by=by, at=at, edition=edition)


def declare_successions(
    *,
    version: PlanVersion,
    declarations: Sequence[Declaration],
    by: User,
    at: datetime.datetime,
    edition: int | None = None,
) -> list[Succession]:
    """Several at once, all or none."""
    rows: list[Succession] = []
    with draft_edit(
        version, action="declare_succession", summary="", by=by, at=at, edition=edition
    ) as edit:
        if edit.version.based_on_id is None:
            raise Refused(_("Cette version ne révise aucune version publiée."))
        for told in declarations:
            rows += _declare(edit.version, told)
        edit.summary = _("«\u00a0%(nodes)s\u00a0»\u00a0: %(kind)s") % {
            "nodes": ", ".join(str(node) for told in declarations for node in told.sources),
            "kind": ", ".join(
                dict.fromkeys(str(SuccessionKind(told.kind).label) for told in declarations)
            ),
        }
    return rows


def declare_fates(
    *,
    version: PlanVersion,
    fates: Sequence[Declaration],
    by: User,
    at: datetime.datetime,
    edition: int | None = None,
) -> list[Succession]:
    """As `declare_successions`, each of one source as people say it: «this one was merged into
    that one». What that one already carries on is merged with it."""
    merged = [fate for fate in fates if fate.kind == SuccessionKind.MERGED]
    told = [fate for fate in fates if fate.kind != SuccessionKind.MERGED]
    by_target: dict[int, list[Declaration]] = {}
    for fate in merged:
        if len(fate.targets) != 1:
            _require_shape(fate.kind, 2, len(fate.targets))
        by_target.setdefault(fate.targets[0].pk, []).append(fate)
    for group in by_target.values():
        target = group[0].targets[0]
        sources = {node.pk: node for fate in group for node in fate.sources}
        sources |= {node.pk: node for node in _carried_on_by(version, target)}
        told.append(Declaration(SuccessionKind.MERGED, list(sources.values()), [target]))
    return declare_successions(version=version, declarations=told, by=by, at=at, edition=edition)


def _carried_on_by(version: PlanVersion, target: Node) -> list[Node]:
    """The nodes of the base that a node of the draft stands for already."""
    same_theme = Q(theme=target.theme_id)
    merged = Q(successors__target=target, successors__kind=SuccessionKind.MERGED)
    return list(Node.objects.filter(same_theme | merged, version=version.based_on_id).distinct())


def _require_alone(draft: PlanVersion, source: Node, target: Node) -> None:
    """One node kept or reworded into one: the other must not carry on a third."""
    if target.theme_id == source.theme_id:
        return
    other = Node.objects.filter(version=draft.based_on_id, theme=target.theme_id).first()
    if other is not None:
        raise InvalidInput(
            _(
                "«\u00a0%(target)s\u00a0» continue déjà «\u00a0%(other)s\u00a0»\u00a0: "
                "dites plutôt «\u00a0fusionné\u00a0»."
            )
            % {"target": target, "other": other},
            field="kind",
        )


def _declare(draft: PlanVersion, told: Declaration) -> list[Succession]:
    befores = list(
        Node.objects.filter(
            version=draft.based_on_id, pk__in=[node.pk for node in told.sources]
        ).select_related("version")
    )
    order = [node.pk for node in told.targets]
    afters = list(Node.objects.filter(version=draft, pk__in=order))
    afters.sort(key=lambda node: order.index(node.pk))
    if len(befores) != len(told.sources) or len(afters) != len(told.targets):
        raise Refused(_("Un de ces éléments n’est plus là. Relisez la page."))
    if not befores:
        raise InvalidInput(_("Choisissez au moins un élément d’avant."), field="sources")
    is_drop = told.kind == SuccessionKind.DROPPED
    for count in [1] * len(befores) if is_drop else [len(befores)]:
        _require_shape(told.kind, count, len(afters))
    if is_drop:
        _require_gone(draft, befores)
    if told.kind in (SuccessionKind.KEPT, SuccessionKind.REWORDED):
        _require_alone(draft, befores[0], afters[0])
    _hand_theme_on(befores, afters)
    Succession.objects.filter(source__in=befores).delete()
    return Succession.objects.bulk_create(
        Succession(contract_id=draft.contract_id, source=source, target=target, kind=told.kind)
        for source in befores
        for target in (afters if afters else (None,))
    )


def _require_gone(draft: PlanVersion, sources: Sequence[Node]) -> None:
    themes = [source.theme_id for source in sources]
    there = Node.objects.filter(version=draft, theme__in=themes).order_by("path").first()
    if there is not None:
        raise Refused(
            _("«\u00a0%(node)s\u00a0» est encore dans le plan\u00a0: retirez-le d’abord.")
            % {"node": there}
        )


def forget_succession(
    *,
    version: PlanVersion,
    source: Node,
    by: User,
    at: datetime.datetime,
    edition: int | None = None,
) -> None:
    """Take back what was said of a node of the base."""
    with draft_edit(
        version,
        action="forget_succession",
        summary=_("reprend ce qui était dit de «\u00a0%(node)s\u00a0»") % {"node": source},
        by=by,
        at=at,
        edition=edition,
    ) as edit:
        Succession.objects.filter(source=source, source__version=edit.version.based_on_id).delete()
