"""Sections 2 to 5 of the form, told once a year for all the applications of an organization."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.organizations.models import Organization


class BearerYear(models.Model):
    """How the organization is that year: relations, people, budget."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    approvals = models.TextField(_("agréments"), blank=True)
    is_public_utility = models.BooleanField(_("reconnue d’utilité publique"), default=False)
    pays_commercial_taxes = models.BooleanField(
        _("assujettie aux impôts commerciaux"), default=False
    )
    networks = models.TextField(_("unions, fédérations, réseaux"), blank=True)
    legal_members = models.TextField(_("personnes morales adhérentes"), blank=True)
    volunteers = models.PositiveIntegerField(_("bénévoles"), null=True, blank=True)
    volunteering = models.PositiveIntegerField(_("volontaires"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("salariés"), null=True, blank=True)
    subsidized_employees = models.PositiveIntegerField(_("emplois aidés"), null=True, blank=True)
    full_time_equivalents = models.DecimalField(
        _("équivalents temps plein"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    seconded = models.PositiveIntegerField(_("mis à disposition"), null=True, blank=True)
    members_female = models.PositiveIntegerField(_("adhérentes"), null=True, blank=True)
    members_male = models.PositiveIntegerField(_("adhérents"), null=True, blank=True)
    edition = models.PositiveIntegerField(_("édition"), default=0)
    field_editions: Any = models.JSONField(_("éditions des champs"), default=dict, blank=True)

    class Meta:
        verbose_name = _("année d’une structure")
        verbose_name_plural = _("années d’une structure")
        ordering = ["organization", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"], name="applications_bearer_year_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"


class BearerBudgetLine(models.Model):
    """A line of the organization's own budget (section 5), in cents."""

    bearer_year = models.ForeignKey(
        BearerYear,
        verbose_name=_("année"),
        on_delete=models.CASCADE,
        related_name="budget_lines",
    )
    account = models.CharField(_("compte"), max_length=20)
    label = models.CharField(_("précision"), max_length=150, blank=True)
    amount_cents = models.PositiveBigIntegerField(_("montant"), default=0)

    class Meta:
        verbose_name = _("ligne du budget de la structure")
        verbose_name_plural = _("lignes du budget de la structure")
        ordering = ["bearer_year", "account", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bearer_year", "account", "label"], name="applications_bearer_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.label}".strip()
