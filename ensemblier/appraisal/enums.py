"""Closed lists of the appraisal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionValue(models.TextChoices):
    FAVOURABLE = "favourable", _("favorable")
    RESERVED = "reserved", _("favorable avec réserves")
    REWORK = "rework", _("à retravailler")
    UNFAVOURABLE = "unfavourable", _("défavorable")


# How each is coloured, by the component `tag`.
OPINION_TONES = {
    OpinionValue.FAVOURABLE: "ok",
    OpinionValue.RESERVED: "wait",
    OpinionValue.REWORK: "info",
    OpinionValue.UNFAVOURABLE: "no",
}


class OpinionSource(models.TextChoices):
    FUNDER = "funder", _("financeur")
    SERVICE = "service", _("service")
    COUNCIL = "council", _("conseil citoyen")


class CheckResult(models.TextChoices):
    YES = "yes", _("oui")
    NO = "no", _("non")
    NOT_APPLICABLE = "not_applicable", _("sans objet")
