"""The call itself, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.calls.enums import Section
from ensemblier.calls.models import Call, CallTheme
from ensemblier.calls.operations.base import (
    changed,
    merged_choice,
    note,
    set_values,
    to_change,
)
from ensemblier.calls.queries import refusal_of_node
from ensemblier.calls.rules import DEFAULTS
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.changes import labels_of, values_of
from ensemblier.core.editing import Marks
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.richtext import sanitize
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.queries import version_tree
from ensemblier.territories.models import Area

FIELDS = {
    Section.PRESENTATION: (
        "name",
        "year",
        "summary",
        "eligibility",
        "contact",
        "actions_start_on",
        "actions_end_on",
        "allows_multiyear",
    ),
    Section.CALENDAR: ("opens_at", "closes_at", "opinions_due_on", "decided_on"),
    Section.NOTE: ("framing_note",),
}
SLUG_LENGTH = 80


@transaction.atomic
def create_call(
    *,
    contract: Contract,
    plan_version: PlanVersion,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> Call:
    """A draft; `values` maps the fields of the presentation. It starts with the usual rules."""
    require_edit(by, contract)
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    if plan_version.contract_id != contract.pk or plan_version.is_draft:
        raise InvalidInput(_("Choisissez un plan publié de ce contrat."), field="plan_version")
    call = Call(contract=contract, plan_version=plan_version)
    call.slug = free_slug(contract, str(values.get("name", "")))
    set_values(call, values, FIELDS[Section.PRESENTATION])
    call.save()
    for code, rule in DEFAULTS.items():
        if not rule.is_limit_off:
            call.rules.create(
                code=code, value=rule.value, source=str(rule.source), as_of=rule.as_of
            )
    note("create_call", _("Appel créé : %(call)s") % {"call": call}, call, by, at)
    return call


@transaction.atomic
def update_call(
    *,
    call: Call,
    section: str,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    seen: Marks | None = None,
) -> Call:
    """One of the steps in `FIELDS`; saving it as it is says that it has been looked at.

    `seen` are the marks of what was read before; raises `Overtaken`.
    """
    call = to_change(call, by)
    if "framing_note" in values:
        values = {**values, "framing_note": sanitize(values["framing_note"])}
    changes = set_values(call, values, FIELDS[Section(section)], seen=seen)
    if changes:
        call.save()
        if "framing_note" in changes:
            changes["framing_note"] = [len(text) for text in changes["framing_note"]]
        note(
            "update_call",
            _("Appel modifié : %(call)s (%(fields)s)")
            % {"call": call, "fields": labels_of(Call, changes)},
            call,
            by,
            at,
            changes=changes,
        )
    review(call, section, by, at)
    return call


@transaction.atomic
def set_themes(
    *,
    call: Call,
    nodes: Collection[Node],
    by: User,
    at: datetime.datetime,
    seen: Marks | None = None,
) -> Call:
    """The themes that the call opens are those of `nodes`, of its version of the plan.

    Refused with the reason: a node «hors appel à projets», itself or by what it is in; and the
    removal of a theme that an application has chosen. Raises `Overtaken`.
    """
    call = to_change(call, by)
    wanted = _open_nodes(call, nodes)
    rows = {row.theme_id: row for row in call.themes.select_related("node")}
    left = merged_choice(call, "themes", sorted(rows), sorted(wanted), seen)
    if left != sorted(wanted):
        wanted = {theme: row.node for theme, row in rows.items()}
    gone = [row for theme, row in rows.items() if theme not in wanted]
    new = [node for theme, node in wanted.items() if theme not in rows]
    _refuse_themes_in_use(call, gone)
    for row in gone:
        row.delete()
    CallTheme.objects.bulk_create(
        CallTheme(call=call, node=node, theme_id=node.theme_id) for node in new
    )
    _leave_committees(call, "themes", {row.theme_id for row in gone})
    if gone or new:
        note(
            "set_themes",
            _("Thèmes de l’appel %(call)s : %(count)d ouverts")
            % {"call": call, "count": len(wanted)},
            call,
            by,
            at,
            changes={"themes": [sorted(rows), sorted(wanted)]},
        )
    review(call, Section.THEMES, by, at)
    return call


def _open_nodes(call: Call, nodes: Collection[Node]) -> dict[int, Node]:
    """{theme: its node in the call's version of the plan}; refused when one is not for calls."""
    tree = version_tree(call.plan_version)
    found: dict[int, Node] = {}
    for node in nodes:
        known = tree.by_pk.get(node.pk)
        if known is None:
            raise InvalidInput(
                _("« %(node)s » n’est pas dans le plan de cet appel.") % {"node": node},
                field="nodes",
            )
        if refusal := refusal_of_node(tree, known):
            raise InvalidInput(refusal, field="nodes")
        found[known.theme_id] = known
    return found


def _leave_committees(call: Call, field: str, gone: set[int]) -> None:
    """Refused for a committee that would have none left: it would then examine all of them."""
    for committee in call.committees.select_related("body").prefetch_related(field):
        relation = getattr(committee, field)
        held = {one.pk for one in relation.all()}
        if held and held <= gone:
            raise InvalidInput(
                _(
                    "« %(committee)s » n’examine que ce que vous retirez : "
                    "changez d’abord ce comité."
                )
                % {"committee": committee},
                field="nodes" if field == "themes" else field,
            )
        relation.remove(*held & gone)


def _refuse_themes_in_use(call: Call, rows: Collection[CallTheme]) -> None:
    used = call.applications.filter(nodes__theme__in=[row.theme_id for row in rows])
    chosen = set(used.values_list("nodes__theme", flat=True))
    for row in rows:
        if row.theme_id in chosen:
            raise InvalidInput(
                _("« %(node)s » est choisi par un dossier : il reste ouvert.") % {"node": row.node},
                field="nodes",
            )


@transaction.atomic
def set_areas(
    *,
    call: Call,
    areas: Collection[Area],
    by: User,
    at: datetime.datetime,
    seen: Marks | None = None,
) -> Call:
    """The areas that the call opens, among those of its contract. Raises `Overtaken`."""
    call = to_change(call, by)
    covered = set(call.contract.contractareas.values_list("area", flat=True))
    for area in areas:
        if area.pk not in covered:
            raise InvalidInput(
                _("%(area)s n’est pas dans le contrat.") % {"area": area.name}, field="areas"
            )
    before = sorted(call.areas.values_list("pk", flat=True))
    after = merged_choice(call, "areas", before, sorted(area.pk for area in areas), seen)
    if before != after:
        _refuse_areas_in_use(call, set(before) - set(after))
        call.areas.set(after)
        _leave_committees(call, "areas", set(before) - set(after))
        note(
            "set_areas",
            _("Territoires de l’appel %(call)s : %(count)d") % {"call": call, "count": len(after)},
            call,
            by,
            at,
            changes={"areas": [before, after]},
        )
    review(call, Section.AREAS, by, at)
    return call


def _refuse_areas_in_use(call: Call, gone: set[int]) -> None:
    used = Area.objects.filter(
        pk__in=call.applications.filter(areas__area__in=gone).values("areas__area")
    )
    for area in used.filter(pk__in=gone)[:1]:
        raise InvalidInput(
            _("« %(area)s » est choisi par un dossier : il reste ouvert.") % {"area": area.name},
            field="areas",
        )


def shown_values(call: Call, section: str) -> dict[str, Any]:
    """What the form of a step shows, as `core.editing` marks it."""
    if section == Section.THEMES:
        return {"themes": sorted(call.themes.values_list("theme", flat=True))}
    if section == Section.AREAS:
        return {"areas": sorted(call.areas.values_list("pk", flat=True))}
    return values_of(call, FIELDS[Section(section)])


@transaction.atomic
def mark_reviewed(*, call: Call, section: str, by: User, at: datetime.datetime) -> Call:
    """A step that came from the copied call has been looked at and holds."""
    call = to_change(call, by)
    if section not in call.needs_review:
        raise Refused(_("Cette étape n’est pas à relire."))
    review(call, section, by, at)
    return call


def review(call: Call, section: str, by: User, at: datetime.datetime) -> None:
    """The end of a write in `section`."""
    if section in call.needs_review:
        note(
            "mark_reviewed",
            _("Relu : %(section)s (%(call)s)") % {"section": Section(section).label, "call": call},
            call,
            by,
            at,
        )
    changed(call, section)


@transaction.atomic
def remove_call(*, call: Call, by: User, at: datetime.datetime) -> None:
    """A draft that nobody answers; its envelopes, questions and all the rest go with it."""
    call = to_change(call, by)
    if call.state != "draft" or call.applications.exists():
        raise Refused(_("Seul un appel en préparation, sans dossier, peut être supprimé."))
    note(
        "remove_call",
        _("Appel supprimé : %(call)s") % {"call": call},
        call,
        by,
        at,
        changes={"name": [call.name, None], "year": [call.year, None]},
    )
    call.delete()


def free_slug(contract: Contract, name: str) -> str:
    """From the name, with a number behind it when another call of the contract has it."""
    wanted = slugify(name)[:70].strip("-")
    if not wanted:
        raise InvalidInput(_("Donnez un nom avec des lettres ou des chiffres."), field="name")
    taken = set(
        Call.objects.filter(contract=contract, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    candidates = (f"{wanted}-{number}" if number > 1 else wanted for number in range(1, 1000))
    return next(candidate for candidate in candidates if candidate not in taken)
