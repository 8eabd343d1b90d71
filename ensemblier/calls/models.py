"""A call opens a year of the plan: themes, areas, envelopes, rules, questions, committees."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.calls.enums import CallState, QuestionKind, RuleCode
from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.files.models import StoredFile
from ensemblier.governance.models import Body
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import Organization
from ensemblier.plans.models import Node, PlanVersion, Theme
from ensemblier.territories.models import Area


class Call(Searchable, OfContract):
    """An appel à projets. Whether it is open is read from the clock, not from its state."""

    plan_version = models.ForeignKey(
        PlanVersion,
        verbose_name=_("version du plan"),
        on_delete=models.PROTECT,
        related_name="calls",
    )
    year = models.PositiveSmallIntegerField(_("année des actions"))
    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom dans l’adresse"), max_length=80)
    state = models.CharField(
        _("état"), max_length=10, choices=CallState.choices, default=CallState.DRAFT
    )
    summary = models.TextField(_("en quelques mots"), blank=True)
    eligibility = models.TextField(_("qui peut demander"), blank=True)
    contact = models.TextField(_("à qui poser ses questions"), blank=True)
    # HTML cleaned by core.richtext.
    framing_note = models.TextField(_("note de cadrage"), blank=True)
    opens_at = models.DateTimeField(_("ouvre le"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ferme le"), null=True, blank=True)
    opinions_due_on = models.DateField(_("avis attendus pour le"), null=True, blank=True)
    decided_on = models.DateField(_("réponse attendue le"), null=True, blank=True)
    actions_start_on = models.DateField(_("actions à partir du"))
    actions_end_on = models.DateField(_("actions jusqu’au"))
    allows_multiyear = models.BooleanField(_("accepte les demandes sur trois ans"), default=False)
    areas = models.ManyToManyField(
        Area, verbose_name=_("territoires"), blank=True, related_name="calls"
    )
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("copié de"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
    )
    # What a copy asks the team to look at again: names of fields and sections.
    needs_review: Any = models.JSONField(_("à relire"), default=list, blank=True)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("appel à projets")
        verbose_name_plural = _("appels à projets")
        ordering = ["contract", "-year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "slug"],
                name="calls_call_slug_once",
                violation_error_message=_("Un appel de ce contrat porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="calls_call_dates",
                violation_error_message=_("L’appel ferme avant d’ouvrir."),
            ),
            models.CheckConstraint(
                condition=Q(actions_end_on__gte=F("actions_start_on")),
                name="calls_call_actions_period",
                violation_error_message=_("Les actions finissent avant de commencer."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.PUBLISHED)
                | Q(opens_at__isnull=False, closes_at__isnull=False, published_at__isnull=False),
                name="calls_call_published_dates",
            ),
        ]
        # Those that are open now, among all the calls of all the years.
        indexes = [models.Index(fields=["state", "closes_at"], name="calls_call_open")]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.summary, self.year)

    def get_absolute_url(self) -> str:
        return reverse("portal:call", args=[self.contract.slug, self.slug])

    @property
    def is_public(self) -> bool:
        return self.state != CallState.DRAFT and self.contract.is_public


class CallTheme(models.Model):
    """A theme that the call opens, through its node in the call's version of the plan."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="themes"
    )
    node = models.ForeignKey(
        Node, verbose_name=_("élément du plan"), on_delete=models.PROTECT, related_name="calls"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("thème"), on_delete=models.PROTECT, related_name="calls"
    )

    class Meta:
        verbose_name = _("thème ouvert")
        verbose_name_plural = _("thèmes ouverts")
        ordering = ["call", "node__path"]
        constraints = [models.UniqueConstraint(fields=["call", "theme"], name="calls_theme_once")]

    def __str__(self) -> str:
        return str(self.node)


