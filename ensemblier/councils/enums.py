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


class DocumentKind(models.TextChoices):
    CHARTER = "charter", _("charte")
    RULES = "rules", _("règlement intérieur")
    ORDER = "order", _("arrêté préfectoral")
    REPORT = "report", _("bilan d’activité")
    LEAFLET = "leaflet", _("plaquette")
    OTHER = "other", _("autre")


class TextSource(models.TextChoices):
    """Where the words of minutes come from."""

    READ = "read", _("lu dans le fichier")
    TYPED = "typed", _("saisi")
    NONE = "none", _("image sans texte")


class Presence(models.TextChoices):
    PRESENT = "present", _("présent")
    EXCUSED = "excused", _("excusé")


class VolunteerState(models.TextChoices):
    RECEIVED = "received", _("à traiter")
    POOL = "pool", _("dans la liste du tirage")
    SEATED = "seated", _("siège au conseil")
    DECLINED = "declined", _("pas de suite")
