"""What people were told, how they want to be told, and what they tell each other."""

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


class Comment(models.Model):
    """What a member of the team wrote about an object. Once removed, only its trace stays."""

    # Objects and contracts live on higher floors: they are kept without foreign keys.
    object_type = models.CharField(_("type d’objet"), max_length=80)
    object_id = models.CharField(_("identifiant de l’objet"), max_length=40)
    contract_id = models.PositiveBigIntegerField(_("contrat"), null=True, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="comments",
    )
    text = models.TextField(_("texte"), blank=True)
    at = models.DateTimeField(_("le"))
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("retiré par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="notices_comment_object")]

    def __str__(self) -> str:
        return self.text
