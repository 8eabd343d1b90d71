"""People, and the base of every role."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.managers import UserManager
from ensemblier.core.models import Period, Searchable


class User(Searchable, AbstractBaseUser, PermissionsMixin):
    """A person. Without an address they are known to the team but cannot sign in.

    `is_superuser` is the administrator of the installation. Deactivated people keep
    their name in what they did and lose every right at once.
    """

    email = models.EmailField(_("adresse électronique"), unique=True, null=True, blank=True)
    full_name = models.CharField(_("nom et prénom"), max_length=150)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    language = models.CharField(
        _("langue"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("compte actif"), default=True)
    deactivated_at = models.DateTimeField(_("désactivé le"), null=True, blank=True)
    joined_at = models.DateTimeField(_("inscrit le"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["full_name", "pk"]

    def __str__(self) -> str:
        return self.full_name or self.email or ""

    def search_parts(self) -> tuple[object, ...]:
        return (self.full_name, self.email)

    def get_full_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        return self.is_superuser


class HeldRole(Period):
    """A role held somewhere, with dates. Each room adds the place it is held in.

    A delegated role names the role it comes from and falls with it.
    """

    user = models.ForeignKey(
        User, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="%(class)ss"
    )
    granted_by = models.ForeignKey(
        User,
        verbose_name=_("donné par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    delegated_from = models.ForeignKey(
        "self",
        verbose_name=_("délégué par"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
    )

    class Meta:
        abstract = True
