"""Narrowing the list of organizations."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ensemblier.core.models import matching
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area

WITH, WITHOUT = "oui", "non"


def communes_with_organizations() -> QuerySet[Area]:
    return (
        Area.objects.filter(organizations__merged_into__isnull=True)
        .exclude(organizations=None)
        .distinct()
        .order_by("name", "pk")
    )


class OrganizationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    sorte = django_filters.ChoiceFilter(
        label=_("sorte"),
        field_name="kind",
        choices=OrganizationKind.choices,
        empty_label=_("toutes"),
    )
    commune = django_filters.ModelChoiceFilter(
        label=_("commune"),
        queryset=lambda request: communes_with_organizations(),
        empty_label=_("toutes"),
    )
    siret = django_filters.ChoiceFilter(
        label=_("SIRET"),
        method="with_siret",
        choices=[(WITH, _("avec SIRET")), (WITHOUT, _("sans SIRET"))],
        empty_label=_("avec ou sans"),
    )
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[(WITH, _("en activité")), (WITHOUT, _("fermées"))],
        empty_label=_("toutes"),
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def with_words(
        self, rows: QuerySet[Organization], name: str, value: str
    ) -> QuerySet[Organization]:
        digits = "".join(value.split())
        if digits.isdecimal():
            return rows.filter(Q(siret__startswith=digits) | Q(siren__startswith=digits))
        return rows.filter(matching(value))

    def with_siret(
        self, rows: QuerySet[Organization], name: str, value: str
    ) -> QuerySet[Organization]:
        return rows.exclude(siret="") if value == WITH else rows.filter(siret="")

    def in_state(
        self, rows: QuerySet[Organization], name: str, value: str
    ) -> QuerySet[Organization]:
        return rows.filter(is_active=value == WITH)
