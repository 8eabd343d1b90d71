"""Bodies, who sits in them, and their sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.core.models import Period, period_constraint
from ensemblier.governance.enums import BodyKind, SessionState
from ensemblier.organizations.models import Organization


class Body(OfContract):
    """A committee, a board or an assembly of the contract."""

    kind = models.CharField(_("sorte"), max_length=20, choices=BodyKind.choices)
    name = models.CharField(_("nom"), max_length=200)
    sessions_per_year = models.PositiveSmallIntegerField(
        _("séances par an, au moins"), null=True, blank=True
    )
    is_active = models.BooleanField(_("en activité"), default=True)

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering = ["contract", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "name"],
                name="governance_body_once",
                violation_error_message=_("Une instance de ce contrat porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Period):
    """A place in a body, held by an organization, a person, or a person for an organization."""

    body = models.ForeignKey(
        Body, verbose_name=_("instance"), on_delete=models.CASCADE, related_name="seats"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="seats",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("structure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
    )
    title = models.CharField(_("en qualité de"), max_length=150, blank=True)
    votes = models.BooleanField(_("a une voix"), default=True)
    chairs = models.BooleanField(_("préside"), default=False)

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering = ["body", "-chairs", "pk"]
        constraints = [
            period_constraint("governance_seat_period"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(organization__isnull=False),
                name="governance_seat_held",
                violation_error_message=_("Indiquez une personne ou une structure."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.organization)


class Session(OfContract):
    """One meeting of a body. What is on its agenda belongs to the rooms above."""

    body = models.ForeignKey(
        Body, verbose_name=_("instance"), on_delete=models.PROTECT, related_name="sessions"
    )
    starts_at = models.DateTimeField(_("commence le"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["-starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.body} {self.starts_at:%d/%m/%Y}"


class SessionAttendance(models.Model):
    """Who was there, for whom."""

    session = models.ForeignKey(
        Session, verbose_name=_("séance"), on_delete=models.CASCADE, related_name="attendances"
    )
    seat = models.ForeignKey(
        Seat,
        verbose_name=_("siège"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    name = models.CharField(_("nom"), max_length=150, blank=True)
    is_excused = models.BooleanField(_("excusé"), default=False)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"],
                condition=Q(seat__isnull=False),
                name="governance_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | ~Q(name=""), name="governance_attendance_named"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.seat)
