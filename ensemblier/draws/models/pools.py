"""Who may be drawn: lists from several sources, put together, deleted on a day set at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Searchable
from ensemblier.draws.enums import Exclusion, Origin, PairReason, PairState, Purpose, Sex
from ensemblier.organizations.models import MappedImport


class Pool(OfContract):
    """`ages_on` is the day on which ages are counted; names go on `delete_on`."""

    name = models.CharField(_("nom"), max_length=150)
    purpose = models.CharField(_("pour composer"), max_length=10, choices=Purpose.choices)
    ages_on = models.DateField(_("âges comptés au"))
    minimum_age = models.PositiveSmallIntegerField(_("âge minimum"), default=16)
    delete_on = models.DateField(_("noms effacés le"))
    sender = models.CharField(_("qui écrit aux personnes"), max_length=200)
    contact = models.TextField(_("où répondre, où exercer ses droits"), max_length=1000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créé par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("créé le"))
    erased_at = models.DateTimeField(_("noms effacés le"), null=True, blank=True)
    # Counts by category, kept once names are gone.
    remains = models.JSONField(_("ce qui reste"), default=dict, blank=True)

    class Meta:
        verbose_name = _("vivier")
        verbose_name_plural = _("viviers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "name"],
                name="draws_pool_once",
                violation_error_message=_("Un vivier de ce contrat porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(delete_on__gt=F("ages_on")),
                name="draws_pool_delete_after",
                violation_error_message=_("Les noms s’effacent après le tirage, pas avant."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PoolList(OfContract, MappedImport):
    """One list as a source gave it. Once applied, its rows are entrants."""

    pool = models.ForeignKey(
        Pool, verbose_name=_("vivier"), on_delete=models.CASCADE, related_name="lists"
    )
    origin = models.CharField(_("source"), max_length=12, choices=Origin.choices)
    name = models.CharField(_("nom de la liste"), max_length=150)
    notice = models.TextField(_("ce que la lettre en dit"), max_length=1000)
    row_count = models.PositiveIntegerField(_("lignes retenues"), default=0)
    refused_count = models.PositiveIntegerField(_("lignes refusées"), default=0)
    merged_count = models.PositiveIntegerField(_("doublons certains"), default=0)

    class Meta(MappedImport.Meta):
        verbose_name = _("liste d’un vivier")
        verbose_name_plural = _("listes d’un vivier")

    def __str__(self) -> str:
        return self.name


class RememberedColumns(OfContract):
    """The columns chosen last time for a list with these headers."""

    headers_digest = models.CharField(_("empreinte des en-têtes"), max_length=64)
    mapping: Any = models.JSONField(_("colonnes choisies"), default=dict)
    used_at = models.DateTimeField(_("servi le"))

    class Meta:
        verbose_name = _("colonnes d’une liste")
        verbose_name_plural = _("colonnes des listes")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "headers_digest"], name="draws_columns_once"
            )
        ]

    def __str__(self) -> str:
        return self.headers_digest


class Entrant(Searchable, OfContract):
    """A person of a pool. `code` is the secret of their letter, and of their fingerprint."""

    pool = models.ForeignKey(
        Pool, verbose_name=_("vivier"), on_delete=models.CASCADE, related_name="entrants"
    )
    last_name = models.CharField(_("nom"), max_length=120)
    first_name = models.CharField(_("prénom"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"))
    born_on = models.DateField(_("né ou née le"), null=True, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex.choices, blank=True)
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    postcode = models.CharField(_("code postal"), max_length=10, blank=True)
    city = models.CharField(_("commune"), max_length=120, blank=True)
    neighborhood = models.CharField(_("quartier"), max_length=120, blank=True)
    # {title: value} of the columns that no field of ours holds.
    others: Any = models.JSONField(_("autres catégories"), default=dict, blank=True)
    name_key = models.CharField(_("nom comparé"), max_length=250, editable=False)
    address_key = models.CharField(_("adresse comparée"), max_length=400, editable=False)
    code = models.CharField(_("code de la lettre"), max_length=60)
    exclusion = models.CharField(
        _("exclusion"), max_length=10, choices=Exclusion.choices, blank=True
    )
    exclusion_words = models.CharField(_("précision"), max_length=200, blank=True)
    is_volunteer = models.BooleanField(_("volontaire"), default=False)
    # Found to be the same person as another row: that row stands for both.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réunie à"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
    )

    class Meta:
        verbose_name = _("personne d’un vivier")
        verbose_name_plural = _("personnes d’un vivier")
        ordering = ["pool", "name_key", "pk"]
        indexes = [models.Index(fields=["pool", "name_key"], name="draws_entrant_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["pool", "code"], name="draws_entrant_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def search_parts(self) -> tuple[object, ...]:
        return (self.last_name, self.first_name, self.address, self.city)

    @property
    def place(self) -> str:
        """«3 rue des Lilas, 30100 Alès»."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.address, town) if part)


class Listing(OfContract):
    """A person on a list: somebody found on three lists keeps the three."""

    entrant = models.ForeignKey(
        Entrant, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="listings"
    )
    list = models.ForeignKey(
        PoolList, verbose_name=_("liste"), on_delete=models.CASCADE, related_name="listings"
    )
    line = models.PositiveIntegerField(_("ligne"))

    class Meta:
        verbose_name = _("inscription sur une liste")
        verbose_name_plural = _("inscriptions sur une liste")
        ordering = ["list", "line", "pk"]

    def __str__(self) -> str:
        return f"{self.list}, {self.line}"


class Pair(OfContract):
    """Two rows that may be one person: somebody looks and says."""

    pool = models.ForeignKey(
        Pool, verbose_name=_("vivier"), on_delete=models.CASCADE, related_name="pairs"
    )
    first = models.ForeignKey(
        Entrant, verbose_name=_("première"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Entrant, verbose_name=_("seconde"), on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("pourquoi"), max_length=10, choices=PairReason.choices)
    likeness = models.PositiveSmallIntegerField(_("ressemblance"))
    state = models.CharField(
        _("état"), max_length=8, choices=PairState.choices, default=PairState.OPEN
    )
    # What a merge wrote in `first`, by name, to be taken back with it.
    filled: Any = models.JSONField(_("champs repris"), default=list, blank=True)

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        ordering = ["-likeness", "pk"]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="draws_pair_once")]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
