"""The ledger: what moved between which accounts, in whose euros. Rows are only ever added."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.models import Council
from ensemblier.fund.enums import Account, Movement
from ensemblier.fund.models.funds import CoFunder, Round
from ensemblier.fund.models.requests import FundRequest

T = TypeVar("T", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[T]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("The ledger is append-only: write a reversing transaction.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The ledger is append-only: write a reversing transaction.")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The ledger is append-only: write a reversing transaction.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The ledger is append-only: write a reversing transaction.")


class LedgerTransaction(OfContract, AppendOnly):
    """One movement of money or of a promise. `council` is the request's on that day."""

    round = models.ForeignKey(
        Round, verbose_name=_("campagne"), on_delete=models.PROTECT, related_name="transactions"
    )
    request = models.ForeignKey(
        FundRequest,
        verbose_name=_("demande"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
    )
    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil citoyen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fund_transactions",
    )
    kind = models.CharField(_("mouvement"), max_length=10, choices=Movement.choices)
    on = models.DateField(_("date"))
    label = models.CharField(_("libellé"), max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("corrige"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("écrit le"))
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("mouvement du livre de comptes")
        verbose_name_plural = _("mouvements du livre de comptes")
        ordering = ["round", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Movement.REVERSE, reverses__isnull=False)
                | (~Q(kind=Movement.REVERSE) & Q(reverses__isnull=True)),
                name="fund_transaction_reverses_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"


class LedgerEntry(OfContract, AppendOnly):
    """Cents of one co-funder from the credited account to the debited one.

    Both sides are in one row: no transaction can fail to balance.
    """

    transaction = models.ForeignKey(
        LedgerTransaction,
        verbose_name=_("mouvement"),
        on_delete=models.PROTECT,
        related_name="entries",
    )
    co_funder = models.ForeignKey(
        CoFunder, verbose_name=_("cofinanceur"), on_delete=models.PROTECT, related_name="entries"
    )
    debit = models.CharField(_("débit"), max_length=15, choices=Account.choices)
    credit = models.CharField(_("crédit"), max_length=15, choices=Account.choices)
    amount_cents = models.PositiveBigIntegerField(_("montant"))

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("écritures")
        ordering = ["transaction", "co_funder", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0) & ~Q(debit=F("credit")),
                name="fund_entry_moves_something",
            ),
            models.UniqueConstraint(
                fields=["transaction", "co_funder"], name="fund_entry_once_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debit} ← {self.credit}"
