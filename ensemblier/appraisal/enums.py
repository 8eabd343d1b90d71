"""Closed lists of the appraisal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.enums import OPINION_TONES, OpinionValue

__all__ = ["OPINION_TONES", "CheckResult", "OpinionSource", "OpinionValue"]


class OpinionSource(models.TextChoices):
    FUNDER = "funder", _("financeur")
    SERVICE = "service", _("service")
    COUNCIL = "council", _("conseil citoyen")


class CheckResult(models.TextChoices):
    YES = "yes", _("oui")
    NO = "no", _("non")
    NOT_APPLICABLE = "not_applicable", _("sans objet")
