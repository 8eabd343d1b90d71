"""The money of each request, and what might be decided instead."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Request
from ensemblier.calls.models import Call, Envelope
from ensemblier.contracts.models import OfContract


class Award(OfContract):
    """What a funder proposes, then grants, for one request; in cents.

    `asked_cents` is the request's amount, kept beside so that the database itself refuses more.
    `edition` grows with each change. Made with the first amount; a request without an award has
    nothing proposed.
    """

    request = models.OneToOneField(
        Request, verbose_name=_("demande"), on_delete=models.PROTECT, related_name="award"
    )
    envelope = models.ForeignKey(
        Envelope,
        verbose_name=_("enveloppe"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
    )
    asked_cents = models.PositiveBigIntegerField(_("demandé"))
    proposed_cents = models.PositiveBigIntegerField(_("proposé"), null=True, blank=True)
    granted_cents = models.PositiveBigIntegerField(_("accordé"), null=True, blank=True)
    decided_on = models.DateField(_("décidé le"), null=True, blank=True)
    decision_reference = models.CharField(_("référence de la décision"), max_length=120, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    edition = models.PositiveIntegerField(_("édition"), default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changé par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("financement")
        verbose_name_plural = _("financements")
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_cents__isnull=True) | Q(proposed_cents__lte=F("asked_cents")),
                name="funding_award_proposed_within_asked",
                violation_error_message=_("C’est plus que ce qui est demandé."),
            ),
            models.CheckConstraint(
                condition=Q(granted_cents__isnull=True) | Q(granted_cents__lte=F("asked_cents")),
                name="funding_award_granted_within_asked",
                violation_error_message=_("C’est plus que ce qui est demandé."),
            ),
            models.CheckConstraint(
                condition=Q(granted_cents__isnull=True)
                | Q(granted_cents=0)
                | Q(envelope__isnull=False),
                name="funding_award_granted_from_envelope",
                violation_error_message=_("Dites sur quelle enveloppe."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)


class AmountEdit(OfContract):
    """One change of a cell of the matrix, so that the person who made it can take it back."""

    award = models.ForeignKey(
        Award, verbose_name=_("financement"), on_delete=models.CASCADE, related_name="edits"
    )
    # Cells written together (a pasted block, an import) are taken back together.
    batch = models.UUIDField(_("lot"), db_index=True)
    field = models.CharField(_("colonne"), max_length=20)
    before = models.PositiveBigIntegerField(_("avant"), null=True, blank=True)
    after = models.PositiveBigIntegerField(_("après"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("le"))
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("changement de montant")
        verbose_name_plural = _("changements de montant")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"], name="funding_edit_by")]

    def __str__(self) -> str:
        return f"{self.award} – {self.field}"


class Scenario(OfContract):
    """Amounts tried side by side; nothing is decided until somebody applies one."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="scenarios"
    )
    name = models.CharField(_("nom"), max_length=120)
    # The rules given to the sharing proposal and what it found, empty for one made by hand.
    rules: Any = models.JSONField(_("règles"), default=dict, blank=True)
    is_computed = models.BooleanField(_("proposé par le calcul"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créé par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("créé le"))
    applied_at = models.DateTimeField(_("appliqué le"), null=True, blank=True)

    class Meta:
        verbose_name = _("scénario")
        verbose_name_plural = _("scénarios")
        ordering = ["call", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="funding_scenario_once",
                violation_error_message=_("Un scénario de cet appel porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioAmount(models.Model):
    """An amount of a scenario, and why it is not what was asked."""

    scenario = models.ForeignKey(
        Scenario, verbose_name=_("scénario"), on_delete=models.CASCADE, related_name="amounts"
    )
    request = models.ForeignKey(
        Request,
        verbose_name=_("demande"),
        on_delete=models.CASCADE,
        related_name="scenario_amounts",
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    reason = models.TextField(_("pourquoi"), blank=True)

    class Meta:
        verbose_name = _("montant d’un scénario")
        verbose_name_plural = _("montants d’un scénario")
        ordering = ["scenario", "request"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "request"], name="funding_scenario_amount_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario} – {self.request}"
