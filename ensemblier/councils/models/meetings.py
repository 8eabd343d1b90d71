"""When a council meets, and who was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.typography import long_date
from ensemblier.councils.enums import Presence
from ensemblier.councils.models.councils import Council, Mandate


class Meeting(OfContract):
    """A meeting: on the public page when `is_public`. Those who come without a mandate are
    counted, never named."""

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="meetings"
    )
    starts_at = models.DateTimeField(_("commence le"))
    ends_at = models.DateTimeField(_("finit le"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    agenda = models.TextField(_("ordre du jour"), blank=True)
    is_public = models.BooleanField(_("annoncée sur le site"), default=True)
    convened_at = models.DateTimeField(_("convoquée le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    attendance_at = models.DateTimeField(_("présences notées le"), null=True, blank=True)
    other_residents = models.PositiveSmallIntegerField(_("autres habitants"), default=0)
    other_guests = models.PositiveSmallIntegerField(_("invités et partenaires"), default=0)

    class Meta:
        verbose_name = _("réunion d’un conseil")
        verbose_name_plural = _("réunions d’un conseil")
        ordering = ["council", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="councils_meeting_period",
                violation_error_message=_("La réunion finit avant de commencer."),
            )
        ]

    def __str__(self) -> str:
        day = long_date(timezone.localdate(self.starts_at))
        return f"{self.subject or _('Réunion')} – {day}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class MeetingPresence(OfContract):
    """A member at a meeting: there, or excused. Who is not noted was absent."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("réunion"), on_delete=models.CASCADE, related_name="presences"
    )
    mandate = models.ForeignKey(
        Mandate, verbose_name=_("membre"), on_delete=models.CASCADE, related_name="presences"
    )
    presence = models.CharField(_("présence"), max_length=10, choices=Presence.choices)

    class Meta:
        verbose_name = _("présence à une réunion")
        verbose_name_plural = _("présences à une réunion")
        ordering = ["meeting", "mandate"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mandate"],
                name="councils_presence_once",
                violation_error_message=_("Cette personne est déjà notée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate.user} – {self.get_presence_display()}"
