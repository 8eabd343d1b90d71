"""What the members of the councils were trained in."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.models.councils import Mandate

ONE_DAY = 24 * 60


class Training(OfContract):
    """One session, for members of one council or of several."""

    theme = models.CharField(_("thème"), max_length=200)
    held_on = models.DateField(_("jour"))
    minutes = models.PositiveSmallIntegerField(_("durée en minutes"))
    trainer = models.CharField(_("donnée par"), max_length=200, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    attendees = models.ManyToManyField(
        Mandate, verbose_name=_("membres présents"), blank=True, related_name="trainings"
    )

    class Meta:
        verbose_name = _("formation")
        verbose_name_plural = _("formations")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=ONE_DAY),
                name="councils_training_duration",
                violation_error_message=_("Une formation dure plus de zéro et moins de 24 heures."),
            )
        ]

    def __str__(self) -> str:
        return self.theme

    @property
    def hours(self) -> Decimal:
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.01"))
