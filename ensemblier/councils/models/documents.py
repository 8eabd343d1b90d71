"""Papers of a council: its charter, its rules, what may be downloaded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.councils.enums import DocumentKind
from ensemblier.councils.models.councils import Council
from ensemblier.files.models import StoredFile


class CouncilDocument(Searchable, OfContract):
    """A paper that the council publishes or keeps for its members."""

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=DocumentKind.choices)
    title = models.CharField(_("titre"), max_length=250)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    dated = models.DateField(_("en date du"))
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("document d’un conseil")
        verbose_name_plural = _("documents d’un conseil")
        ordering = ["council", "-dated", "-pk"]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[object, ...]:
        return (self.title,)
