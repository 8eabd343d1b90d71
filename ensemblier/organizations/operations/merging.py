"""Two files for one organization become one."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import Refused
from ensemblier.core.validation import check_valid
from ensemblier.organizations.checks import EDITABLE_FIELDS, IDENTIFIERS
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import require_edit
from ensemblier.organizations.queries import pointing_relations


@transaction.atomic
def merge_organizations(
    *, kept: Organization, duplicate: Organization, by: User, at: datetime.datetime
) -> Organization:
    """Everything that points to `duplicate`, in any room, points to `kept` afterwards.

    `kept` takes what it lacked. `duplicate` stays as a closed file that leads to `kept`, so that
    the audit trail and old addresses hold. Refused, and nothing moved, when both hold the same
    unique place (both signed one contract).
    """
    require_edit(by)
    kept, duplicate = _locked_pair(kept, duplicate)
    moved = {
        f"{relation.related_model._meta.label_lower}.{relation.field.name}": _move(
            relation, kept, duplicate
        )
        for relation in pointing_relations()
    }
    taken = _take_what_is_missing(kept, duplicate)
    kept.save()
    record(
        action="organizations.merge_organizations",
        summary=_("«\u00a0%(duplicate)s\u00a0» (n° %(number)d) réunie à «\u00a0%(kept)s\u00a0»")
        % {"duplicate": duplicate.name, "number": duplicate.pk, "kept": kept.name},
        by=by,
        at=at,
        target=kept,
        changes={
            "merged": [duplicate.pk, kept.pk],
            "moved": [None, {label: count for label, count in moved.items() if count}],
            **taken,
        },
    )
    return kept


def _locked_pair(kept: Organization, duplicate: Organization) -> tuple[Organization, Organization]:
    rows = Organization.objects.select_for_update().order_by("pk")
    found = rows.in_bulk([kept.pk, duplicate.pk])
    if len(found) != 2:
        raise Refused(_("Choisissez deux structures différentes."))
    kept, duplicate = found[kept.pk], found[duplicate.pk]
    if kept.merged_into_id or duplicate.merged_into_id:
        raise Refused(_("L’une des deux a déjà été réunie à une autre."))
    for field, name in (("siret", "SIRET"), ("rna", "RNA")):
        ours, theirs = getattr(kept, field), getattr(duplicate, field)
        if ours and theirs and ours != theirs:
            raise Refused(
                _("Chacune porte un %(identifier)s différent\u00a0: ce sont bien deux structures.")
                % {"identifier": name}
            )
    return kept, duplicate


def _move(relation: object, kept: Organization, duplicate: Organization) -> int:
    field = relation.field.name  # type: ignore[attr-defined]
    model = relation.related_model  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            return model._base_manager.filter(**{field: duplicate}).update(**{field: kept})
    except IntegrityError as error:
        raise Refused(
            _(
                "Les deux structures figurent au même endroit (%(what)s). "
                "Retirez d’abord l’une des deux de cet endroit."
            )
            % {"what": model._meta.verbose_name_plural}
        ) from error


def _take_what_is_missing(kept: Organization, duplicate: Organization) -> dict[str, list[object]]:
    taken: dict[str, list[object]] = {}
    for field in EDITABLE_FIELDS:
        if not getattr(kept, field) and getattr(duplicate, field):
            value = getattr(duplicate, field)
            taken[field] = ["", str(value)]
            setattr(kept, field, value)
    for field in IDENTIFIERS:
        setattr(duplicate, field, "")
    duplicate.is_active, duplicate.merged_into = False, kept
    duplicate.save()
    check_valid(kept)
    return taken
