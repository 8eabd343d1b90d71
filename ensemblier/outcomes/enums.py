"""Closed lists of the reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DUE = "due", _("attendu")
    DRAFT = "draft", _("en préparation")
    SUBMITTED = "submitted", _("déposé")
    TO_COMPLETE = "to_complete", _("à compléter")
    ACCEPTED = "accepted", _("accepté")


# Not received, or not wholly.
AWAITED = [ReportState.DUE, ReportState.DRAFT, ReportState.TO_COMPLETE]
RECEIVED = [ReportState.SUBMITTED, ReportState.ACCEPTED]


class ReportFileKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    ATTENDANCE = "attendance", _("feuille d’émargement")
    ACCOUNTS = "accounts", _("pièce comptable")
    OTHER = "other", _("autre")
