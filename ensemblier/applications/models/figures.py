"""The figures of an application: budget, requests to funders, people and results expected."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import LineState
from ensemblier.applications.models.applications import Application
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import once_even_without
from ensemblier.indicators.models import Indicator, PeopleCounted
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area


class BudgetLine(models.Model):
    """An amount of the budget, in cents. `account` is a code of `applications.accounts`.

    The requests to funders are the lines of account 74 and are not repeated here: only other
    public money is. `actual_cents` comes with the report.
    """

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="budget_lines",
    )
    account = models.CharField(_("compte"), max_length=20)
    label = models.CharField(_("précision"), max_length=150, blank=True)
    planned_cents = models.PositiveBigIntegerField(_("prévu"), default=0)
    actual_cents = models.PositiveBigIntegerField(_("réalisé"), null=True, blank=True)
    variance_reason = models.TextField(_("explication de l’écart"), blank=True)

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        ordering = ["application", "account", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "account", "label"], name="applications_budget_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.label}".strip()


class Request(OfContract):
    """What is asked of one funder: a line of account 74, followed until it is justified.

    `minimum_cents` is the amount below which the money would be of no use to the action.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="requests"
    )
    funder = models.ForeignKey(
        Organization,
        verbose_name=_("financeur"),
        on_delete=models.PROTECT,
        related_name="requests",
    )
    amount_cents = models.PositiveBigIntegerField(_("montant demandé"))
    minimum_cents = models.PositiveBigIntegerField(_("minimum utile"), null=True, blank=True)
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=LineState.choices,
        default=LineState.REQUESTED,
        db_index=True,
    )
    actual_cents = models.PositiveBigIntegerField(_("reçu"), null=True, blank=True)
    variance_reason = models.TextField(_("explication de l’écart"), blank=True)

    class Meta:
        verbose_name = _("demande à un financeur")
        verbose_name_plural = _("demandes aux financeurs")
        ordering = ["application", "funder", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "funder"],
                name="applications_request_once",
                violation_error_message=_("Ce financeur est déjà sollicité dans ce dossier."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_cents__isnull=True) | Q(minimum_cents__lte=F("amount_cents")),
                name="applications_request_minimum",
                violation_error_message=_("Le minimum utile dépasse le montant demandé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.funder.label}"


class Audience(PeopleCounted):
    """People expected. Without an area: from elsewhere."""

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="audience"
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expected_audiences",
    )

    class Meta:
        verbose_name = _("public attendu")
        verbose_name_plural = _("publics attendus")
        ordering = ["application", "area", "age_band", "sex"]
        constraints = [
            *once_even_without(
                "application",
                "sex",
                "age_band",
                optional=("area",),
                name="applications_audience_once",
            )
        ]


class ExpectedIndicator(models.Model):
    """An indicator that the node proposes, and what the applicant expects of it."""

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="expected"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicateur"), on_delete=models.PROTECT, related_name="expected"
    )
    expected = models.DecimalField(
        _("attendu"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    words = models.TextField(_("en mots"), blank=True)

    class Meta:
        verbose_name = _("résultat attendu")
        verbose_name_plural = _("résultats attendus")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "indicator"], name="applications_expected_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)
