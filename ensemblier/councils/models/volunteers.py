"""People who offer themselves through the public form."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import OfContract
from ensemblier.councils.enums import College, Sex, VolunteerState
from ensemblier.councils.models.councils import Council, Mandate
from ensemblier.territories.models import Area


class Volunteer(OfContract):
    """Kept for a year at most: see the register of personal data. A row without e-mail nor
    phone cannot exist: nobody could answer."""

    council = models.ForeignKey(
        Council,
        verbose_name=_("conseil"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="volunteers",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("quartier"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    full_name = models.CharField(_("nom et prénom"), max_length=150)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)
    sex = models.CharField(_("sexe"), max_length=6, choices=Sex.choices, blank=True)
    college = models.CharField(
        _("au titre de"), max_length=10, choices=College.choices, default=College.RESIDENTS
    )
    message = models.TextField(_("message"), blank=True)
    consented_at = models.DateTimeField(_("accord donné le"))
    state = models.CharField(
        _("réponse"),
        max_length=10,
        choices=VolunteerState.choices,
        default=VolunteerState.RECEIVED,
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("répondu par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
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
        verbose_name = _("volontaire")
        verbose_name_plural = _("volontaires")
        ordering = ["contract", "-consented_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email="", phone=""),
                name="councils_volunteer_reachable",
                violation_error_message=_(
                    "Donnez une adresse électronique ou un téléphone, pour qu’on vous réponde."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.full_name
