"""A year that was run elsewhere, read from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.organizations.models import MappedImport


class PastYearImport(OfContract, MappedImport):
    """`created` lists what it made, by table: it is all taken back in one click."""

    created: Any = models.JSONField(_("lignes créées"), default=dict, blank=True)

    class Meta(MappedImport.Meta):
        verbose_name = _("import d’une année passée")
        verbose_name_plural = _("imports d’années passées")

    def __str__(self) -> str:
        return self.file_name


class RememberedMapping(OfContract):
    """The columns chosen last time for a file with these headers."""

    headers_digest = models.CharField(_("empreinte des en-têtes"), max_length=64)
    mapping: Any = models.JSONField(_("colonnes choisies"), default=dict)
    used_at = models.DateTimeField(_("servi le"))

    class Meta:
        verbose_name = _("correspondance de colonnes")
        verbose_name_plural = _("correspondances de colonnes")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "headers_digest"], name="funding_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return self.headers_digest
