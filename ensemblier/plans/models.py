"""A plan is a tree whose levels it names itself; its published versions do not change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.files.models import StoredFile
from ensemblier.plans.enums import (
    IndicatorKind,
    PlanKind,
    Priority,
    SpecificationKind,
    SuccessionKind,
    VersionState,
)
from ensemblier.plans.immutability import VersionContent
from ensemblier.territories.models import Area

SHORT_TITLE_LENGTH = 60


class Plan(OfContract):
    """The contract's plan, a projet de quartier, or the wider projet de territoire.

    `level_names` lists the names of its levels in the singular, root first:
    ["pilier", "orientation stratégique", "objectif opérationnel", "action"].
    """

    kind = models.CharField(_("sorte"), max_length=20, choices=PlanKind.choices)
    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom dans l’adresse"), max_length=80)
    area = models.ForeignKey(
        Area,
        verbose_name=_("quartier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
    )
    level_names = models.JSONField(_("noms des niveaux"), default=list)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["contract", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "slug"], name="plans_plan_slug_once"),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.NEIGHBOURHOOD) | Q(area__isnull=False),
                name="plans_plan_neighbourhood_area",
                violation_error_message=_("Un projet de quartier dit de quel quartier il parle."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:plan", args=[self.contract.slug, self.slug])


class PlanVersion(OfContract):
    """One state of the tree. At most one draft per plan; a published version is immutable."""

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("intitulé"), max_length=150, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    effective_on = models.DateField(_("en vigueur depuis le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("publiée par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    based_on = models.ForeignKey(
        "self",
        verbose_name=_("part de la version"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
    )
    source_name = models.CharField(_("document d’origine"), max_length=255, blank=True)
    # Grows with every edit of a draft, so that two editors never overwrite each other unseen.
    edition = models.PositiveIntegerField(_("édition"), default=0)
    # What an import could not place, each {"kind", "text", "line", "code"}: settled before
    # the version is published.
    pending: Any = models.JSONField(_("reste à régler"), default=list, blank=True)

    class Meta:
        verbose_name = _("version du plan")
        verbose_name_plural = _("versions du plan")
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=VersionState.DRAFT),
                name="plans_version_one_draft",
                violation_error_message=_("Une version est déjà en préparation."),
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT)
                | Q(published_at__isnull=False, effective_on__isnull=False),
                name="plans_version_published_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title or _("version %(number)s") % {"number": self.number}

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class Theme(OfContract):
    """What a node is about, through all versions: figures hang on it and follow."""

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="themes"
    )

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")

    def __str__(self) -> str:
        return str(self.pk)


class Node(VersionContent, Searchable, OfContract):
    """A place in the tree of a version.

    `path` is the ranks from the root, four digits each, joined by «.»: it sorts the tree and
    selects a branch by prefix. `level` counts from 0.
    """

    version_lookup = "version"

    # Set by `queries.version_tree`, which knows the whole tree.
    subnodes: list[Node]
    parent_node: Node | None
    level_name: str

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="nodes"
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("thème"), on_delete=models.PROTECT, related_name="nodes"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("dans"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField(max_length=60, editable=False)
    level = models.PositiveSmallIntegerField(_("niveau"), editable=False)
    code = models.CharField(_("code"), max_length=30, blank=True)
    title = models.TextField(_("titre complet"))
    short_title = models.CharField(_("titre court"), max_length=SHORT_TITLE_LENGTH)
    description = models.TextField(_("explication"), blank=True)
    priority = models.CharField(_("priorité"), max_length=15, choices=Priority.choices, blank=True)
    is_outside_call = models.BooleanField(_("hors appel à projets"), default=False)
    areas = models.ManyToManyField(
        Area, verbose_name=_("territoires concernés"), blank=True, related_name="nodes"
    )

    class Meta:
        verbose_name = _("élément du plan")
        verbose_name_plural = _("éléments du plan")
        ordering = ["version", "path"]
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="plans_node_path_once"),
            models.UniqueConstraint(fields=["version", "theme"], name="plans_node_theme_once"),
            models.UniqueConstraint(
                fields=["version", "code"],
                condition=~Q(code=""),
                name="plans_node_code_once",
                violation_error_message=_("Ce code est déjà pris dans cette version."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=0) | Q(parent__isnull=False, level__gt=0),
                name="plans_node_level_of_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_title}".strip()

    def search_parts(self) -> tuple[object, ...]:
        return (self.code, self.short_title, self.title, self.description)


class Specification(VersionContent):
    """An item of what is asked of those who act, or a scheme to draw on first."""

    node = models.ForeignKey(
        Node, verbose_name=_("élément"), on_delete=models.CASCADE, related_name="specifications"
    )
    kind = models.CharField(
        _("sorte"),
        max_length=15,
        choices=SpecificationKind.choices,
        default=SpecificationKind.REQUIREMENT,
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    text = models.TextField(_("texte"))

    class Meta:
        verbose_name = _("point du cahier des charges")
        verbose_name_plural = _("points du cahier des charges")
        ordering = ["node", "kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class PlannedIndicator(VersionContent):
    """An indicator as the plan words it. What is measured against it lives in `indicators`."""

    node = models.ForeignKey(
        Node, verbose_name=_("élément"), on_delete=models.CASCADE, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    label = models.TextField(_("libellé"))
    kind = models.CharField(
        _("sorte"),
        max_length=15,
        choices=IndicatorKind.choices,
        default=IndicatorKind.QUANTITATIVE,
    )
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    breakdowns = models.JSONField(_("ventilations"), default=list, blank=True)

    class Meta:
        verbose_name = _("indicateur du plan")
        verbose_name_plural = _("indicateurs du plan")
        ordering = ["node", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class NodeReference(VersionContent):
    """«cf. 1.1.3»: from a node to another of the same version."""

    node = models.ForeignKey(
        Node, verbose_name=_("élément"), on_delete=models.CASCADE, related_name="references"
    )
    target = models.ForeignKey(
        Node, verbose_name=_("voir"), on_delete=models.CASCADE, related_name="referenced_by"
    )

    class Meta:
        verbose_name = _("renvoi")
        verbose_name_plural = _("renvois")
        constraints = [
            models.UniqueConstraint(fields=["node", "target"], name="plans_reference_once")
        ]

    def __str__(self) -> str:
        return f"cf. {self.target.code}"


class Alignment(OfContract):
    """Two themes of different plans that serve the same end. Kept on themes: survives versions."""

    source = models.ForeignKey(
        Theme, verbose_name=_("thème"), on_delete=models.CASCADE, related_name="aligned_to"
    )
    target = models.ForeignKey(
        Theme, verbose_name=_("aligné avec"), on_delete=models.CASCADE, related_name="aligned_from"
    )
    note = models.CharField(_("en quoi"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("alignement")
        verbose_name_plural = _("alignements")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="plans_alignment_once"),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="plans_alignment_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.target}"


class Succession(OfContract):
    """What became of a node of a version in the version that revises it.

    `target` is empty for what was dropped. A merge has several rows with one target,
    a split several rows with one source.
    """

    source = models.ForeignKey(
        Node, verbose_name=_("avant"), on_delete=models.CASCADE, related_name="successors"
    )
    target = models.ForeignKey(
        Node,
        verbose_name=_("après"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    kind = models.CharField(_("ce qui change"), max_length=10, choices=SuccessionKind.choices)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="plans_succession_once"),
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.DROPPED, target__isnull=True)
                | (~Q(kind=SuccessionKind.DROPPED) & Q(target__isnull=False)),
                name="plans_succession_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.get_kind_display()}"


class DraftEdit(OfContract):
    """One edit of a draft and how to take it back. Gone when the draft is published."""

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="edits"
    )
    edition = models.PositiveIntegerField(_("édition"))
    summary = models.CharField(_("ce qui a changé"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("le"))
    # Rows as they were, by table: {"restore": {table: [row]}, "remove": {table: [pk]}}.
    inverse: Any = models.JSONField(_("retour en arrière"))
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("modification d’une version en préparation")
        verbose_name_plural = _("modifications d’une version en préparation")
        ordering = ["version", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["version", "edition"], name="plans_edit_edition_once")
        ]

    def __str__(self) -> str:
        return self.summary


class PlanImport(OfContract):
    """A document read and shown, waiting for a person to save it or let it go.

    `parsed` is `ParsedPlan.as_dict()`, corrected on the preview screen. `plan` is the plan
    that it updates; empty, it makes a new one.
    """

    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan mis à jour"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
    )

    name = models.CharField(_("nom du plan"), max_length=200)
    kind = models.CharField(
        _("sorte"), max_length=20, choices=PlanKind.choices, default=PlanKind.CONTRACT
    )
    area = models.ForeignKey(
        Area, verbose_name=_("quartier"), on_delete=models.PROTECT, null=True, blank=True
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    parsed: Any = models.JSONField(_("ce qui a été lu"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("déposé le"))
    saved_as = models.ForeignKey(
        PlanVersion,
        verbose_name=_("enregistré comme"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("import de plan")
        verbose_name_plural = _("imports de plan")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
