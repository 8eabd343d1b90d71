"""What is thought of an application before it is decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Application
from ensemblier.appraisal.enums import OPINION_TONES, CheckResult, OpinionSource, OpinionValue
from ensemblier.calls.models import Call, ChecklistItem
from ensemblier.contracts.models import OfContract
from ensemblier.councils.models import Consultation, Council
from ensemblier.governance.models import Session
from ensemblier.organizations.models import Organization


class Assignment(OfContract):
    """Who in the team follows an application."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("instructeur"),
        on_delete=models.CASCADE,
        related_name="assignments",
    )
    assigned_at = models.DateTimeField(_("confié le"))

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"],
                name="appraisal_assignment_once",
                violation_error_message=_("Ce dossier est déjà confié à cette personne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.user}"


class Check(models.Model):
    """What was found for a point of the call's checklist."""

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="checks"
    )
    item = models.ForeignKey(
        ChecklistItem,
        verbose_name=_("point à vérifier"),
        on_delete=models.CASCADE,
        related_name="checks",
    )
    result = models.CharField(_("résultat"), max_length=15, choices=CheckResult.choices)
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vérifié par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("vérifié le"))

    class Meta:
        verbose_name = _("vérification")
        verbose_name_plural = _("vérifications")
        ordering = ["application", "item"]
        constraints = [
            models.UniqueConstraint(fields=["application", "item"], name="appraisal_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} – {self.get_result_display()}"


class Opinion(OfContract):
    """Asked of a funder, a service or a council; empty until given.

    `edition` grows with each change, so that two colleagues never overwrite each other unseen.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="opinions"
    )
    source = models.CharField(_("donné par"), max_length=10, choices=OpinionSource.choices)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
    )
    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil citoyen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
    )
    value = models.CharField(_("avis"), max_length=15, choices=OpinionValue.choices, blank=True)
    amount_cents = models.PositiveBigIntegerField(_("montant conseillé"), null=True, blank=True)
    comment = models.TextField(_("commentaire"), blank=True)
    edition = models.PositiveIntegerField(_("édition"), default=0)
    asked_at = models.DateTimeField(_("demandé le"))
    due_on = models.DateField(_("attendu pour le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("relancé le"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("donné par la personne"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    given_at = models.DateTimeField(_("donné le"), null=True, blank=True)

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["application", "source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organization"],
                condition=Q(organization__isnull=False),
                name="appraisal_opinion_organization_once",
            ),
            models.UniqueConstraint(
                fields=["application", "council"],
                condition=Q(council__isnull=False),
                name="appraisal_opinion_council_once",
            ),
            models.CheckConstraint(
                condition=Q(source=OpinionSource.COUNCIL, council__isnull=False)
                & Q(organization__isnull=True)
                | ~Q(source=OpinionSource.COUNCIL)
                & Q(organization__isnull=False, council__isnull=True),
                name="appraisal_opinion_one_author",
            ),
            models.CheckConstraint(
                condition=Q(value="", given_at__isnull=True)
                | ~Q(value="") & Q(given_at__isnull=False),
                name="appraisal_opinion_given_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} – {self.get_value_display() or _('attendu')}"

    @property
    def author(self) -> Organization | Council:
        return self.council or self.organization  # type: ignore[return-value]  # one is, by constraint

    @property
    def tone(self) -> str:
        return OPINION_TONES.get(OpinionValue(self.value), "plain") if self.value else "plain"


class Recusal(OfContract):
    """A person who has a stake in an organization stays out of its applications to a call."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="recusals"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="recusals",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="recusals",
    )
    reason = models.CharField(_("motif"), max_length=300)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déclaré par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    declared_at = models.DateTimeField(_("déclaré le"))

    class Meta:
        verbose_name = _("déport")
        verbose_name_plural = _("déports")
        ordering = ["call", "user", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "user", "organization"],
                name="appraisal_recusal_once",
                violation_error_message=_("Ce déport est déjà déclaré."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organization}"


class SheetNote(OfContract):
    """An application on the agenda of a session, and the minutes of what was said of it."""

    # Set by `queries.sessions.agenda_of`.
    asked_cents: int | None

    session = models.ForeignKey(
        Session, verbose_name=_("séance"), on_delete=models.CASCADE, related_name="sheet_notes"
    )
    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="sheet_notes",
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    text = models.TextField(_("ce qui s’est dit"), blank=True)
    edition = models.PositiveIntegerField(_("édition"), default=0)
    examined_at = models.DateTimeField(_("examiné le"), null=True, blank=True)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        ordering = ["session", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "application"],
                name="appraisal_note_once",
                violation_error_message=_("Ce dossier est déjà à l’ordre du jour."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.application}"


class ConsultationSubject(OfContract):
    """The call or the application that a council is consulted about."""

    consultation = models.OneToOneField(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="subject",
    )
    call = models.ForeignKey(
        Call,
        verbose_name=_("appel"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="consultation_subjects",
    )
    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="consultation_subjects",
    )

    class Meta:
        verbose_name = _("sujet d’une consultation")
        verbose_name_plural = _("sujets des consultations")
        ordering = ["consultation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(call__isnull=False, application__isnull=True)
                | Q(call__isnull=True, application__isnull=False),
                name="appraisal_consultation_one_subject",
            )
        ]

    def __str__(self) -> str:
        return str(self.application or self.call)
