"""A request to the fund, from the form to the report."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.councils.models import Council
from ensemblier.fund.enums import AWAITING_REPORT, BearerKind, Channel, RequestState
from ensemblier.fund.models.funds import Fund, Round
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area


class Bearer(OfContract):
    """Who asks: known by the organization, the e-mail or the telephone given.

    Once erased, nothing of the person is left but the sums.
    """

    kind = models.CharField(_("qui demande"), max_length=12, choices=BearerKind.choices)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_bearers",
    )
    name = models.CharField(_("nom"), max_length=150, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("porteur")
        verbose_name_plural = _("porteurs")
        ordering = ["contract", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organization"],
                condition=Q(organization__isnull=False),
                name="fund_bearer_organization_once",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", email="", phone=""),
                name="fund_bearer_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("porteur n° %(number)s") % {"number": self.pk})


class BearerYear(OfContract):
    """What a bearer is granted from a fund in a calendar year, never above the ceiling."""

    fund = models.ForeignKey(
        Fund, verbose_name=_("fonds"), on_delete=models.PROTECT, related_name="bearer_years"
    )
    bearer = models.ForeignKey(
        Bearer, verbose_name=_("porteur"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    ceiling_cents = models.PositiveBigIntegerField(_("plafond"))
    committed_cents = models.PositiveBigIntegerField(_("accordé"), default=0)

    class Meta:
        verbose_name = _("année d’un porteur")
        verbose_name_plural = _("années d’un porteur")
        ordering = ["bearer", "year", "fund"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "bearer", "year"], name="fund_bearer_year_once"
            ),
            models.CheckConstraint(
                condition=Q(committed_cents__lte=F("ceiling_cents")),
                name="fund_bearer_year_within",
                violation_error_message=_("C’est plus que le plafond de ce porteur pour l’année."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bearer} {self.year}"


class FundRequest(Searchable, OfContract):
    """A request. `code` is the secret of who follows it without an account.

    The ceiling is kept beside the amounts so that the database refuses more. `granted_cents` is
    what was decided, `paid_cents` what left the till, `spent_cents` what was justified,
    `returned_cents` what came back.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("campagne"), on_delete=models.PROTECT, related_name="requests"
    )
    bearer = models.ForeignKey(
        Bearer, verbose_name=_("porteur"), on_delete=models.PROTECT, related_name="requests"
    )
    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil citoyen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_requests",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("quartier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_requests",
    )
    node = models.ForeignKey(
        Node,
        verbose_name=_("objectif du plan"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fund_requests",
    )
    reference = models.CharField(_("numéro"), max_length=30)
    code = models.CharField(_("code de suivi"), max_length=20, unique=True)
    channel = models.CharField(
        _("arrivée"), max_length=10, choices=Channel.choices, default=Channel.SCREEN
    )
    state = models.CharField(
        _("état"), max_length=12, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    title = models.CharField(_("nom de l’action"), max_length=120)
    description = models.TextField(_("ce qui est prévu"), max_length=3000)
    starts_on = models.DateField(_("jour de l’action"))
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200)
    audience = models.CharField(_("pour qui"), max_length=300)
    people = models.PositiveIntegerField(_("nombre de personnes attendues"))
    ceiling_cents = models.PositiveBigIntegerField(_("plafond"), editable=False)
    asked_cents = models.PositiveBigIntegerField(_("demandé"))
    granted_cents = models.PositiveBigIntegerField(_("accordé"), default=0, editable=False)
    paid_cents = models.PositiveBigIntegerField(_("versé"), default=0, editable=False)
    spent_cents = models.PositiveBigIntegerField(_("justifié"), default=0, editable=False)
    returned_cents = models.PositiveBigIntegerField(_("rendu"), default=0, editable=False)
    missing = models.TextField(_("ce qui manque"), blank=True)
    completion_due_on = models.DateField(_("à compléter avant le"), null=True, blank=True)
    refusal = models.TextField(_("motif du refus"), blank=True)
    report_due_on = models.DateField(_("bilan attendu le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("relancée le"), null=True, blank=True)
    waiver = models.CharField(_("dispense de bilan\u00a0: motif"), max_length=300, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dispense accordée par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisie par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(
        _("langue"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    received_at = models.DateTimeField(_("reçue le"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reported_at = models.DateTimeField(_("bilan reçu le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande au fonds")
        verbose_name_plural = _("demandes au fonds")
        ordering = ["contract", "-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "reference"], name="fund_request_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="fund_request_dates",
                violation_error_message=_("Le dernier jour vient avant le premier."),
            ),
            models.CheckConstraint(
                condition=Q(asked_cents__gt=0, asked_cents__lte=F("ceiling_cents")),
                name="fund_request_within_ceiling",
                violation_error_message=_("C’est plus que le plafond par action."),
            ),
            models.CheckConstraint(
                condition=Q(granted_cents__lte=F("asked_cents")),
                name="fund_request_granted_within",
                violation_error_message=_("C’est plus que ce qui est demandé."),
            ),
            models.CheckConstraint(
                condition=Q(paid_cents__lte=F("granted_cents")),
                name="fund_request_paid_within",
                violation_error_message=_("C’est plus que ce qui est accordé."),
            ),
            models.CheckConstraint(
                condition=Q(paid_cents__gte=F("spent_cents") + F("returned_cents")),
                name="fund_request_nothing_twice",
                violation_error_message=_("C’est plus que ce qui a été versé."),
            ),
        ]
        indexes = [models.Index(fields=["contract", "state"], name="fund_request_state")]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[object, ...]:
        return (self.reference, self.title, self.place, self.description)

    def get_absolute_url(self) -> str:
        return reverse("fund:request", args=[self.pk])

    @property
    def last_day(self) -> datetime.date:
        return self.ends_on or self.starts_on

    @property
    def advance_cents(self) -> int:
        """What the rules of the round pay before the report."""
        return self.granted_cents * self.round.advance_percent // 100

    @property
    def to_account_for_cents(self) -> int:
        """Paid, neither justified nor given back."""
        return self.paid_cents - self.spent_cents - self.returned_cents

    def is_late_on(self, day: datetime.date) -> bool:
        """Its report has not come though its day has passed."""
        due = self.report_due_on
        return self.state in AWAITING_REPORT and due is not None and due < day


class CostLine(models.Model):
    """One thing to pay: as planned in the request, then as it was."""

    request = models.ForeignKey(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="lines"
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("dépense"), max_length=120)
    planned_cents = models.PositiveBigIntegerField(_("prévu"), default=0)
    actual_cents = models.PositiveBigIntegerField(_("dépensé"), null=True, blank=True)

    class Meta:
        verbose_name = _("dépense")
        verbose_name_plural = _("dépenses")
        ordering = ["request", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "rank"], name="fund_cost_line_once")
        ]

    def __str__(self) -> str:
        return self.label
