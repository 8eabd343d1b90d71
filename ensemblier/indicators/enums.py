"""Closed lists of the indicators: how people are counted everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "female", _("femmes")
    MALE = "male", _("hommes")
    UNKNOWN = "unknown", _("non précisé")


class AgeBand(models.TextChoices):
    """The bands of the State's portal for programme 147, to be confirmed."""

    UNDER_6 = "0-5", _("0 à 5 ans")
    UNDER_16 = "6-15", _("6 à 15 ans")
    UNDER_18 = "16-17", _("16 à 17 ans")
    UNDER_26 = "18-25", _("18 à 25 ans")
    UNDER_65 = "26-64", _("26 à 64 ans")
    OVER_64 = "65+", _("65 ans et plus")
    UNKNOWN = "unknown", _("âge non précisé")
