"""What was done with the money, whom it reached, what it cost."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Application
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import LifeStep, once_even_without
from ensemblier.files.models import StoredFile
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.indicators.models import Indicator, PeopleCounted
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.enums import AWAITED, ReportFileKind, ReportState
from ensemblier.territories.models import Area


class Report(OfContract):
    """The bilan of an application that received money. Saved like it: `edition` by field."""

    application = models.OneToOneField(
        Application, verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="report"
    )
    state = models.CharField(
        _("état"), max_length=15, choices=ReportState.choices, default=ReportState.DUE
    )
    due_on = models.DateField(_("attendu le"))
    edition = models.PositiveIntegerField(_("édition"), default=0)
    field_editions: Any = models.JSONField(_("éditions des champs"), default=dict, blank=True)
    narrative = models.TextField(_("ce qui a été fait"), blank=True)
    dates_and_places = models.TextField(_("dates et lieux"), blank=True)
    beneficiaries = models.TextField(_("public touché"), blank=True)
    objectives_reached = models.TextField(_("objectifs atteints"), blank=True)
    difficulties = models.TextField(_("difficultés et suites"), blank=True)
    indirect_costs_rule = models.TextField(_("répartition des charges indirectes"), blank=True)
    volunteering = models.TextField(_("bénévolat et contributions en nature"), blank=True)
    signed_by = models.CharField(_("signé par"), max_length=150, blank=True)
    signed_as = models.CharField(_("en qualité de"), max_length=150, blank=True)
    reminded_at = models.DateTimeField(_("relancé le"), null=True, blank=True)
    saved_at = models.DateTimeField(_("enregistré le"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    completion_due_on = models.DateField(_("à compléter avant le"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["contract", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED) | Q(accepted_at__isnull=False),
                name="outcomes_report_accepted_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.application)

    def get_absolute_url(self) -> str:
        return reverse("outcomes:detail", args=[self.pk])

    def is_late_on(self, day: datetime.date) -> bool:
        """Not received though its day has passed."""
        return self.state in AWAITED and self.due_on < day


class ReportStep(LifeStep, OfContract):
    """One step of the life of a report: who, when, why. A request for completion says what."""

    report = models.ForeignKey(
        Report, verbose_name=_("bilan"), on_delete=models.CASCADE, related_name="steps"
    )

    class Meta:
        verbose_name = _("étape d’un bilan")
        verbose_name_plural = _("étapes d’un bilan")
        ordering = ["report", "at", "pk"]

    @property
    def label(self) -> str:
        """«attendu → déposé»."""
        return f"{ReportState(self.source).label} → {ReportState(self.target).label}"


class Measured(models.Model):
    """What an indicator came to, as the report says it; blank sex or age: all of them.

    Copied to `indicators.Value` when the report is submitted.
    """

    report = models.ForeignKey(
        Report, verbose_name=_("bilan"), on_delete=models.CASCADE, related_name="measured"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicateur"), on_delete=models.PROTECT, related_name="measured"
    )
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex.choices, blank=True)
    age_band = models.CharField(_("âge"), max_length=10, choices=AgeBand.choices, blank=True)
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measured",
    )
    value = models.DecimalField(_("valeur"), max_digits=14, decimal_places=2, null=True, blank=True)
    words = models.TextField(_("en mots"), blank=True)

    class Meta:
        verbose_name = _("résultat")
        verbose_name_plural = _("résultats")
        ordering = ["report", "indicator", "area", "age_band", "sex", "pk"]
        constraints = [
            *once_even_without(
                "report",
                "indicator",
                "sex",
                "age_band",
                optional=("area",),
                name="outcomes_measured_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""),
                name="outcomes_measured_says_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class Reached(PeopleCounted):
    """People reached. Without an area: from elsewhere."""

    report = models.ForeignKey(
        Report, verbose_name=_("bilan"), on_delete=models.CASCADE, related_name="reached"
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reached",
    )

    class Meta:
        verbose_name = _("public touché")
        verbose_name_plural = _("publics touchés")
        ordering = ["report", "area", "age_band", "sex"]
        constraints = [
            *once_even_without(
                "report", "sex", "age_band", optional=("area",), name="outcomes_reached_once"
            )
        ]


class ReportFile(models.Model):
    """A photo, an attendance sheet."""

    report = models.ForeignKey(
        Report, verbose_name=_("bilan"), on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField(_("sorte"), max_length=12, choices=ReportFileKind.choices)
    caption = models.CharField(_("légende"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ajouté par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("pièce du bilan")
        verbose_name_plural = _("pièces du bilan")
        ordering = ["report", "kind", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class Waiver(OfContract):
    """A late report that the team lets pass for one organization and year, and why."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="waivers"
    )
    year = models.PositiveSmallIntegerField(_("pour les demandes de l’année"))
    reason = models.CharField(_("motif"), max_length=300)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accordé par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField(_("accordé le"))

    class Meta:
        verbose_name = _("dispense")
        verbose_name_plural = _("dispenses")
        ordering = ["contract", "-year", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organization", "year"], name="outcomes_waiver_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"
