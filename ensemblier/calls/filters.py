"""Narrowing the lists of calls."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.calls.enums import Standing
from ensemblier.calls.models import Call
from ensemblier.calls.queries import standing_is
from ensemblier.core.models import matching


class CallFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    annee = django_filters.NumberFilter(label=_("année"), field_name="year")
    etat = django_filters.ChoiceFilter(
        label=_("état"), method="that_stand", choices=Standing.choices, empty_label=_("tous")
    )

    class Meta:
        model = Call
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(matching(value))

    def that_stand(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(standing_is(value, timezone.now()))


class PublicCallFilter(CallFilter):
    """What everyone may look for: drafts are not there."""

    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="that_stand",
        choices=[
            choice
            for choice in Standing.choices
            if choice[0] in {Standing.COMING, Standing.OPEN, Standing.CLOSED}
        ],
        empty_label=_("tous"),
    )
