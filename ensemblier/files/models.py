"""A file kept once, and the base of every import that waits for a yes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.core.imports import Report


def storage_path(stored: StoredFile, _filename: str) -> str:
    return f"{stored.key.hex[:2]}/{stored.key.hex}"


class StoredFile(models.Model):
    """Bytes with their name, type and fingerprint. Who may read it is the business of the
    row that points to it; `is_public` files are served to anyone who has the address."""

    key = models.UUIDField(_("clé"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)
    content = models.FileField(_("contenu"), upload_to=storage_path, max_length=255)
    is_public = models.BooleanField(_("public"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("déposé le"))

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self) -> str:
        return self.name


class PreparedImport(models.Model):
    """A file, what it would change or has changed, and who said yes.

    `report` is a `core.imports.Report` as JSON: of the preview until `applied_at`, then of what
    was done. The file is kept until it is applied, so that the preview can be confirmed.
    """

    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("fichier"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    file_name = models.CharField(_("nom du fichier"), max_length=255)
    report = models.JSONField(_("ce qui change"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("déposé le"))
    applied_at = models.DateTimeField(_("appliqué le"), null=True)
    undone_at = models.DateTimeField(_("annulé le"), null=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def parsed_report(self) -> Report:
        return Report.from_dict(self.report)

    @property
    def is_pending(self) -> bool:
        return self.applied_at is None

    @property
    def can_be_undone(self) -> bool:
        return self.applied_at is not None and self.undone_at is None
