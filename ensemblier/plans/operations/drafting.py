"""What every edit of a draft goes through, and how it is taken back.

An edit is the difference between the draft's rows before and after it. Whatever the operation,
undoing it puts those rows back: no operation has to know how to undo itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.plans.models import (
    DraftEdit,
    Node,
    NodeReference,
    PlannedIndicator,
    PlanVersion,
    Specification,
    Succession,
)
from ensemblier.plans.permissions import can_edit_plan

Row = dict[str, Any]
Snapshot = dict[str, dict[int, Row]]

NodeArea = Node.areas.through
# Children of nodes, in an order in which they may be written once nodes are there.
CHILDREN: dict[str, tuple[type[models.Model], str]] = {
    "area": (NodeArea, "node__version"),
    "specification": (Specification, "node__version"),
    "indicator": (PlannedIndicator, "node__version"),
    "reference": (NodeReference, "node__version"),
}


class StaleEdition(Refused):
    """Somebody edited the draft since the page was opened."""


@dataclass
class Edit:
    """An edit under way; the operation may word its `summary` once it knows."""

    version: PlanVersion
    summary: str


def require_editor(user: User, version: PlanVersion) -> None:
    if not can_edit_plan(user, version.plan):
        raise NotAllowed(
            _("Seules les personnes qui ont le droit d’écriture sur ce contrat changent ce plan.")
        )


def lock_draft(version: PlanVersion, *, edition: int | None, by: User) -> PlanVersion:
    """The draft, locked; raises NotAllowed, Refused or StaleEdition. `edition` None asks for
    no check: a command that alone works on the draft."""
    require_editor(by, version)
    locked = PlanVersion.objects.select_for_update().select_related("plan").filter(pk=version.pk)
    draft = locked.first()
    if draft is None:
        raise Refused(_("Cette version n’existe plus\u00a0: sa préparation a été abandonnée."))
    if not draft.is_draft:
        raise Refused(
            _("Une version publiée ne change pas. Préparez une nouvelle version pour la réviser.")
        )
    if edition is not None and draft.edition != edition:
        raise StaleEdition(_stale_sentence(draft))
    return draft


def _stale_sentence(draft: PlanVersion) -> str:
    last = draft.edits.select_related("by").order_by("-edition").first()
    if last is None:
        return _("Ce plan a changé entre-temps. Relisez-le, puis recommencez.")
    return _(
        "Ce plan a changé entre-temps (%(name)s\u00a0: %(summary)s). Relisez-le, puis recommencez."
    ) % {"name": last.by, "summary": last.summary}


def snapshot(version: PlanVersion) -> Snapshot:
    """Every row that an edit of the draft may touch, by table and number; JSON values only."""
    tables: Snapshot = {
        "node": _rows(Node.objects.filter(version=version)),
        "version": {version.pk: {"id": version.pk, "pending": list(version.pending)}},
        "succession": {},
    }
    for name, (model, lookup) in CHILDREN.items():
        tables[name] = _rows(model._default_manager.filter(**{lookup: version}))
    if version.based_on_id:
        tables["succession"] = _rows(Succession.objects.filter(source__version=version.based_on_id))
    return tables


def _rows(rows: models.QuerySet[Any]) -> dict[int, Row]:
    return {row["id"]: row for row in rows.values()}


def difference(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """What turns `after` back into `before`; empty when nothing changed."""
    restore, remove = {}, {}
    for table, rows in before.items():
        changed = [row for pk, row in rows.items() if after[table].get(pk) != row]
        added = [pk for pk in after[table] if pk not in rows]
        if changed:
            restore[table] = changed
        if added:
            remove[table] = added
    return {"restore": restore, "remove": remove} if restore or remove else {}


@contextmanager
def draft_edit(
    version: PlanVersion,
    *,
    action: str,
    summary: str,
    by: User,
    at: datetime.datetime,
    edition: int | None,
) -> Iterator[Edit]:
    """One edit: locks the draft, lets the caller write, then logs what it did.

    When nothing changed nothing is logged. `version` gets its new edition.
    """
    with transaction.atomic():
        draft = lock_draft(version, edition=edition, by=by)
        before = snapshot(draft)
        edit = Edit(draft, summary)
        yield edit
        inverse = difference(before, snapshot(draft))
        if inverse:
            draft.edition += 1
            draft.save(update_fields=["edition"])
            DraftEdit.objects.create(
                version=draft,
                contract_id=draft.contract_id,
                edition=draft.edition,
                summary=edit.summary[:300],
                by=by,
                at=at,
                inverse=inverse,
            )
            record(
                action=f"plans.{action}",
                summary=_told(draft, edit.summary),
                by=by,
                at=at,
                target=draft,
            )
    version.edition, version.pending = draft.edition, draft.pending


def _told(draft: PlanVersion, summary: str) -> str:
    return _("%(plan)s\u00a0: %(summary)s") % {"plan": draft.plan.name, "summary": summary}


def set_aside(nodes: models.QuerySet[Node]) -> None:
    """Free the places and the codes of `nodes` in one statement, before they are given anew:
    both are unique in a version, at every statement."""
    nodes.update(path=Concat(Value("~"), F("path")), code="")


def last_edit(version: PlanVersion) -> DraftEdit | None:
    """What «annuler» would take back."""
    return version.edits.filter(undone_at__isnull=True).order_by("-edition").first()


@transaction.atomic
def undo_last_edit(
    *, version: PlanVersion, edition: int | None, by: User, at: datetime.datetime
) -> DraftEdit:
    """Take back the last edit not yet taken back, whoever made it."""
    draft = lock_draft(version, edition=edition, by=by)
    edit = last_edit(draft)
    if edit is None:
        raise Refused(_("Il n’y a rien à annuler."))
    _put_back(draft, edit.inverse)
    edit.undone_at = at
    edit.save(update_fields=["undone_at"])
    draft.edition += 1
    draft.save(update_fields=["edition", "pending"])
    summary = _("annule «\u00a0%(summary)s\u00a0»") % {"summary": edit.summary}
    record(
        action="plans.undo_edit",
        summary=_told(draft, summary),
        by=by,
        at=at,
        target=draft,
    )
    version.edition, version.pending = draft.edition, draft.pending
    return edit


def _put_back(draft: PlanVersion, inverse: dict[str, Any]) -> None:
    restore, remove = inverse["restore"], inverse["remove"]
    for row in restore.get("version", []):
        draft.pending = row["pending"]
    tables: dict[str, type[models.Model]] = {name: model for name, (model, _l) in CHILDREN.items()}
    tables["succession"] = Succession
    for name, model in tables.items():
        gone = [*remove.get(name, []), *(row["id"] for row in restore.get(name, []))]
        model._default_manager.filter(pk__in=gone).delete()
    _put_nodes_back(draft, restore.get("node", []), remove.get("node", []))
    for name, model in tables.items():
        model._default_manager.bulk_create([model(**row) for row in restore.get(name, [])])


def _put_nodes_back(draft: PlanVersion, rows: list[Row], added: list[int]) -> None:
    touched = [*added, *(row["id"] for row in rows)]
    nodes = Node.objects.filter(version=draft)
    there = set(nodes.filter(pk__in=touched).values_list("pk", flat=True))
    set_aside(nodes.filter(pk__in=there))
    missing = [Node(**row) for row in rows if row["id"] not in there]
    for level in sorted({node.level for node in missing}):
        Node.objects.bulk_create([node for node in missing if node.level == level])
    columns = [field.attname for field in Node._meta.concrete_fields if not field.primary_key]
    Node.objects.bulk_update(
        [Node(**row) for row in rows if row["id"] in there],
        [name.removesuffix("_id") for name in columns],
        batch_size=100,
    )
    nodes.filter(pk__in=added).delete()
