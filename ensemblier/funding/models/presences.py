"""Who has the matrix of a call before their eyes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.calls.models import Call
from ensemblier.contracts.models import OfContract


class Presence(OfContract):
    """One row for a person and a call, written over at each beat of an open page.

    Says nothing of the past: no history, no trail, erased a day after the last beat.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    seen_at = models.DateTimeField(_("vue à"), db_index=True)

    class Meta:
        verbose_name = _("présence au tableau")
        verbose_name_plural = _("présences au tableau")
        ordering = ["call", "user"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="funding_presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.call}"
