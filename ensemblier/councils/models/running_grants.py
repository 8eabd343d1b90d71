"""What a council gets each year to run on, and what became of it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.dates import months_after
from ensemblier.councils.enums import GrantEntryKind
from ensemblier.councils.models.councils import Council
from ensemblier.councils.rules import GRANT_RULE
from ensemblier.files.models import StoredFile

INCOME = (GrantEntryKind.GRANTED, GrantEntryKind.CARRIED_IN)


class RunningGrant(OfContract):
    """One council, one year. `balance_cents` is the sum of the entries that stand."""

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="grants"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    amount_cents = models.PositiveBigIntegerField(_("dotation de l’année"))
    funder = models.CharField(_("financeur"), max_length=200)
    source = models.CharField(_("d’où vient ce montant"), max_length=200, blank=True)
    balance_cents = models.BigIntegerField(_("reste"), default=0)
    report = models.TextField(_("ce que l’argent a permis"), blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("close par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("relancée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("dotation de fonctionnement")
        verbose_name_plural = _("dotations de fonctionnement")
        ordering = ["council", "-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "year"],
                name="councils_grant_once",
                violation_error_message=_("Ce conseil a déjà une dotation pour cette année."),
            ),
            models.CheckConstraint(
                condition=Q(balance_cents__gte=0),
                name="councils_grant_never_below_zero",
                violation_error_message=_("Il ne reste pas assez."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(balance_cents=0),
                name="councils_grant_closed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}, {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def report_due_on(self) -> datetime.date:
        return months_after(datetime.date(self.year, 12, 31), GRANT_RULE.report_months)

    def is_report_late(self, today: datetime.date) -> bool:
        return not self.is_closed and today > self.report_due_on


class GrantEntry(OfContract):
    """A line of the ledger, above zero whatever its sign; crossed out, it counts no more."""

    grant = models.ForeignKey(
        RunningGrant, verbose_name=_("dotation"), on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(_("sorte"), max_length=12, choices=GrantEntryKind.choices)
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    on = models.DateField(_("jour"))
    label = models.CharField(_("objet"), max_length=200)
    receipt = models.ForeignKey(
        StoredFile,
        verbose_name=_("justificatif"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écrit par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("écrit le"))
    crossed_at = models.DateTimeField(_("rayé le"), null=True, blank=True)
    crossed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("rayé par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    cross_reason = models.CharField(_("pourquoi rayé"), max_length=300, blank=True)
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("écritures")
        ordering = ["grant", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="councils_grant_entry_above_zero",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(crossed_at__isnull=True, cross_reason="")
                | Q(crossed_at__isnull=False) & ~Q(cross_reason=""),
                name="councils_grant_entry_crossed_why",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def stands(self) -> bool:
        return self.crossed_at is None

    @property
    def signed_cents(self) -> int:
        return self.amount_cents if self.kind in INCOME else -self.amount_cents
