"""A matrix read back from a spreadsheet, compared before anything is written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.calls.models import Call
from ensemblier.contracts.models import OfContract
from ensemblier.files.models import PreparedImport


class MatrixImport(OfContract, PreparedImport):
    """`report` holds the comparison cell by cell; what was applied carries `batch`."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="matrix_imports"
    )
    cells = models.JSONField(_("cellules lues"), default=list)
    batch = models.UUIDField(_("lot"), null=True, blank=True)

    class Meta(PreparedImport.Meta):
        verbose_name = _("tableau relu")
        verbose_name_plural = _("tableaux relus")

    def __str__(self) -> str:
        return self.file_name
