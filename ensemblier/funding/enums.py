"""Closed lists of the funding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    ANNUAL = "annual", _("convention annuelle")
    MULTIYEAR = "multiyear", _("convention pluriannuelle")


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    SENT = "sent", _("envoyée à la signature")
    SIGNED = "signed", _("signée")
    CANCELLED = "cancelled", _("annulée")


class TemplateKind(models.TextChoices):
    GRANT_LETTER = "grant_letter", _("lettre d’accord")
    REFUSAL_LETTER = "refusal_letter", _("lettre de refus")
    ANNUAL_AGREEMENT = "annual_agreement", _("convention annuelle")
    MULTIYEAR_AGREEMENT = "multiyear_agreement", _("convention pluriannuelle")


class PaymentKind(models.TextChoices):
    ADVANCE = "advance", _("avance")
    BALANCE = "balance", _("solde")
    SINGLE = "single", _("versement unique")
