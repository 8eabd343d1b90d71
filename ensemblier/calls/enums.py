"""Closed lists of the calls."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    PUBLISHED = "published", _("publié")
    ARCHIVED = "archived", _("archivé")


class Standing(models.TextChoices):
    """Where a call stands at an instant: its state and its dates together."""

    DRAFT = "preparation", _("en préparation")
    COMING = "a-venir", _("à venir")
    OPEN = "ouvert", _("ouvert")
    CLOSED = "ferme", _("fermé")
    ARCHIVED = "archive", _("archivé")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("texte court")
    LONG_TEXT = "long_text", _("texte long")
    NUMBER = "number", _("nombre")
    AMOUNT = "amount", _("montant en euros")
    DATE = "date", _("date")
    YES_NO = "yes_no", _("oui ou non")
    CHOICE = "choice", _("un choix dans une liste")
    CHOICES = "choices", _("plusieurs choix dans une liste")
    FILE = "file", _("fichier")


class RuleCode(models.TextChoices):
    """Figures of the law or of the contract, kept as rows of `Rule`; the unit is in the name."""

    AGREEMENT_THRESHOLD_CENTS = (
        "agreement_threshold_cents",
        _("convention obligatoire au-dessus de (par financeur et par an)"),
    )
    REPORT_MONTHS = "report_months", _("bilan dû, en mois après la fin de l’exercice")
    MIN_QPV_PERCENT = "min_qpv_percent", _("part du public venant des QPV, au moins (%)")
    MAX_SUBSIDY_PERCENT = "max_subsidy_percent", _("part des subventions dans le coût, au plus (%)")
    MIN_REQUEST_CENTS = "min_request_cents", _("demande à un financeur, au moins")
    MAX_REQUEST_CENTS = "max_request_cents", _("demande à un financeur, au plus")
    ADVANCE_PERCENT = "advance_percent", _("avance versée à la signature (%)")
    VARIANCE_PERCENT = "variance_percent", _("écart à expliquer dans le bilan (%)")
    OPINION_DAYS = "opinion_days", _("délai pour donner un avis (jours)")


class Section(models.TextChoices):
    """The steps in which a call is prepared."""

    PRESENTATION = "presentation", _("Présentation")
    THEMES = "themes", _("Thèmes du plan")
    AREAS = "areas", _("Territoires")
    ENVELOPES = "envelopes", _("Enveloppes")
    CALENDAR = "calendar", _("Calendrier")
    NOTE = "note", _("Note de cadrage")
    QUESTIONS = "questions", _("Questions")
    ATTACHMENTS = "attachments", _("Pièces à joindre")
    RULES = "rules", _("Règles")
    COMMITTEES = "committees", _("Comités")
    CHECKLIST = "checklist", _("Points à vérifier")
