"""Closed lists of the contracts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractRoleKind(models.TextChoices):
    READER = "reader", _("lecture")
    EDITOR = "editor", _("écriture")
    ADMINISTRATOR = "administrator", _("administration")


class AreaStanding(models.TextChoices):
    PRIORITY = "priority", _("quartier prioritaire")
    VULNERABLE = "vulnerable", _("poche de vulnérabilité")
    WATCH = "watch", _("veille active")


class DocumentKind(models.TextChoices):
    CONTRACT = "contract", _("contrat")
    AMENDMENT = "amendment", _("avenant")
    DIAGNOSIS = "diagnosis", _("diagnostic")
    MINUTES = "minutes", _("compte rendu")
    NOTE = "note", _("note")
    OTHER = "other", _("autre document")
