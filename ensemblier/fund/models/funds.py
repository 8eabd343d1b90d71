"""A fund, its rounds, who pays into them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.models import Council
from ensemblier.fund.enums import Method, RoundState, Standing
from ensemblier.organizations.models import Organization


class Fund(OfContract):
    """A fonds de participation des habitants: of one council, or of the whole contract."""

    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil citoyen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funds",
        help_text=_("Vide\u00a0: le fonds sert tous les conseils du contrat."),
    )
    name = models.CharField(_("nom"), max_length=150)
    code = models.CharField(
        _("sigle"),
        max_length=12,
        default="FPH",
        help_text=_("Il commence le numéro de chaque demande\u00a0: «\u00a0FPH-2026-001\u00a0»."),
    )
    presentation = models.TextField(_("présentation"), blank=True)
    email = models.EmailField(_("adresse électronique pour les questions"), blank=True)
    phone = models.CharField(_("téléphone pour les questions"), max_length=30, blank=True)
    address = models.TextField(_("où déposer une demande sur papier"), blank=True)
    is_public = models.BooleanField(_("visible sur le site public"), default=True)

    class Meta:
        verbose_name = _("fonds de participation des habitants")
        verbose_name_plural = _("fonds de participation des habitants")
        ordering = ["contract", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "code"],
                name="fund_fund_code_once",
                violation_error_message=_("Un fonds de ce contrat porte déjà ce sigle."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fund:fund", args=[self.pk])


class Round(OfContract):
    """One campaign of a fund: its money, its rules, its dates.

    `pledged_cents` is the sum of what its co-funders promise, `committed_cents` of what is granted
    and not released, `cash_cents` of what is in the till: moved under lock with the ledger, so
    that the database itself refuses to overspend.
    """

    fund = models.ForeignKey(
        Fund, verbose_name=_("fonds"), on_delete=models.PROTECT, related_name="rounds"
    )
    title = models.CharField(_("nom"), max_length=150)
    year = models.PositiveSmallIntegerField(_("année"))
    state = models.CharField(
        _("état"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT
    )
    method = models.CharField(
        _("comment on décide"), max_length=15, choices=Method.choices, default=Method.JURY
    )
    opens_at = models.DateTimeField(_("les demandes ouvrent le"))
    closes_at = models.DateTimeField(_("les demandes ferment le"))
    decides_on = models.DateField(_("décision le"), null=True, blank=True)
    ceiling_cents = models.PositiveBigIntegerField(_("au plus par action"))
    bearer_ceiling_cents = models.PositiveBigIntegerField(_("au plus par porteur et par an"))
    min_delay_days = models.PositiveSmallIntegerField(
        _("jours entre la demande et l’action, au moins"), default=0
    )
    report_days = models.PositiveSmallIntegerField(
        _("jours pour envoyer le bilan après l’action"), default=30
    )
    advance_percent = models.PositiveSmallIntegerField(_("part versée d’avance (%)"), default=100)
    exclusions = models.TextField(
        _("ce que le fonds ne paie pas"), blank=True, help_text=_("Une ligne pour chaque chose.")
    )
    rules_source = models.CharField(_("d’où viennent ces règles"), max_length=300)
    rules_on = models.DateField(_("règles en date du"))
    pledged_cents = models.PositiveBigIntegerField(_("promis"), default=0, editable=False)
    committed_cents = models.PositiveBigIntegerField(_("engagé"), default=0, editable=False)
    cash_cents = models.PositiveBigIntegerField(_("en caisse"), default=0, editable=False)
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("copiée de"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
    )
    created_at = models.DateTimeField(_("créée le"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("campagne d’un fonds")
        verbose_name_plural = _("campagnes d’un fonds")
        ordering = ["contract", "-year", "-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "year", "title"],
                name="fund_round_once",
                violation_error_message=_("Une campagne de ce fonds porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="fund_round_dates",
                violation_error_message=_("Les demandes ferment avant d’ouvrir."),
            ),
            models.CheckConstraint(
                condition=Q(committed_cents__lte=F("pledged_cents")),
                name="fund_round_not_overspent",
                violation_error_message=_("C’est plus que l’argent de la campagne."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling_cents__gt=0, bearer_ceiling_cents__gte=F("ceiling_cents")),
                name="fund_round_ceilings",
                violation_error_message=_(
                    "Le plafond par an ne peut pas être plus petit que le plafond par action."
                ),
            ),
            models.CheckConstraint(
                condition=Q(advance_percent__lte=100),
                name="fund_round_advance",
                violation_error_message=_("L’avance est de 100 % au plus."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("fund:round", args=[self.pk])

    @property
    def left_cents(self) -> int:
        """What can still be granted."""
        return self.pledged_cents - self.committed_cents

    def is_open_at(self, at: datetime.datetime) -> bool:
        """Whether a resident may ask at this instant."""
        return self.state == RoundState.OPEN and self.opens_at <= at < self.closes_at

    def standing_at(self, at: datetime.datetime) -> Standing:
        if self.state != RoundState.OPEN:
            return {
                RoundState.DRAFT: Standing.DRAFT,
                RoundState.DECIDING: Standing.DECIDING,
                RoundState.DECIDED: Standing.DECIDED,
                RoundState.CLOSED: Standing.CLOSED,
            }[RoundState(self.state)]
        if at < self.opens_at:
            return Standing.COMING
        return Standing.OPEN if at < self.closes_at else Standing.ENDED


class CoFunder(OfContract):
    """What one organization promises to a round, and what its euros are engaged for.

    `received_cents` counts what it paid in, less what it was given back.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("campagne"), on_delete=models.CASCADE, related_name="co_funders"
    )
    funder = models.ForeignKey(
        Organization,
        verbose_name=_("cofinanceur"),
        on_delete=models.PROTECT,
        related_name="fund_shares",
    )
    pledged_cents = models.PositiveBigIntegerField(_("promis"))
    committed_cents = models.PositiveBigIntegerField(_("engagé"), default=0, editable=False)
    received_cents = models.PositiveBigIntegerField(_("versé"), default=0, editable=False)

    class Meta:
        verbose_name = _("cofinanceur")
        verbose_name_plural = _("cofinanceurs")
        ordering = ["round", "funder__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "funder"],
                name="fund_co_funder_once",
                violation_error_message=_("Ce cofinanceur est déjà dans la campagne."),
            ),
            models.CheckConstraint(
                condition=Q(committed_cents__lte=F("pledged_cents")),
                name="fund_co_funder_not_overspent",
                violation_error_message=_("C’est plus que ce que ce cofinanceur a promis."),
            ),
            models.CheckConstraint(
                condition=Q(received_cents__lte=F("pledged_cents")),
                name="fund_co_funder_received_within",
                violation_error_message=_("C’est plus que ce que ce cofinanceur a promis."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.funder)
