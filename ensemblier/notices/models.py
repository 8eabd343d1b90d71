"""What a person was told, and how they want to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    NEVER = "never", _("jamais")


class Notice(models.Model):
    """One sentence for one person, with the address of the page where they can act."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("sorte"), max_length=60)
    text = models.TextField(_("texte"))
    url = models.CharField(_("adresse de la page"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("créée le"))
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)
    emailed_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notices_notice_unread")]

    def __str__(self) -> str:
        return self.text


class Preference(models.Model):
    """How often a person accepts e-mail. No row means once a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="notice_preference",
    )
    frequency = models.CharField(
        _("fréquence des courriels"),
        max_length=10,
        choices=Frequency.choices,
        default=Frequency.DAILY,
    )

    class Meta:
        verbose_name = _("préférence de notification")
        verbose_name_plural = _("préférences de notification")

    def __str__(self) -> str:
        return self.get_frequency_display()
