"""Narrowing the list of applications."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from ensemblier.core.models import matching


class ApplicationFilter(django_filters.FilterSet):
    """The choices of the call and of the year are those of the applications listed."""

    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    annee = django_filters.ChoiceFilter(
        label=_("année"), field_name="year", choices=(), empty_label=_("toutes")
    )
    appel = django_filters.ChoiceFilter(
        label=_("appel"), field_name="call", choices=(), empty_label=_("tous")
    )
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        field_name="state",
        choices=ApplicationState.choices,
        empty_label=_("tous"),
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.queryset.order_by()
        years = rows.values_list("year", flat=True).distinct().order_by("-year")
        calls = rows.exclude(call=None).values_list("call", "call__name", "call__year").distinct()
        self.filters["annee"].extra["choices"] = [(year, year) for year in years]
        self.filters["appel"].extra["choices"] = [
            (pk, name) for pk, name, _year in sorted(calls, key=lambda row: (-row[2], row[1]))
        ]

    def with_words(
        self, rows: QuerySet[Application], name: str, value: str
    ) -> QuerySet[Application]:
        return rows.filter(matching(value))
