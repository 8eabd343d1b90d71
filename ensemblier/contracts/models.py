"""A contract and what hangs on it directly."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import HeldRole
from ensemblier.contracts.enums import AreaStanding, ContractRoleKind, DocumentKind
from ensemblier.core.models import Searchable, period_constraint
from ensemblier.files.models import StoredFile
from ensemblier.organizations.models import MappedImport, Organization
from ensemblier.territories.enums import Generation
from ensemblier.territories.models import Area


class Contract(Searchable):
    """A contrat de ville. `bearer` carries it in law, `manager` runs it every day."""

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("nom dans l’adresse"), max_length=80, unique=True)
    generation = models.CharField(_("génération"), max_length=4, choices=Generation.choices)
    bearer = models.ForeignKey(
        Organization,
        verbose_name=_("porté par"),
        on_delete=models.PROTECT,
        related_name="contracts_borne",
    )
    manager = models.ForeignKey(
        Organization,
        verbose_name=_("animé par"),
        on_delete=models.PROTECT,
        related_name="contracts_managed",
    )
    starts_on = models.DateField(_("commence le"))
    ends_on = models.DateField(_("finit le"))
    midterm_on = models.DateField(_("bilan à mi-parcours"), null=True, blank=True)
    summary = models.TextField(_("en quelques mots"), blank=True)
    is_public = models.BooleanField(_("visible sur le site public"), default=True)

    class Meta:
        verbose_name = _("contrat de ville")
        verbose_name_plural = _("contrats de ville")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")),
                name="contracts_contract_period",
                violation_error_message=_("Le contrat finit avant de commencer."),
            ),
            models.CheckConstraint(
                condition=Q(midterm_on__isnull=True)
                | Q(midterm_on__gt=models.F("starts_on"), midterm_on__lt=models.F("ends_on")),
                name="contracts_contract_midterm",
                violation_error_message=_("Le mi-parcours tombe hors du contrat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> tuple[object, ...]:
        return (self.name, self.summary)

    def get_absolute_url(self) -> str:
        return reverse("portal:contract", args=[self.slug])

    @property
    def contract_id(self) -> int:
        return self.pk


class OfContract(models.Model):
    """A row that belongs to one contract: the key by which data is shared out between machines."""

    contract = models.ForeignKey(
        Contract, verbose_name=_("contrat"), on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class ContractRole(HeldRole, OfContract):
    """What a person may do in a contract."""

    kind = models.CharField(_("droit"), max_length=20, choices=ContractRoleKind.choices)

    class Meta:
        verbose_name = _("rôle sur un contrat")
        verbose_name_plural = _("rôles sur un contrat")
        ordering = ["contract", "user", "pk"]
        constraints = [period_constraint("contracts_role_period")]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_kind_display()}"


class ContractArea(OfContract):
    """An area that the contract covers, and as what."""

    area = models.ForeignKey(
        Area, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="contract_areas"
    )
    standing = models.CharField(
        _("au titre de"),
        max_length=20,
        choices=AreaStanding.choices,
        default=AreaStanding.PRIORITY,
    )

    class Meta:
        verbose_name = _("territoire du contrat")
        verbose_name_plural = _("territoires du contrat")
        ordering = ["contract", "standing", "area__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "area"],
                name="contracts_area_once",
                violation_error_message=_("Ce territoire est déjà dans le contrat."),
            )
        ]

    def __str__(self) -> str:
        return str(self.area)


class Signatory(OfContract):
    """Who signed, for whom, under which deliberation. Functions are named, not persons."""

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    title = models.CharField(_("en qualité de"), max_length=200)
    deliberation = models.CharField(_("délibération"), max_length=200, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("signataire")
        verbose_name_plural = _("signataires")
        ordering = ["contract", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "organization"],
                name="contracts_signatory_once",
                violation_error_message=_("Cette structure est déjà signataire du contrat."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)


class Amendment(OfContract):
    """An avenant. One that moves the contract's end remembers the end that it replaced."""

    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("objet"), max_length=250)
    summary = models.TextField(_("ce qui change"), blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    new_end = models.DateField(_("nouvelle fin du contrat"), null=True, blank=True)
    previous_end = models.DateField(
        _("fin du contrat avant l’avenant"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("avenant")
        verbose_name_plural = _("avenants")
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"],
                name="contracts_amendment_once",
                violation_error_message=_("Un avenant du contrat porte déjà ce numéro."),
            ),
            models.CheckConstraint(
                condition=Q(new_end__isnull=True, previous_end__isnull=True)
                | Q(previous_end__isnull=False, new_end__gt=models.F("previous_end")),
                name="contracts_amendment_extends",
                violation_error_message=_(
                    "Un avenant repousse la fin du contrat, il ne l’avance pas."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContractDocument(Searchable, OfContract):
    """A paper that the contract publishes or keeps for its team."""

    kind = models.CharField(_("sorte"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("titre"), max_length=250)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("fichier"), on_delete=models.PROTECT, related_name="+"
    )
    dated = models.DateField(_("en date du"))
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        verbose_name = _("document du contrat")
        verbose_name_plural = _("documents du contrat")
        ordering = ["contract", "-dated", "-pk"]

    def __str__(self) -> str:
        return self.title

    def search_parts(self) -> tuple[object, ...]:
        return (self.title,)


class Milestone(OfContract):
    """A date of the contract's calendar."""

    title = models.CharField(_("étape"), max_length=200)
    due_on = models.DateField(_("prévue le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("étape du calendrier")
        verbose_name_plural = _("étapes du calendrier")
        ordering = ["contract", "due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class SignatoryImport(OfContract, MappedImport):
    """A list of signatories."""

    class Meta(MappedImport.Meta):
        verbose_name = _("import de signataires")
        verbose_name_plural = _("imports de signataires")

    def __str__(self) -> str:
        return self.file_name
