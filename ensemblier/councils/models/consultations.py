"""What a council is asked, with which papers, until when, and what it answered."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.deadlines import days_left, is_over, value_that_counts
from ensemblier.councils.enums import (
    OPINION_TONES,
    ConsultationState,
    Matter,
    OpinionValue,
    Silence,
)
from ensemblier.councils.models.councils import Council, Mandate
from ensemblier.files.models import StoredFile

WITHOUT_OPINION = Q(value="", given_at__isnull=True, is_late=False)


class Consultation(OfContract):
    """One council asked about one thing. What it is about, when it is a call or an application,
    is said by a room above: `title` names it in all cases.

    `silence` and `rule_source` are what the table of rules said when it was prepared.
    """

    council = models.ForeignKey(
        Council, verbose_name=_("conseil"), on_delete=models.CASCADE, related_name="consultations"
    )
    matter = models.CharField(_("sujet"), max_length=15, choices=Matter.choices)
    title = models.CharField(_("titre"), max_length=250)
    question = models.TextField(_("ce qui est demandé"))
    due_on = models.DateField(_("dernier jour pour répondre"))
    shorter_reason = models.CharField(_("pourquoi moins de temps"), max_length=300, blank=True)
    silence = models.CharField(_("ce que dit le silence"), max_length=10, choices=Silence.choices)
    rule_source = models.CharField(_("source de la règle"), max_length=200, blank=True)
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=ConsultationState.choices,
        default=ConsultationState.DRAFT,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("préparée par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("préparée le"))
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    told_at = models.DateTimeField(_("rappelée le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi annulée"), max_length=300, blank=True)
    value = models.CharField(_("avis"), max_length=15, choices=OpinionValue.choices, blank=True)
    text = models.TextField(_("texte de l’avis"), blank=True)
    met_on = models.DateField(_("réunion du"), null=True, blank=True)
    present = models.ManyToManyField(
        Mandate, verbose_name=_("membres présents"), blank=True, related_name="consultations"
    )
    others_present = models.PositiveSmallIntegerField(_("autres personnes présentes"), default=0)
    minutes = models.ForeignKey(
        StoredFile,
        verbose_name=_("compte rendu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("donné par la personne"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    given_at = models.DateTimeField(_("donné le"), null=True, blank=True)
    is_late = models.BooleanField(_("tardif"), default=False)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-due_on", "council", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConsultationState.DRAFT, sent_at__isnull=True)
                | ~Q(state=ConsultationState.DRAFT) & Q(sent_at__isnull=False),
                name="councils_consultation_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsultationState.ANSWERED, given_at__isnull=False) & ~Q(value="")
                | ~Q(state=ConsultationState.ANSWERED) & WITHOUT_OPINION,
                name="councils_consultation_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state=ConsultationState.ANSWERED),
                name="councils_consultation_published_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.council}"

    @property
    def tone(self) -> str:
        return OPINION_TONES[OpinionValue(self.value)] if self.value else "plain"

    def days_left(self, today: datetime.date) -> int:
        return days_left(self.due_on, today)

    def counts_as(self, today: datetime.date) -> str:
        """The `OpinionValue` that those who decide count, silence included."""
        if self.state in (ConsultationState.DRAFT, ConsultationState.CANCELLED):
            return ""
        return value_that_counts(
            self.value,
            is_late=self.is_late,
            is_over=is_over(self.due_on, today),
            silence=self.silence,
        )

    @property
    def given_on(self) -> datetime.date | None:
        return timezone.localdate(self.given_at) if self.given_at else None


class ConsultationPaper(models.Model):
    """A paper to read. One file may be a paper of several consultations."""

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="papers",
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField(_("titre"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("papier à lire")
        verbose_name_plural = _("papiers à lire")
        ordering = ["consultation", "pk"]

    def __str__(self) -> str:
        return self.label or self.file.name


class ConsultationRecusal(models.Model):
    """A member with a stake: not told, not counted as present, does not answer."""

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="recusals",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="consultation_recusals",
    )
    reason = models.CharField(_("motif"), max_length=300)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déclaré par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    declared_at = models.DateTimeField(_("déclaré le"))

    class Meta:
        verbose_name = _("déport d’une consultation")
        verbose_name_plural = _("déports des consultations")
        ordering = ["consultation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"],
                name="councils_consultation_recusal_once",
                violation_error_message=_("Ce déport est déjà déclaré."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
