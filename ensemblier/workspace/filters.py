"""Finding a person."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import ContractRole
from ensemblier.core.models import matching

INSTALLATION, NONE = "installation", "none"
ROLES = [
    *ContractRoleKind.choices,
    (INSTALLATION, _("administration de l’installation")),
    (NONE, _("aucun droit")),
]


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Nom ou adresse"), method="with_words", widget=forms.TextInput()
    )
    role = django_filters.ChoiceFilter(
        label=_("Droit"), choices=ROLES, method="with_role", empty_label=_("tous")
    )
    active = django_filters.ChoiceFilter(
        label=_("Compte"),
        field_name="is_active",
        choices=[("True", _("actif")), ("False", _("désactivé"))],
        empty_label=_("tous"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def with_words(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        return rows.filter(matching(value))

    def with_role(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        if value == INSTALLATION:
            return rows.filter(is_superuser=True)
        held = ContractRole.objects.on(timezone.localdate()).filter(user=OuterRef("pk"))
        if value == NONE:
            return rows.filter(~Exists(held), is_superuser=False)
        return rows.filter(Exists(held.filter(kind=value)))
