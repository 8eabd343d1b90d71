"""An organization's file, kept once and reused everywhere."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import HeldRole
from ensemblier.core.models import Searchable, period_constraint
from ensemblier.files.models import PreparedImport, StoredFile
from ensemblier.organizations.enums import DocumentKind, JoinState, MembershipRole, OrganizationKind
from ensemblier.organizations.identifiers import (
    spaced_siret,
    validate_postcode,
    validate_rna,
    validate_siren,
    validate_siret,
)
from ensemblier.territories.models import Area


class Organization(Searchable):
    """Without SIRET it may exist and may not be paid."""

    kind = models.CharField(_("sorte"), max_length=20, choices=OrganizationKind.choices)
    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle ou nom court"), max_length=60, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[validate_siren])
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[validate_siret])
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True, validators=[validate_rna])
    purpose = models.TextField(_("objet"), blank=True)
    street = models.CharField(_("adresse"), max_length=250, blank=True)
    postcode = models.CharField(
        _("code postal"), max_length=5, blank=True, validators=[validate_postcode]
    )
    commune = models.ForeignKey(
        Area,
        verbose_name=_("commune"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        limit_choices_to={"kind": "commune"},
    )
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    website = models.URLField(_("site internet"), blank=True)
    is_active = models.BooleanField(_("en activité"), default=True)
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)
    # A merged duplicate keeps its number, so that old addresses and the trail still lead somewhere.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réunie à"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_duplicates",
    )
    is_invented = models.BooleanField(_("inventée pour la démonstration"), default=False)

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organizations_siret_once",
                violation_error_message=_("Une structure porte déjà ce SIRET."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="organizations_rna_once",
                violation_error_message=_("Une structure porte déjà ce numéro RNA."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siren="") | Q(siret__startswith=models.F("siren")),
                name="organizations_siret_of_siren",
                violation_error_message=_("Le SIRET ne commence pas par ce SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_active=False, siret="", rna=""),
                name="organizations_merged_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.short_name, self.siret, self.siren, self.rna)

    def get_absolute_url(self) -> str:
        return reverse("organizations:detail", args=[self.pk])

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def printed_siret(self) -> str:
        return spaced_siret(self.siret)

    @property
    def printed_siren(self) -> str:
        return spaced_siret(self.siren)

    @property
    def can_be_paid(self) -> bool:
        return bool(self.siret)


class Membership(HeldRole):
    """A person's place in an organization."""

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("fonction"), max_length=20, choices=MembershipRole.choices)
    title = models.CharField(_("intitulé"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("appartenance à une structure")
        verbose_name_plural = _("appartenances à une structure")
        ordering = ["organization", "role", "pk"]
        constraints = [period_constraint("organizations_membership_period")]

    def __str__(self) -> str:
        return f"{self.user} – {self.title or self.get_role_display()}"


class JoinRequest(models.Model):
    """A person who asks for a place in an organization.

    Who opens the file of an organization that nobody knew enters it at once: the request is
    then provisional until the team has checked who they are.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    role = models.CharField(_("fonction"), max_length=20, choices=MembershipRole.choices)
    title = models.CharField(_("intitulé"), max_length=150, blank=True)
    words = models.TextField(_("message"), blank=True, max_length=2000)
    state = models.CharField(
        _("état"), max_length=20, choices=JoinState.choices, default=JoinState.PENDING
    )
    asked_at = models.DateTimeField(_("demandé le"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidé par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True, max_length=2000)
    membership = models.ForeignKey(
        Membership,
        verbose_name=_("place obtenue"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="join_requests",
    )

    class Meta:
        verbose_name = _("demande pour rejoindre une structure")
        verbose_name_plural = _("demandes pour rejoindre une structure")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=Q(state__in=["pending", "provisional"]),
                name="organizations_join_request_once",
                violation_error_message=_("Vous avez déjà demandé à rejoindre cette structure."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organization}"

    @property
    def function(self) -> str:
        return self.title or self.get_role_display()


class OrganizationDocument(models.Model):
    """A paper of the file, with the dates between which it is good."""

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="documents",
    )
    kind = models.CharField(_("sorte"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("titre"), max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(_("valable depuis le"))
    valid_to = models.DateField(_("valable jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("document d’une structure")
        verbose_name_plural = _("documents d’une structure")
        ordering = ["organization", "kind", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="organizations_document_period",
                violation_error_message=_("La date de fin précède la date de début."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def is_outdated_on(self, day: datetime.date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    @property
    def outdated_since(self) -> datetime.date | None:
        """The first day on which it is no longer good."""
        return self.valid_to + datetime.timedelta(days=1) if self.valid_to else None


class MappedImport(PreparedImport):
    """`mapping` is the person's own {field: column} where the names of columns were not enough."""

    mapping = models.JSONField(_("colonnes choisies"), default=dict)

    class Meta(PreparedImport.Meta):
        abstract = True


class OrganizationImport(MappedImport):
    """A list of organizations."""

    class Meta(MappedImport.Meta):
        verbose_name = _("import de structures")
        verbose_name_plural = _("imports de structures")
