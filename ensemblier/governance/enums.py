"""Closed lists of the governance."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    STEERING = "steering", _("comité de pilotage (COPIL)")
    TECHNICAL = "technical", _("comité technique")
    PROGRAMMING = "programming", _("comité technique de programmation (CTP)")
    WORKING_GROUP = "working_group", _("groupe de travail")
    BOARD = "board", _("conseil d’administration")
    ASSEMBLY = "assembly", _("assemblée générale")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    OPEN = "open", _("en cours")
    CLOSED = "closed", _("terminée")
    CANCELLED = "cancelled", _("annulée")
