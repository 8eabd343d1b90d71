"""A draw: what is asked of it, what was computed, what was published, who came out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.models import Council, Mandate
from ensemblier.draws.enums import DRAW_TONES, Answer, Audience, Chance, DrawState
from ensemblier.draws.models.pools import Entrant, Pool


class Draw(OfContract):
    """`number` names it in its public address. `commitment` and `certificate` are the exact
    bytes that anyone checks, as text."""

    pool = models.ForeignKey(
        Pool, verbose_name=_("vivier"), on_delete=models.CASCADE, related_name="draws"
    )
    number = models.PositiveIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=150)
    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil à composer"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="draws",
    )
    # The draw whose people this one replaces; always the first one.
    replaced = models.ForeignKey(
        "self",
        verbose_name=_("tirage dont on remplace des personnes"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replacements",
    )
    audience = models.CharField(
        _("on tire parmi"), max_length=10, choices=Audience.choices, default=Audience.LISTS
    )
    neighborhood = models.CharField(_("seulement le quartier"), max_length=120, blank=True)
    seats = models.PositiveIntegerField(_("nombre de personnes à tirer"))
    alternates = models.PositiveSmallIntegerField(_("nombre de suppléants"), default=0)
    one_per_address = models.BooleanField(_("une seule personne par adresse"), default=True)
    age_bounds = models.CharField(
        _("tranches d’âge"), max_length=60, default="16, 26, 41, 61", blank=True
    )
    state = models.CharField(
        _("état"), max_length=10, choices=DrawState.choices, default=DrawState.PREPARED
    )
    created_at = models.DateTimeField(_("créé le"))
    # Bounds that could not be met, in words, before and after.
    relaxed: Any = models.JSONField(_("quotas assouplis"), default=list, blank=True)
    # What the computation found: a summary for the pages, the pool's own fingerprint.
    result: Any = models.JSONField(_("résultat du calcul"), default=dict, blank=True)
    computed_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    chance = models.CharField(
        _("d’où viennent les chiffres"), max_length=8, choices=Chance.choices, blank=True
    )
    chance_words = models.CharField(_("précision"), max_length=300, blank=True)
    ceremony_at = models.DateTimeField(_("tirage prévu le"), null=True, blank=True)
    place = models.CharField(_("lieu du tirage"), max_length=200, blank=True)
    commitment = models.TextField(_("engagement publié"), blank=True)
    fingerprint = models.CharField(_("empreinte de l’engagement"), max_length=64, blank=True)
    committed_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    digits = models.CharField(_("chiffres sortis"), max_length=3, blank=True)
    witnesses = models.TextField(_("témoins"), blank=True, max_length=2000)
    drawn_at = models.DateTimeField(_("tiré le"), null=True, blank=True)
    certificate = models.TextField(_("certificat"), blank=True)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancel_reason = models.TextField(_("raison de l’annulation"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("tirage au sort")
        verbose_name_plural = _("tirages au sort")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="draws_draw_number_once"),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="draws_draw_has_seats",
                violation_error_message=_("Tirez au moins une personne."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["committed", "drawn"], commitment=""),
                name="draws_draw_published_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state="drawn", digits=""),
                name="draws_draw_drawn_has_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """For everyone, once it is published."""
        return reverse("portal:draw", args=[self.contract.slug, self.number])

    @property
    def tone(self) -> str:
        return DRAW_TONES[DrawState(self.state)]


class Quota(OfContract):
    """How many of the people drawn have this value of this category."""

    draw = models.ForeignKey(
        Draw, verbose_name=_("tirage"), on_delete=models.CASCADE, related_name="quotas"
    )
    feature = models.CharField(_("catégorie"), max_length=100)
    value = models.CharField(_("valeur"), max_length=120)
    minimum = models.PositiveIntegerField(_("au moins"))
    maximum = models.PositiveIntegerField(_("au plus"))
    rank = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["draw", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "feature", "value"],
                name="draws_quota_once",
                violation_error_message=_("Cette valeur a déjà un quota."),
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")),
                name="draws_quota_order",
                violation_error_message=_("Le maximum est plus petit que le minimum."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feature}\u00a0: {self.value}"


class Ticket(OfContract):
    """A person's place in one draw. It outlives their name: the fingerprint stays."""

    draw = models.ForeignKey(
        Draw, verbose_name=_("tirage"), on_delete=models.CASCADE, related_name="tickets"
    )
    row = models.PositiveIntegerField(_("rang dans le vivier"))
    entrant = models.ForeignKey(
        Entrant,
        verbose_name=_("personne"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="tickets",
    )
    fingerprint = models.CharField(_("empreinte"), max_length=64)
    # With it the code of a letter finds its ticket, names erased or not.
    code_digest = models.CharField(_("empreinte du code"), max_length=64)
    profile = models.CharField(_("profil"), max_length=300)
    panels = models.PositiveSmallIntegerField(_("présences dans les 1 000 listes"))
    # Place among those drawn, from 1.
    rank = models.PositiveIntegerField(_("rang de sortie"), null=True, blank=True)
    # Place among the alternates, from 1.
    alternate_rank = models.PositiveIntegerField(_("rang de suppléant"), null=True, blank=True)
    stands_in_for = models.OneToOneField(
        "self",
        verbose_name=_("prend la place de"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="stand_in",
    )
    answer = models.CharField(_("réponse"), max_length=8, choices=Answer.choices, blank=True)
    answered_on = models.DateField(_("répondu le"), null=True, blank=True)
    # The replacement that was prepared for this person, who said no.
    left_in = models.ForeignKey(
        Draw,
        verbose_name=_("remplacée par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leaving",
    )
    mandate = models.ForeignKey(
        Mandate,
        verbose_name=_("mandat"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("billet")
        verbose_name_plural = _("billets")
        ordering = ["draw", "row"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "row"], name="draws_ticket_row_once"),
        ]
        indexes = [models.Index(fields=["code_digest"], name="draws_ticket_code")]

    # The profile as people say it, where a page asked for it: see `words.told`.
    words = ""

    def __str__(self) -> str:
        return f"{self.draw} – {self.row}"
