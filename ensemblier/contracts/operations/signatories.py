"""Who signed the contract, in the order in which they are shown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract, Signatory
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.core.changes import values_of
from ensemblier.organizations.models import Organization

EDITABLE_FIELDS = ("title", "deliberation", "signed_on")


@transaction.atomic
def add_signatory(
    *,
    contract: Contract,
    organization: Organization,
    title: str,
    by: User,
    at: datetime.datetime,
    deliberation: str = "",
    signed_on: datetime.date | None = None,
) -> Signatory:
    """Last in order."""
    contract = locked(contract, by)
    last = contract.signatorys.aggregate(last=Max("rank"))["last"]
    signatory = Signatory(contract=contract, rank=0 if last is None else last + 1)
    values = {
        "organization": organization,
        "title": title,
        "deliberation": deliberation,
        "signed_on": signed_on,
    }
    set_values(signatory, values, values)
    signatory.save()
    record(
        action="contracts.add_signatory",
        summary=_("Signataire ajouté\u00a0: %(organization)s, %(title)s")
        % {"organization": organization.label, "title": signatory.title},
        by=by,
        at=at,
        target=signatory,
    )
    return signatory


@transaction.atomic
def update_signatory(
    *, signatory: Signatory, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Signatory:
    signatory = locked_row(signatory, by)
    changes = set_values(signatory, values, EDITABLE_FIELDS)
    if changes:
        signatory.save()
        record(
            action="contracts.update_signatory",
            summary=_("Signataire modifié\u00a0: %(organization)s")
            % {"organization": signatory.organization.label},
            by=by,
            at=at,
            target=signatory,
            changes=changes,
        )
    return signatory


@transaction.atomic
def move_signatory(
    *, signatory: Signatory, places: int, by: User, at: datetime.datetime
) -> list[Signatory]:
    """`places` up (negative) or down; returns all of them in their new order."""
    signatory = locked_row(signatory, by)
    ordered = list(signatory.contract.signatorys.order_by("rank", "pk"))
    old = ordered.index(signatory)
    new = max(0, min(len(ordered) - 1, old + places))
    if new == old:
        return ordered
    ordered.insert(new, ordered.pop(old))
    for rank, row in enumerate(ordered):
        row.rank = rank
    Signatory.objects.bulk_update(ordered, ["rank"])
    record(
        action="contracts.move_signatory",
        summary=_("Ordre des signataires\u00a0: %(organization)s passe au rang %(rank)d")
        % {"organization": signatory.organization.label, "rank": new + 1},
        by=by,
        at=at,
        target=signatory,
        changes={"rank": [old, new]},
    )
    return ordered


@transaction.atomic
def remove_signatory(*, signatory: Signatory, by: User, at: datetime.datetime) -> None:
    signatory = locked_row(signatory, by)
    lost = values_of(signatory, ("organization", *EDITABLE_FIELDS))
    record(
        action="contracts.remove_signatory",
        summary=_("Signataire retiré\u00a0: %(organization)s")
        % {"organization": signatory.organization.label},
        by=by,
        at=at,
        target=signatory,
        changes={field: [value, None] for field, value in lost.items()},
    )
    signatory.delete()
