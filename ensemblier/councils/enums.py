"""Closed lists of the councils."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class College(models.TextChoices):
    RESIDENTS = "residents", _("habitants")
    ACTORS = "actors", _("acteurs locaux")
