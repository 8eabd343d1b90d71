"""Conseils citoyens and who sits in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import HeldRole
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable, period_constraint
from ensemblier.councils.enums import College
from ensemblier.territories.models import Area


class Council(Searchable, OfContract):
    """One QPV may have several councils, one council several areas."""

    name = models.CharField(_("nom"), max_length=200)
    areas = models.ManyToManyField(
        Area, verbose_name=_("territoires"), blank=True, related_name="councils"
    )
    email = models.EmailField(_("adresse électronique"), blank=True)
    is_active = models.BooleanField(_("en activité"), default=True)

    class Meta:
        verbose_name = _("conseil citoyen")
        verbose_name_plural = _("conseils citoyens")
        ordering = ["contract", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "name"],
                name="councils_council_once",
                violation_error_message=_("Un conseil de ce contrat porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name,)


class Mandate(HeldRole):
    """A person's seat in a council, from a day to another."""

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="mandates"
    )
    college = models.CharField(_("collège"), max_length=10, choices=College.choices)

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["council", "college", "user", "pk"]
        constraints = [period_constraint("councils_mandate_period")]

    def __str__(self) -> str:
        return f"{self.user} – {self.council}"
