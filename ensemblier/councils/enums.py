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


class Matter(models.TextChoices):
    """What a council is asked about."""

    REPORT = "report", _("rapport annuel")
    CALL = "call", _("appel à projets")
    APPLICATION = "application", _("dossier")
    OTHER = "other", _("autre sujet")


class ConsultationState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    SENT = "sent", _("en attente de l’avis")
    ANSWERED = "answered", _("avis donné")
    SILENT = "silent", _("sans réponse")
    CANCELLED = "cancelled", _("annulée")


UNDER_WAY = (ConsultationState.SENT, ConsultationState.SILENT, ConsultationState.ANSWERED)
"""The council was asked: neither a draft nor called off."""


class Silence(models.TextChoices):
    """What it means when nothing is answered in time."""

    FAVOURABLE = "favourable", _("le silence vaut avis favorable")
    NONE = "none", _("le silence ne vaut pas avis")


class GrantEntryKind(models.TextChoices):
    GRANTED = "granted", _("dotation")
    CARRIED_IN = "carried_in", _("report de l’année d’avant")
    SPENT = "spent", _("dépense")
    CARRIED_OUT = "carried_out", _("report sur l’année suivante")
    RETURNED = "returned", _("rendu au financeur")


class Remainder(models.TextChoices):
    """What becomes of the rest when the year of a grant is closed."""

    CARRY = "carry", _("le garder pour l’année suivante")
    RETURN = "return", _("le rendre au financeur")


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
