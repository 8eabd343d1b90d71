"""Adding, wording and removing nodes of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NotRequired, TypedDict, Unpack

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.plans.enums import Breakdown, IndicatorKind, Priority, SpecificationKind
from ensemblier.plans.models import (
    SHORT_TITLE_LENGTH,
    Node,
    NodeReference,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Theme,
)
from ensemblier.plans.naming import (
    code_at,
    one_line,
    paragraphs,
    ranks_of,
    short_title_of,
)
from ensemblier.plans.operations.arrangement import Arrangement, require_depth
from ensemblier.plans.operations.drafting import draft_edit, set_aside
from ensemblier.plans.rows import CODE_LENGTH
from ensemblier.territories.models import Area


class IndicatorFields(TypedDict):
    label: str
    kind: NotRequired[str]
    unit: NotRequired[str]
    breakdowns: NotRequired[list[str]]


class NodeFields(TypedDict, total=False):
    """What a node says. What is absent stays as it is."""

    code: str
    title: str
    short_title: str
    description: str
    priority: str
    is_outside_call: bool
    areas: Iterable[Area]
    specifications: Sequence[tuple[str, str]]
    indicators: Sequence[IndicatorFields]
    references: Iterable[Node]


TIDY: dict[str, Callable[[Any], Any]] = {
    "code": one_line,
    "title": one_line,
    "short_title": one_line,
    "description": paragraphs,
    "priority": str,
    "is_outside_call": bool,
}


def clean_wording(fields: dict[str, Any]) -> dict[str, Any]:
    """The columns among `fields`, tidied; raises InvalidInput beside the field at fault."""
    clean = {name: tidy(fields[name]) for name, tidy in TIDY.items() if name in fields}
    _require_wording(clean)
    return clean


def _require_wording(clean: dict[str, Any]) -> None:
    if clean.get("title") == "":
        raise InvalidInput(_("Donnez un titre."), field="title")
    if len(clean.get("code", "")) > CODE_LENGTH:
        raise InvalidInput(_("Un code a 30 caractères au plus."), field="code")
    if len(clean.get("short_title", "")) > SHORT_TITLE_LENGTH:
        raise InvalidInput(
            _("Un titre court a %(count)d caractères au plus.") % {"count": SHORT_TITLE_LENGTH},
            field="short_title",
        )
    if clean.get("priority") not in (None, "", *Priority.values):
        raise InvalidInput(_("Choisissez une priorité de la liste."), field="priority")


def _require_free_code(node: Node) -> None:
    if not node.code:
        return
    holder = Node.objects.filter(version=node.version_id, code=node.code).exclude(pk=node.pk)
    if other := holder.first():
        raise InvalidInput(
            _("Le code %(code)s est déjà celui de «\u00a0%(title)s\u00a0».")
            % {"code": node.code, "title": other.short_title},
            field="code",
        )


def make_specifications(node: Node, items: Iterable[tuple[str, str]]) -> list[Specification]:
    # By kind, as they are shown and read back: the order between kinds says nothing.
    texts = sorted(((kind, one_line(text)) for kind, text in items), key=lambda item: item[0])
    if any(kind not in SpecificationKind.values for kind, _text in texts):
        raise InvalidInput(_("Cette sorte de point n’existe pas."), field="specifications")
    return [
        Specification(node=node, kind=kind, position=position, text=text)
        for position, (kind, text) in enumerate(texts)
        if text
    ]


def make_indicators(node: Node, items: Iterable[IndicatorFields]) -> list[PlannedIndicator]:
    made = []
    for position, item in enumerate(items):
        kind = item.get("kind", IndicatorKind.QUANTITATIVE.value)
        breakdowns = item.get("breakdowns", [])
        if kind not in IndicatorKind.values or not set(breakdowns) <= set(Breakdown.values):
            raise InvalidInput(_("Cette sorte d’indicateur n’existe pas."), field="indicators")
        unit = one_line(item.get("unit", ""))
        if len(unit) > 60 or set(unit) & set("[];"):
            raise InvalidInput(
                _("Une unité a 60 caractères au plus, sans crochet ni point-virgule."),
                field="indicators",
            )
        if label := one_line(item["label"]):
            made.append(
                PlannedIndicator(
                    node=node,
                    position=position,
                    label=label,
                    kind=kind,
                    unit=unit,
                    breakdowns=[one for one in Breakdown.values if one in breakdowns],
                )
            )
    return made


def _specification_key(item: Specification) -> tuple[str, str]:
    return (item.kind, item.text)


def _indicator_key(item: PlannedIndicator) -> tuple[str, str, str, list[str]]:
    return (item.label, item.kind, item.unit, item.breakdowns)


def _write_details(node: Node, fields: dict[str, Any]) -> None:
    """Lists are replaced only when they differ, so that an edit logs what it changed."""
    if "areas" in fields:
        node.areas.set(fields["areas"])
    if "specifications" in fields:
        wanted = make_specifications(node, fields["specifications"])
        held = [*map(_specification_key, node.specifications.all())]
        if held != [*map(_specification_key, wanted)]:
            node.specifications.all().delete()
            Specification.objects.bulk_create(wanted)
    if "indicators" in fields:
        measures = make_indicators(node, fields["indicators"])
        if [*map(_indicator_key, node.indicators.all())] != [*map(_indicator_key, measures)]:
            node.indicators.all().delete()
            PlannedIndicator.objects.bulk_create(measures)
    if "references" in fields:
        _write_references(node, list(fields["references"]))


def _write_references(node: Node, targets: list[Node]) -> None:
    if any(target.version_id != node.version_id for target in targets):
        raise InvalidInput(_("Un renvoi reste dans la même version."), field="references")
    wanted = {target.pk for target in targets} - {node.pk}
    held = set(node.references.values_list("target", flat=True))
    node.references.filter(target__in=held - wanted).delete()
    NodeReference.objects.bulk_create(
        [NodeReference(node=node, target_id=pk) for pk in sorted(wanted - held)]
    )


def _of_draft(version: PlanVersion, node: Node) -> Node:
    """`node` as the locked draft has it now."""
    found = Node.objects.filter(version=version, pk=node.pk).first()
    if found is None:
        raise Refused(_("Cet élément n’est plus dans le plan."))
    found.version = version
    return found


def add_node(
    *,
    version: PlanVersion,
    by: User,
    at: datetime.datetime,
    edition: int | None,
    parent: Node | None = None,
    rank: int | None = None,
    **fields: Unpack[NodeFields],
) -> Node:
    """A new node with a new theme; last under `parent`, or at `rank` (from 0) there."""
    clean = clean_wording({"title": "", **fields})
    with draft_edit(version, action="add_node", summary="", by=by, at=at, edition=edition) as edit:
        draft = edit.version
        above = _of_draft(draft, parent) if parent is not None else None
        require_depth(draft.plan, above.level + 1 if above else 0)
        node = Node(version=draft, contract_id=draft.contract_id, parent=above, **clean)
        node.level = above.level + 1 if above else 0
        node.short_title = node.short_title or short_title_of(node.title)
        node.theme = Theme.objects.create(plan=draft.plan, contract_id=draft.contract_id)
        _require_free_code(node)
        arrangement = Arrangement(draft)
        node.path = "~"
        node.save()
        arrangement.nodes[node.pk] = node
        arrangement.put(node.pk, node.parent_id, rank)
        arrangement.write()
        _write_details(node, dict(fields))
        edit.summary = _("ajoute «\u00a0%(node)s\u00a0»") % {"node": node}
    return node


def update_node(
    *,
    node: Node,
    by: User,
    at: datetime.datetime,
    edition: int | None,
    **fields: Unpack[NodeFields],
) -> Node:
    """Change what is given; an emptied short title comes again from the full one."""
    clean = clean_wording(dict(fields))
    with draft_edit(
        node.version, action="update_node", summary="", by=by, at=at, edition=edition
    ) as edit:
        fresh = _of_draft(edit.version, node)
        followed = fresh.short_title == short_title_of(fresh.title)
        for name, value in clean.items():
            setattr(fresh, name, value)
        if not fresh.short_title or (followed and "short_title" not in clean):
            fresh.short_title = short_title_of(fresh.title)
        _require_free_code(fresh)
        fresh.save()
        _write_details(fresh, dict(fields))
        edit.summary = _("modifie «\u00a0%(node)s\u00a0»") % {"node": fresh}
    return fresh


def delete_node(*, node: Node, by: User, at: datetime.datetime, edition: int | None) -> int:
    """Remove a node and all that stands under it; returns how many nodes went."""
    with draft_edit(
        node.version, action="delete_node", summary="", by=by, at=at, edition=edition
    ) as edit:
        fresh = _of_draft(edit.version, node)
        arrangement = Arrangement(edit.version)
        branch = arrangement.branch(fresh.pk)
        arrangement.take(fresh.pk)
        Node.objects.filter(pk__in=branch).delete()
        for pk in branch:
            del arrangement.nodes[pk]
        arrangement.write()
        below = len(branch) - 1
        edit.summary = _("retire «\u00a0%(node)s\u00a0»") % {"node": fresh}
        if below:
            edit.summary += ngettext(
                " et l’élément qu’il contenait", " et les %(count)d éléments qu’il contenait", below
            ) % {"count": below}
    return len(branch)


def set_codes(
    *,
    version: PlanVersion,
    codes: dict[int, str],
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> int:
    """Give codes to nodes, by number of node, all at once: two nodes may swap theirs.
    Returns how many changed."""
    with draft_edit(
        version,
        action="set_codes",
        summary=_("change des codes"),
        by=by,
        at=at,
        edition=edition,
    ) as edit:
        nodes = list(Node.objects.filter(version=edit.version))
        wanted = {node.pk: one_line(codes.get(node.pk, node.code)) for node in nodes}
        _require_distinct(list(wanted.values()))
        changed = [node for node in nodes if wanted[node.pk] != node.code]
        for node in changed:
            node.code = wanted[node.pk]
            node.refresh_search_text()
        # Paths are set aside with codes and come back with them.
        set_aside(Node.objects.filter(pk__in=[node.pk for node in changed]))
        Node.objects.bulk_update(changed, ["code", "path", "search_text"], batch_size=200)
    return len(changed)


def _require_distinct(codes: list[str]) -> None:
    given = [code for code in codes if code]
    if any(len(code) > CODE_LENGTH for code in given):
        raise InvalidInput(_("Un code a 30 caractères au plus."), field="code")
    twice = sorted({code for code in given if given.count(code) > 1})
    if twice:
        raise InvalidInput(
            _("Un code ne sert qu’une fois\u00a0: %(codes)s.") % {"codes": ", ".join(twice)},
            field="code",
        )


def renumber_codes(
    *,
    version: PlanVersion,
    pattern: str,
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> int:
    """Codes from places under a pattern such as «1.1.1.a»; returns how many changed."""
    nodes = Node.objects.filter(version=version).values_list("pk", "path")
    try:
        codes = {pk: code_at(pattern, ranks_of(path)) for pk, path in nodes}
    except ValueError:
        raise InvalidInput(
            _(
                "Écrivez un modèle comme 1.1.1.a ou I.A.1\u00a0: chaque partie finit par "
                "1, a, A, I ou i."
            ),
            field="pattern",
        ) from None
    return set_codes(version=version, codes=codes, by=by, at=at, edition=edition)
