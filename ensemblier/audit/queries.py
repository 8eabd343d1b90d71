"""Reading the trail. Who may read what is decided by the pages that compose it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import QuerySet

from ensemblier.audit.models import ChainHead, Entry


def entries(contract_ids: Collection[int] | None = None) -> QuerySet[Entry]:
    """The whole trail, or what concerns these contracts; newest first, with its actors."""
    rows = Entry.objects.select_related("actor")
    return rows if contract_ids is None else rows.filter(contract_id__in=contract_ids)


def history_of(target: models.Model) -> QuerySet[Entry]:
    """What was done to one object."""
    return entries().filter(object_type=target._meta.label_lower, object_id=str(target.pk))


def shown_head() -> str:
    """The digest of the last entry after which a public page may look different."""
    return ChainHead.objects.filter(pk=1).values_list("shown", flat=True).first() or ""
