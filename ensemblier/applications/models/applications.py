"""What is asked: the action, its application of a year, where and for what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import ApplicationState, GrantNature
from ensemblier.calls.models import Call, Question, WantedAttachment
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable, once_even_without
from ensemblier.files.models import StoredFile
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.plans.models import Node, Theme
from ensemblier.territories.models import Area

ALL_OF_IT = 10_000  # shares are kept in ten-thousandths


class Action(Searchable, OfContract):
    """Something an organization does; one identity through all its years."""

    bearer = models.ForeignKey(
        Organization, verbose_name=_("porteur"), on_delete=models.PROTECT, related_name="actions"
    )
    number = models.PositiveIntegerField(_("numéro"))
    name = models.CharField(_("nom de l’action"), max_length=200)
    is_invented = models.BooleanField(_("inventée pour la démonstration"), default=False)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"], name="applications_action_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.bearer.name, self.bearer.short_name)


class Series(OfContract):
    """The three years of one multi-year request, which stay together."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, related_name="series"
    )
    first_year = models.PositiveSmallIntegerField(_("première année"))
    years = models.PositiveSmallIntegerField(_("nombre d’années"), default=3)

    class Meta:
        verbose_name = _("demande pluriannuelle")
        verbose_name_plural = _("demandes pluriannuelles")
        ordering = ["action", "first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "first_year"], name="applications_series_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.first_year}-{self.first_year + self.years - 1}"


