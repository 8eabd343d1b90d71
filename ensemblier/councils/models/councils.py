"""A council and who sits in it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import HeldRole
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable, period_constraint
from ensemblier.councils.enums import College, EndReason, Function, Origin, Sex
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area


class Council(Searchable, OfContract):
    """One QPV may have several councils, one council several areas.

    One `is_wide` speaks for the whole territory of the contract. The seats are those that its
    rules or the prefect's order declare, when they do. `told_problems` are the faults of its
    composition of which people have been warned.
    """

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom dans l’adresse"), max_length=80, blank=True)
    areas = models.ManyToManyField(
        Area, verbose_name=_("territoires"), blank=True, related_name="councils"
    )
    is_wide = models.BooleanField(_("pour tout le territoire du contrat"), default=False)
    description = models.TextField(_("ce qu’il fait"), blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    meets = models.CharField(_("quand et où il se réunit"), max_length=250, blank=True)
    residents_seats = models.PositiveSmallIntegerField(
        _("sièges d’habitants"), null=True, blank=True
    )
    actors_seats = models.PositiveSmallIntegerField(
        _("sièges d’acteurs locaux"), null=True, blank=True
    )
    order_reference = models.CharField(_("arrêté préfectoral"), max_length=100, blank=True)
    ordered_on = models.DateField(_("arrêté du"), null=True, blank=True)
    is_active = models.BooleanField(_("en activité"), default=True)
    told_problems = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("conseil citoyen")
        verbose_name_plural = _("conseils citoyens")
        ordering = ["contract", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "name"],
                name="councils_council_once",
                violation_error_message=_("Un conseil de ce contrat porte déjà ce nom."),
            ),
            models.UniqueConstraint(
                fields=["contract", "slug"],
                name="councils_council_address_once",
                violation_error_message=_("Un conseil de ce contrat a déjà cette adresse."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.name)[:80]
        super().save(*args, **kwargs)

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.description)

    def get_absolute_url(self) -> str:
        return reverse("portal:council", args=[self.contract.slug, self.slug])


class Mandate(HeldRole):
    """A person's seat in a council, from a day to another.

    Sex is said by the person, for parity alone: it is never shown beside a name, save to the
    team that keeps the list. `shows_name` is their consent to be named on the public page.
    """

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="mandates"
    )
    college = models.CharField(_("collège"), max_length=10, choices=College.choices)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mandates",
    )
    is_alternate = models.BooleanField(_("suppléance"), default=False)
    function = models.CharField(
        _("fonction"), max_length=15, choices=Function.choices, default=Function.MEMBER
    )
    origin = models.CharField(_("origine"), max_length=15, choices=Origin.choices, blank=True)
    sex = models.CharField(_("sexe"), max_length=6, choices=Sex.choices, blank=True)
    shows_name = models.BooleanField(_("accepte d’être nommé sur le site"), default=False)
    end_reason = models.CharField(
        _("raison du départ"), max_length=10, choices=EndReason.choices, blank=True
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("remplace"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
    )

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["council", "college", "user", "pk"]
        constraints = [period_constraint("councils_mandate_period")]

    def __str__(self) -> str:
        return f"{self.user} – {self.council}"
