"""Closed lists of the plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    CONTRACT = "contract", _("plan du contrat de ville")
    NEIGHBOURHOOD = "neighbourhood", _("projet de quartier")
    TERRITORY = "territory", _("projet de territoire")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    PUBLISHED = "published", _("publiée")


class Priority(models.TextChoices):
    PRIORITY = "priority", _("prioritaire")
    COMPLEMENTARY = "complementary", _("complémentaire")


class SpecificationKind(models.TextChoices):
    REQUIREMENT = "requirement", _("cahier des charges")
    SCHEME = "scheme", _("financement à mobiliser d’abord")


class IndicatorKind(models.TextChoices):
    QUANTITATIVE = "quantitative", _("quantitatif")
    QUALITATIVE = "qualitative", _("qualitatif")


class Breakdown(models.TextChoices):
    SEX = "sex", _("femmes / hommes")
    CHILD_SEX = "child_sex", _("filles / garçons")
    AGE = "age", _("âge")
    QPV = "qpv", _("quartier")


class SuccessionKind(models.TextChoices):
    KEPT = "kept", _("gardé")
    REWORDED = "reworded", _("reformulé")
    MERGED = "merged", _("fusionné")
    SPLIT = "split", _("scindé")
    DROPPED = "dropped", _("abandonné")
