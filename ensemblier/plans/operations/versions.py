"""The life of versions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import number
from ensemblier.plans.enums import SuccessionKind, VersionState
from ensemblier.plans.lifecycle import VERSION
from ensemblier.plans.models import (
    Node,
    NodeReference,
    Plan,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Succession,
    Theme,
)
from ensemblier.plans.operations.drafting import NodeArea, draft_edit, lock_draft
from ensemblier.plans.operations.plans import require_contract_editor
from ensemblier.plans.queries.comments import comments_on_themes
from ensemblier.plans.queries.comparisons import changes_between
from ensemblier.plans.queries.trees import latest_published, version_tree


@transaction.atomic
def create_draft(
    *, plan: Plan, by: User, at: datetime.datetime, title: str = "", source_name: str = ""
) -> PlanVersion:
    """A draft that starts as a copy of the newest published version; empty for a new plan."""
    require_contract_editor(by, plan.contract)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.versions.filter(state=VersionState.DRAFT).exists():
        raise Refused(_("Une version est déjà en préparation\u00a0: terminez-la ou abandonnez-la."))
    base = latest_published(locked)
    highest = locked.versions.aggregate(highest=Max("number"))["highest"] or 0
    draft = PlanVersion.objects.create(
        plan=locked,
        contract_id=locked.contract_id,
        number=highest + 1,
        title=title[:150],
        based_on=base,
        source_name=source_name[:255],
    )
    if base is not None:
        _copy_tree(base, draft)
    record(
        action="plans.create_draft",
        summary=_("%(plan)s\u00a0: prépare la version %(number)d.")
        % {"plan": locked.name, "number": draft.number},
        by=by,
        at=at,
        target=draft,
    )
    return draft


def _columns(row: Any, **changed: Any) -> dict[str, Any]:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return {**values, **changed}


def _copy_tree(base: PlanVersion, draft: PlanVersion) -> None:
    copies: dict[int, Node] = {}
    rows = list(Node.objects.filter(version=base).order_by("path"))
    for level in sorted({row.level for row in rows}):
        made = {
            row.pk: Node(
                **_columns(
                    row,
                    version_id=draft.pk,
                    parent_id=copies[row.parent_id].pk if row.parent_id else None,
                )
            )
            for row in rows
            if row.level == level
        }
        Node.objects.bulk_create(made.values())
        copies |= made
    details: tuple[type[Any], ...] = (Specification, PlannedIndicator, NodeArea)
    for model in details:
        items = model._default_manager.filter(node__version=base).order_by("pk")
        model._default_manager.bulk_create(
            [model(**_columns(item, node_id=copies[item.node_id].pk)) for item in items]
        )
    links = NodeReference.objects.filter(node__version=base)
    NodeReference.objects.bulk_create(
        [
            NodeReference(node_id=copies[link.node_id].pk, target_id=copies[link.target_id].pk)
            for link in links
        ]
    )


@transaction.atomic
def publish_version(
    *,
    version: PlanVersion,
    effective_on: datetime.date,
    by: User,
    at: datetime.datetime,
    title: str | None = None,
    edition: int | None = None,
) -> PlanVersion:
    """Publish a draft for ever, and write what became of every node of its base."""
    draft = lock_draft(version, edition=edition, by=by)
    base = draft.based_on
    if base is not None and base.effective_on and effective_on <= base.effective_on:
        raise InvalidInput(
            _(
                "La version précédente est en vigueur depuis le %(day)s\u00a0: "
                "choisissez une date après."
            )
            % {"day": base.effective_on.strftime("%d/%m/%Y")},
            field="effective_on",
        )
    VERSION.check("publish", draft, by)
    if base is not None:
        _write_kept(base, draft)
    if title is not None:
        draft.title = title.strip()[:150]
    draft.state, draft.effective_on = VersionState.PUBLISHED, effective_on
    draft.published_at, draft.published_by = at, by
    draft.save()
    draft.edits.all().delete()
    _drop_idle_themes(draft.plan)
    record(
        action="plans.publish_version",
        summary=_("%(plan)s\u00a0: publie la version %(number)d, en vigueur le %(day)s.")
        % {
            "plan": draft.plan.name,
            "number": draft.number,
            "day": effective_on.strftime("%d/%m/%Y"),
        },
        by=by,
        at=at,
        target=draft,
    )
    return draft


def _write_kept(base: PlanVersion, draft: PlanVersion) -> None:
    """Kept or reworded, for every node of the base whose theme goes on and of which nothing
    else was declared. A declared «gardé» or «reformulé» is checked against the texts too."""
    olds, news = version_tree(base, with_details=True), version_tree(draft, with_details=True)
    one_to_one = [SuccessionKind.KEPT, SuccessionKind.REWORDED]
    Succession.objects.filter(source__version=base, kind__in=one_to_one).delete()
    spoken_of = set(
        Succession.objects.filter(source__version=base).values_list("source", flat=True)
    )
    rows = []
    for old in olds.nodes:
        new = news.by_theme.get(old.theme_id)
        if new is None or old.pk in spoken_of:
            continue
        kind = SuccessionKind.REWORDED if changes_between(old, new) else SuccessionKind.KEPT
        rows.append(
            Succession(contract_id=draft.contract_id, source=old, target=new, kind=kind.value)
        )
    Succession.objects.bulk_create(rows)


def _drop_idle_themes(plan: Plan) -> None:
    """Themes of nodes that were added to a draft and removed before it was published."""
    idle = Theme.objects.filter(plan=plan, nodes__isnull=True)
    comments_on_themes(idle).delete()
    idle.delete()


@transaction.atomic
def discard_draft(
    *, version: PlanVersion, by: User, at: datetime.datetime, edition: int | None = None
) -> None:
    """Forget a draft and what was declared in it; published versions are as before."""
    draft = lock_draft(version, edition=edition, by=by)
    VERSION.check("discard", draft, by)
    plan = draft.plan
    record(
        action="plans.discard_draft",
        summary=_("%(plan)s\u00a0: abandonne la préparation de la version %(number)s.")
        % {"plan": plan.name, "number": number(draft.number)},
        by=by,
        at=at,
        target=draft,
    )
    if draft.based_on_id:
        Succession.objects.filter(source__version=draft.based_on_id).delete()
    draft.delete()
    _drop_idle_themes(plan)


def settle_pending(
    *,
    version: PlanVersion,
    ranks: list[int],
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> None:
    """Strike the points that an import left and that a person has dealt with, by rank from 0."""
    with draft_edit(
        version,
        action="settle_pending",
        summary=_("règle ce que l’import avait laissé"),
        by=by,
        at=at,
        edition=edition,
    ) as edit:
        edit.version.pending = [
            point for rank, point in enumerate(edit.version.pending) if rank not in ranks
        ]
        edit.version.save(update_fields=["pending"])
