"""Letters, agreements, payments, and money to give back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Application
from ensemblier.contracts.models import OfContract
from ensemblier.files.models import StoredFile
from ensemblier.funding.enums import AgreementKind, AgreementState, PaymentKind, TemplateKind
from ensemblier.funding.models.awards import Award
from ensemblier.organizations.models import MappedImport, Organization


class DocumentTemplate(OfContract):
    """A DOCX that a team edits; without a funder it serves all of them."""

    kind = models.CharField(_("sorte"), max_length=20, choices=TemplateKind.choices)
    name = models.CharField(_("nom"), max_length=120)
    funder = models.ForeignKey(
        Organization,
        verbose_name=_("financeur"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_templates",
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("en service"), default=True)

    class Meta:
        verbose_name = _("modèle de document")
        verbose_name_plural = _("modèles de document")
        ordering = ["contract", "kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Letter(OfContract):
    """A decision told to the applicant by one funder."""

    award = models.ForeignKey(
        Award, verbose_name=_("financement"), on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(_("sorte"), max_length=20, choices=TemplateKind.choices)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("faite par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("faite le"))

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.award}"


class Agreement(OfContract):
    """A convention between one funder and one organization for an application or its series."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    funder = models.ForeignKey(
        Organization,
        verbose_name=_("financeur"),
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=AgreementKind.choices)
    reference = models.CharField(_("référence"), max_length=60)
    state = models.CharField(
        _("état"), max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signed_file = models.ForeignKey(
        StoredFile,
        verbose_name=_("document signé"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_on = models.DateField(_("envoyée le"), null=True, blank=True)
    bearer_signed_on = models.DateField(_("signée par le porteur le"), null=True, blank=True)
    funder_signed_on = models.DateField(_("signée par le financeur le"), null=True, blank=True)
    # Décret 2017-779: within three months of the signature.
    data_published_on = models.DateField(
        _("données essentielles publiées le"), null=True, blank=True
    )
    cancelled_on = models.DateField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.TextField(_("motif de l’annulation"), blank=True)
    created_at = models.DateTimeField(_("créée le"))

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ["contract", "-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "reference"], name="funding_agreement_reference_once"
            ),
            models.UniqueConstraint(
                fields=["application", "funder"],
                condition=~Q(state=AgreementState.CANCELLED),
                name="funding_agreement_once",
                violation_error_message=_("Ce financeur a déjà une convention pour ce dossier."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.SIGNED)
                | Q(bearer_signed_on__isnull=False, funder_signed_on__isnull=False),
                name="funding_agreement_signed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.CANCELLED)
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")),
                name="funding_agreement_cancelled_why",
                violation_error_message=_("Dites pourquoi la convention est annulée."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AgreementYear(models.Model):
    """The amount of one year: firm, or promised subject to next years' budgets."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("convention"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(_("année"))
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    is_firm = models.BooleanField(_("ferme"), default=True)

    class Meta:
        verbose_name = _("année d’une convention")
        verbose_name_plural = _("années d’une convention")
        ordering = ["agreement", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year"], name="funding_agreement_year_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.year}"


class Payment(OfContract):
    """Expected on a day, then made."""

    award = models.ForeignKey(
        Award, verbose_name=_("financement"), on_delete=models.PROTECT, related_name="payments"
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=PaymentKind.choices)
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    expected_on = models.DateField(_("attendu le"))
    made_on = models.DateField(_("fait le"), null=True, blank=True)
    reference = models.CharField(_("référence"), max_length=120, blank=True)
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("paiement")
        verbose_name_plural = _("paiements")
        ordering = ["award", "expected_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="funding_payment_positive",
                violation_error_message=_("Un paiement est supérieur à zéro."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.award} – {self.get_kind_display()}"


class PaymentImport(OfContract, MappedImport):
    """Payments that a treasury says it made."""

    class Meta(MappedImport.Meta):
        verbose_name = _("import de paiements")
        verbose_name_plural = _("imports de paiements")


class Recovery(OfContract):
    """Money that the organization gives back, in one part or several.

    `received_cents` is the sum of its receipts, kept with them under lock.
    """

    award = models.ForeignKey(
        Award, verbose_name=_("financement"), on_delete=models.PROTECT, related_name="recoveries"
    )
    amount_cents = models.PositiveBigIntegerField(_("à rendre"))
    received_cents = models.PositiveBigIntegerField(_("rendu"), default=0)
    reason = models.TextField(_("motif"))
    asked_on = models.DateField(_("demandé le"))
    received_on = models.DateField(_("rendu le"), null=True, blank=True)
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("reversement")
        verbose_name_plural = _("reversements")
        ordering = ["award", "asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="funding_recovery_positive",
                violation_error_message=_("Un reversement est supérieur à zéro."),
            ),
            models.CheckConstraint(
                condition=Q(received_cents__lte=F("amount_cents")),
                name="funding_recovery_within",
                violation_error_message=_("C’est plus que ce qui est à rendre."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} – {self.amount_cents}"


class Receipt(models.Model):
    """A part of a recovery that came back."""

    recovery = models.ForeignKey(
        Recovery, verbose_name=_("reversement"), on_delete=models.CASCADE, related_name="receipts"
    )
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    received_on = models.DateField(_("reçu le"))
    reference = models.CharField(_("référence"), max_length=120, blank=True)
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("part rendue")
        verbose_name_plural = _("parts rendues")
        ordering = ["recovery", "received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="funding_receipt_positive",
                violation_error_message=_("Une somme rendue est supérieure à zéro."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.recovery} – {self.received_on:%d/%m/%Y}"
