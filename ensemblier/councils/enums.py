"""Closed lists of the councils."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class College(models.TextChoices):
    RESIDENTS = "residents", _("habitants")
    ACTORS = "actors", _("acteurs locaux")


class Sex(models.TextChoices):
    FEMALE = "female", _("femme")
    MALE = "male", _("homme")


class Function(models.TextChoices):
    MEMBER = "member", _("membre")
    PRESIDENT = "president", _("présidence")
    CO_PRESIDENT = "co_president", _("coprésidence")
    SECRETARY = "secretary", _("secrétariat")
    TREASURER = "treasurer", _("trésorerie")


class Origin(models.TextChoices):
    DRAWN = "drawn", _("tirage au sort")
    VOLUNTEER = "volunteer", _("volontariat")
    DESIGNATED = "designated", _("désignation par sa structure")


class EndReason(models.TextChoices):
    RESIGNED = "resigned", _("démission")
    MOVED = "moved", _("a quitté le quartier")
    TERM = "term", _("fin du mandat")
    OTHER = "other", _("autre raison")
