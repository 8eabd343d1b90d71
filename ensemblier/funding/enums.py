"""Closed lists of the funding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AmountField(models.TextChoices):
    """The two columns that a funder fills in for each request."""

    PROPOSED = "proposed", _("proposé")
    GRANTED = "granted", _("accordé")


class Verdict(models.TextChoices):
    """What a funder says of a request."""

    GRANT = "grant", _("accorder")
    REFUSE = "refuse", _("refuser")
    POSTPONE = "postpone", _("ajourner")


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
    POSTPONEMENT_LETTER = "postponement_letter", _("lettre d’ajournement")
    ANNUAL_AGREEMENT = "annual_agreement", _("convention annuelle")
    MULTIYEAR_AGREEMENT = "multiyear_agreement", _("convention pluriannuelle")
    RECOVERY_LETTER = "recovery_letter", _("lettre de reversement")


class PaymentKind(models.TextChoices):
    ADVANCE = "advance", _("avance")
    BALANCE = "balance", _("solde")
    SINGLE = "single", _("versement unique")
