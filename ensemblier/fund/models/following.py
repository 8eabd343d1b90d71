"""What becomes of a request: its steps, its decision, its report, its papers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import LifeStep
from ensemblier.files.models import StoredFile
from ensemblier.fund.enums import FileKind, OpinionValue, RequestState
from ensemblier.fund.models.requests import FundRequest


class RequestStep(LifeStep, OfContract):
    """One step of the life of a request: who, when, why. By nobody: who holds the code."""

    request = models.ForeignKey(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="steps"
    )
    source = models.CharField(_("avant"), max_length=15, blank=True)

    class Meta:
        verbose_name = _("étape d’une demande")
        verbose_name_plural = _("étapes d’une demande")
        ordering = ["request", "at", "pk"]

    @property
    def label(self) -> str:
        return str(RequestState(self.target).label)


class FundOpinion(OfContract):
    """What a member of the request's council, or of the team, thinks of it before it is decided."""

    request = models.ForeignKey(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="opinions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="fund_opinions",
    )
    value = models.CharField(_("avis"), max_length=12, choices=OpinionValue.choices)
    comment = models.TextField(_("commentaire"), blank=True, max_length=2000)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("avis sur une demande au fonds")
        verbose_name_plural = _("avis sur une demande au fonds")
        ordering = ["request", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "by"], name="fund_opinion_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.by}\u00a0: {self.get_value_display()}"


class FundDecision(OfContract):
    """What was decided on a request, by which method, and why. One stands at a time."""

    request = models.ForeignKey(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="decisions"
    )
    granted_cents = models.PositiveBigIntegerField(_("accordé"))
    method = models.CharField(_("comment"), max_length=15)
    reason = models.TextField(_("pourquoi"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écrite par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidée le"))
    taken_back_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("décision du fonds")
        verbose_name_plural = _("décisions du fonds")
        ordering = ["request", "-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(taken_back_at__isnull=True),
                name="fund_decision_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.request)


class FundReport(OfContract):
    """What happened: the short report, written on a phone."""

    request = models.OneToOneField(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="report"
    )
    happened_on = models.DateField(_("jour de l’action"))
    ended_on = models.DateField(_("dernier jour"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=200)
    story = models.TextField(_("ce qui s’est passé"), max_length=3000)
    women = models.PositiveIntegerField(_("femmes"), default=0)
    men = models.PositiveIntegerField(_("hommes"), default=0)
    girls = models.PositiveIntegerField(_("filles de moins de 16 ans"), default=0)
    boys = models.PositiveIntegerField(_("garçons de moins de 16 ans"), default=0)
    # What the fund owes once the costs are accepted; empty until then.
    earned_cents = models.PositiveBigIntegerField(_("à la charge du fonds"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saisi par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    accepted_at = models.DateTimeField(_("accepté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("bilan d’une demande")
        verbose_name_plural = _("bilans d’une demande")
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, earned_cents__isnull=True)
                | Q(accepted_at__isnull=False, earned_cents__isnull=False),
                name="fund_report_accepted_with_its_cost",
            )
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def people(self) -> int:
        return self.women + self.men + self.girls + self.boys


class FundFile(models.Model):
    """A photo, a receipt."""

    request = models.ForeignKey(
        FundRequest, verbose_name=_("demande"), on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField(_("sorte"), max_length=12, choices=FileKind.choices)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("pièce d’une demande")
        verbose_name_plural = _("pièces d’une demande")
        ordering = ["request", "kind", "pk"]

    def __str__(self) -> str:
        return str(self.file)