class Envelope(OfContract):
    """What a funder puts into a call, on one budget line; money in cents.

    `committed_cents` is the sum of what is granted on it. `funding` keeps it in the transaction
    that grants, so that the database itself refuses to spend more than there is.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="envelopes"
    )
    funder = models.ForeignKey(
        Organization,
        verbose_name=_("financeur"),
        on_delete=models.PROTECT,
        related_name="envelopes",
    )
    budget_line = models.CharField(_("ligne budgétaire"), max_length=120)
    amount_cents = models.PositiveBigIntegerField(_("montant"))
    committed_cents = models.PositiveBigIntegerField(_("accordé"), default=0, editable=False)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("enveloppe")
        verbose_name_plural = _("enveloppes")
        ordering = ["call", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "funder", "budget_line"],
                name="calls_envelope_once",
                violation_error_message=_("Ce financeur a déjà une enveloppe sur cette ligne."),
            ),
            models.CheckConstraint(
                condition=Q(committed_cents__lte=F("amount_cents")),
                name="calls_envelope_not_overspent",
                violation_error_message=_("L’enveloppe serait dépassée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder.label} – {self.budget_line}"

    @property
    def remaining_cents(self) -> int:
        return self.amount_cents - self.committed_cents


class Rule(models.Model):
    """A figure that the call holds to, with where it comes from and since when."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="rules"
    )
    code = models.CharField(_("règle"), max_length=40, choices=RuleCode.choices)
    value = models.PositiveBigIntegerField(_("valeur"))
    source = models.CharField(_("source"), max_length=250, blank=True)
    as_of = models.DateField(_("à la date du"), null=True, blank=True)

    class Meta:
        verbose_name = _("règle")
        verbose_name_plural = _("règles")
        ordering = ["call", "code"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="calls_rule_once")]

    def __str__(self) -> str:
        return self.get_code_display()


class Question(models.Model):
    """Asked of every applicant beyond the form. `options` are the choices, in order."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="questions"
    )
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)
    kind = models.CharField(_("sorte de réponse"), max_length=10, choices=QuestionKind.choices)
    label = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("aide"), max_length=300, blank=True)
    options: Any = models.JSONField(_("choix proposés"), default=list, blank=True)
    is_required = models.BooleanField(_("réponse obligatoire"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["call", "rank", "pk"]

    def __str__(self) -> str:
        return self.label


class WantedAttachment(models.Model):
    """A paper to join. One with a `document_kind` is taken from the organization's file."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="wanted_attachments"
    )
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)
    label = models.CharField(_("pièce"), max_length=200)
    help_text = models.CharField(_("aide"), max_length=300, blank=True)
    document_kind = models.CharField(
        _("pièce du dossier de la structure"),
        max_length=20,
        choices=DocumentKind.choices,
        blank=True,
    )
    template = models.ForeignKey(
        StoredFile,
        verbose_name=_("modèle à remplir"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_required = models.BooleanField(_("obligatoire"), default=True)

    class Meta:
        verbose_name = _("pièce demandée")
        verbose_name_plural = _("pièces demandées")
        ordering = ["call", "rank", "pk"]

    def __str__(self) -> str:
        return self.label


class ChecklistItem(models.Model):
    """What the team checks in each application."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="checklist"
    )
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)
    label = models.CharField(_("point à vérifier"), max_length=250)

    class Meta:
        verbose_name = _("point à vérifier")
        verbose_name_plural = _("points à vérifier")
        ordering = ["call", "rank", "pk"]

    def __str__(self) -> str:
        return self.label


class Committee(OfContract):
    """A body that examines a part of a call: by theme, by area, or both. Empty means all."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="committees"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("instance"), on_delete=models.PROTECT, related_name="committees"
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("thèmes"), blank=True, related_name="committees"
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("territoires"), blank=True, related_name="committees"
    )
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("comité de l’appel")
        verbose_name_plural = _("comités de l’appel")
        ordering = ["call", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "body"],
                name="calls_committee_once",
                violation_error_message=_("Cette instance examine déjà cet appel."),
            )
        ]

    def __str__(self) -> str:
        return str(self.body)


class CallDate(models.Model):
    """A date of the call's calendar beyond those of the call itself."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="dates"
    )
    title = models.CharField(_("étape"), max_length=200)
    day = models.DateField(_("le"))
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        verbose_name = _("date de l’appel")
        verbose_name_plural = _("dates de l’appel")
        ordering = ["call", "day", "pk"]

    def __str__(self) -> str:
        return self.title


class Grace(models.Model):
    """More time for one organization, and why."""

    call = models.ForeignKey(
        Call, verbose_name=_("appel"), on_delete=models.CASCADE, related_name="graces"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="graces"
    )
    until = models.DateTimeField(_("jusqu’au"))
    reason = models.CharField(_("motif"), max_length=300)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accordé par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField(_("accordé le"))

    class Meta:
        verbose_name = _("délai accordé")
        verbose_name_plural = _("délais accordés")
        ordering = ["call", "-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "organization"], name="calls_grace_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.until:%d/%m/%Y %H:%M}"