class Application(Searchable, OfContract):
    """What an action asks for one year.

    `edition` grows with every save, and `field_editions` says at which edition each field was
    last written, and by whom ({key: [edition, user]}), so that two people never overwrite each
    other unseen. The later years of a
    series have no call until that year's opens.
    """

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, related_name="applications"
    )
    call = models.ForeignKey(
        Call,
        verbose_name=_("appel"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
    )
    year = models.PositiveSmallIntegerField(_("année"))
    series = models.ForeignKey(
        Series,
        verbose_name=_("demande pluriannuelle"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
    )
    series_rank = models.PositiveSmallIntegerField(_("année de la demande"), default=1)
    reference = models.CharField(_("référence"), max_length=30)
    state = models.CharField(
        _("état"),
        max_length=15,
        choices=ApplicationState.choices,
        default=ApplicationState.DRAFT,
    )
    nature = models.CharField(
        _("fréquence"), max_length=10, choices=GrantNature.choices, default=GrantNature.FIRST
    )
    edition = models.PositiveIntegerField(_("édition"), default=0)
    field_editions: Any = models.JSONField(_("éditions des champs"), default=dict, blank=True)

    title = models.CharField(_("intitulé"), max_length=200)
    objectives = models.TextField(_("objectifs"), blank=True)
    needs = models.TextField(_("à quel besoin cela répond"), blank=True)
    description = models.TextField(_("description"), blank=True)
    public_summary = models.TextField(_("résumé pour le public"), blank=True)
    beneficiaries = models.TextField(_("public visé"), blank=True)
    place = models.TextField(_("lieux"), blank=True)
    means = models.TextField(_("moyens matériels et humains"), blank=True)
    evaluation = models.TextField(_("comment l’action sera évaluée"), blank=True)
    indirect_costs_rule = models.TextField(_("répartition des charges indirectes"), blank=True)
    starts_on = models.DateField(_("commence le"), null=True, blank=True)
    ends_on = models.DateField(_("finit le"), null=True, blank=True)
    volunteers = models.PositiveIntegerField(_("bénévoles"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("salariés"), null=True, blank=True)
    full_time_equivalents = models.DecimalField(
        _("équivalents temps plein"), max_digits=6, decimal_places=2, null=True, blank=True
    )

    # The attestations of section 7: who says so, as what, and that they may.
    attested_by = models.CharField(_("atteste"), max_length=150, blank=True)
    attested_as = models.CharField(_("en qualité de"), max_length=150, blank=True)
    attests_accuracy = models.BooleanField(_("informations exactes"), default=False)
    attests_duties = models.BooleanField(_("à jour des obligations"), default=False)
    attests_cer = models.BooleanField(_("contrat d’engagement républicain"), default=False)

    renewed_from = models.ForeignKey(
        "self",
        verbose_name=_("renouvelle"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
    )
    # What a renewal carried over and asks to be looked at again: names of fields and sections.
    needs_review: Any = models.JSONField(_("à relire"), default=list, blank=True)
    # Given by the page that starts it: pressing the button twice starts one application.
    client_token = models.UUIDField(_("jeton de la page"), null=True, blank=True, unique=True)
    is_assisted = models.BooleanField(_("saisi par l’équipe"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créé par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("créé le"))
    saved_at = models.DateTimeField(_("enregistré le"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    completion_due_on = models.DateField(_("à compléter avant le"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["contract", "-year", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "year"],
                name="applications_application_once_a_year",
                violation_error_message=_("Cette action a déjà un dossier pour cette année."),
            ),
            models.UniqueConstraint(
                fields=["contract", "reference"], name="applications_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="applications_application_period",
                violation_error_message=_("L’action finit avant de commencer."),
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT)
                | Q(state=ApplicationState.WITHDRAWN)
                | Q(submitted_at__isnull=False),
                name="applications_submitted_when",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="applications_call_state"),
            models.Index(fields=["state", "contract"], name="applications_state_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def search_parts(self) -> tuple[object, ...]:
        bearer = self.action.bearer
        return (self.reference, self.title, bearer.name, bearer.short_name)

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])


class ApplicationNode(models.Model):
    """A theme of the call that the application answers, one of them first."""

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="nodes"
    )
    node = models.ForeignKey(
        Node, verbose_name=_("élément du plan"), on_delete=models.PROTECT, related_name="answers"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("thème"), on_delete=models.PROTECT, related_name="answers"
    )
    is_main = models.BooleanField(_("principal"), default=False)

    class Meta:
        verbose_name = _("thème du dossier")
        verbose_name_plural = _("thèmes du dossier")
        ordering = ["application", "-is_main", "node__path"]
        constraints = [
            models.UniqueConstraint(fields=["application", "theme"], name="applications_node_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_main=True),
                name="applications_one_main_node",
                violation_error_message=_("Un seul thème est principal."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.node)


class ApplicationArea(models.Model):
    """The share of the people who live there, in ten-thousandths; they sum to all of it.

    Without an area: people from elsewhere.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="areas"
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="application_areas",
    )
    share = models.PositiveSmallIntegerField(_("part du public"))

    class Meta:
        verbose_name = _("territoire du dossier")
        verbose_name_plural = _("territoires du dossier")
        ordering = ["application", "-share", "pk"]
        constraints = [
            *once_even_without("application", optional=("area",), name="applications_area_once"),
            models.CheckConstraint(
                condition=Q(share__lte=ALL_OF_IT), name="applications_area_share"
            ),
        ]

    def __str__(self) -> str:
        return str(self.area) if self.area else str(_("ailleurs"))


class Answer(models.Model):
    """The answer to a question of the call; `value` has the type of the question's kind.

    Text, number (as text with a point), cents, ISO date, boolean, option or list of options;
    files are attachments.
    """

    application = models.ForeignKey(
        Application, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    value: Any = models.JSONField(_("réponse"), null=True)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["application", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="applications_answer_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.value)


class Attachment(models.Model):
    """A paper of the application: its own file, or one of the organization's documents."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    wanted = models.ForeignKey(
        WantedAttachment,
        verbose_name=_("pièce demandée"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    message = models.ForeignKey(
        "applications.Message",
        verbose_name=_("message"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
    )
    document = models.ForeignKey(
        OrganizationDocument,
        verbose_name=_("document de la structure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("fichier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ajouté par"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["application", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, document__isnull=True)
                | Q(file__isnull=True, document__isnull=False),
                name="applications_attachment_one_source",
            )
        ]

    def __str__(self) -> str:
        return str(self.file or self.document)


class JointApplicant(models.Model):
    """An organization that acts together with the bearer, and its agreement to it."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="joint_applicants",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="joint_applications",
    )
    part = models.TextField(_("ce qu’elle fait dans l’action"), blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accord donné par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("accord donné le"), null=True, blank=True)

    class Meta:
        verbose_name = _("co-porteur")
        verbose_name_plural = _("co-porteurs")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organization"],
                name="applications_joint_once",
                violation_error_message=_("Cette structure est déjà co-porteuse."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)
