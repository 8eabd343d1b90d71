"""The audit trail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.core.models import Searchable


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("The audit trail is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit trail is append-only.")


class Entry(Searchable):
    """One thing done. Written by `audit.operations.record` and by nothing else.

    `digest` covers every column that tells something, and the digest of the entry before,
    so that an entry changed, removed or slipped in is found by `ensemblier verify_audit`.
    """

    sequence = models.PositiveBigIntegerField(_("rang"), unique=True)
    at = models.DateTimeField(_("le"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="audit_entries",
    )
    action = models.CharField(_("action"), max_length=80)
    summary = models.TextField(_("ce qui s’est passé"))
    object_type = models.CharField(_("type d’objet"), max_length=80, blank=True)
    object_id = models.CharField(_("identifiant de l’objet"), max_length=40, blank=True)
    # Contracts live on a higher floor: the number is kept without a foreign key.
    contract_id = models.PositiveBigIntegerField(_("contrat"), null=True, db_index=True)
    changes = models.JSONField(_("changements"), default=dict)
    previous_digest = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du journal")
        verbose_name_plural = _("entrées du journal")
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_entry_object")]

    def __str__(self) -> str:
        return self.summary

    def search_parts(self) -> tuple[object, ...]:
        return (self.summary,)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The audit trail is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit trail is append-only.")


class ChainHead(models.Model):
    """One row: the last entry. Locking it makes writers take turns.

    `shown` is the digest of the last entry after which a public page may look different.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    shown = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("tête du journal")
        verbose_name_plural = _("têtes du journal")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head")]

    def __str__(self) -> str:
        return str(self.sequence)
