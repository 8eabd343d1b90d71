"""Narrowing the lists of this room."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.enums import DocumentKind
from ensemblier.contracts.models import Contract, ContractDocument, Signatory
from ensemblier.core.models import matching
from ensemblier.organizations.models import Organization
from ensemblier.territories.enums import Generation

YES, NO = "oui", "non"


class ContractFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    generation = django_filters.ChoiceFilter(
        label=_("génération"), choices=Generation.choices, empty_label=_("toutes")
    )
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[(YES, _("en cours")), (NO, _("terminés ou à venir"))],
        empty_label=_("tous"),
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(matching(value))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        running = Q(starts_on__lte=today, ends_on__gte=today)
        return rows.filter(running if value == YES else ~running)


class SignatoryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    signe = django_filters.ChoiceFilter(
        label=_("signature"),
        method="that_signed",
        choices=[(YES, _("datée")), (NO, _("sans date"))],
        empty_label=_("toutes"),
    )

    class Meta:
        model = Signatory
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            Q(organization__pk__in=_organizations(value)) | Q(title__icontains=value)
        )

    def that_signed(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(signed_on__isnull=value == NO)


def _organizations(words: str) -> QuerySet[Any]:
    return Organization.objects.filter(matching(words)).values("pk")


class DocumentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    sorte = django_filters.ChoiceFilter(
        label=_("sorte"), field_name="kind", choices=DocumentKind.choices, empty_label=_("toutes")
    )
    public = django_filters.ChoiceFilter(
        label=_("pour qui"),
        method="for_whom",
        choices=[(YES, _("public")), (NO, _("équipe"))],
        empty_label=_("tous"),
    )

    class Meta:
        model = ContractDocument
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(matching(value))

    def for_whom(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_public=value == YES)
