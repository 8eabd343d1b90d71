"""What happened to an application, and what was said in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import MessageKind
from ensemblier.applications.models.applications import Application
from ensemblier.applications.models.figures import Request
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import LifeStep


class StateChange(LifeStep, OfContract):
    """One step of a life-cycle: who, when, why. Of the application, or of one of its requests."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="state_changes",
    )
    request = models.ForeignKey(
        Request,
        verbose_name=_("demande"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="state_changes",
    )

    class Meta:
        verbose_name = _("changement d’état")
        verbose_name_plural = _("changements d’état")
        ordering = ["application", "at", "pk"]


class Message(OfContract):
    """Something said inside the file. An internal note is for the team and the funders.

    A request for completion has a day, and is settled when the applicant has answered it.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="messages"
    )
    kind = models.CharField(
        _("sorte"), max_length=10, choices=MessageKind.choices, default=MessageKind.MESSAGE
    )
    text = models.TextField(_("texte"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("le"))
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    settled_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    # Of the page it was typed on: sent twice, it is kept once.
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["application", "at", "pk"]

    def __str__(self) -> str:
        return self.text
