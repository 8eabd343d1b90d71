"""Closed lists of the applications."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    SUBMITTED = "submitted", _("déposé")
    TO_COMPLETE = "to_complete", _("à compléter")
    RESUBMITTED = "resubmitted", _("complété")
    ADMISSIBLE = "admissible", _("recevable")
    INADMISSIBLE = "inadmissible", _("irrecevable")
    IN_APPRAISAL = "in_appraisal", _("en instruction")
    DECIDED = "decided", _("décidé")
    CLOSED = "closed", _("clos")
    WITHDRAWN = "withdrawn", _("retiré")


# What the team and the funders work on.
RECEIVED = [
    ApplicationState.SUBMITTED,
    ApplicationState.TO_COMPLETE,
    ApplicationState.RESUBMITTED,
    ApplicationState.ADMISSIBLE,
    ApplicationState.INADMISSIBLE,
    ApplicationState.IN_APPRAISAL,
    ApplicationState.DECIDED,
    ApplicationState.CLOSED,
]


class LineState(models.TextChoices):
    """Where the request to one funder stands."""

    REQUESTED = "requested", _("demandé")
    OPINION = "opinion", _("avis donné")
    PROPOSED = "proposed", _("proposé")
    GRANTED = "granted", _("accordé")
    REFUSED = "refused", _("refusé")
    POSTPONED = "postponed", _("ajourné")
    AGREEMENT = "agreement", _("conventionné")
    PAID = "paid", _("payé")
    JUSTIFIED = "justified", _("justifié")


# A line in one of these has money on it.
FUNDED = [LineState.GRANTED, LineState.AGREEMENT, LineState.PAID, LineState.JUSTIFIED]


class GrantNature(models.TextChoices):
    FIRST = "first", _("première demande")
    RENEWAL = "renewal", _("renouvellement")


class MessageKind(models.TextChoices):
    MESSAGE = "message", _("message")
    COMPLETION = "completion", _("demande de complément")
    INTERNAL = "internal", _("note interne")
