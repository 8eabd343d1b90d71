"""Finding an entry of the trail."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ensemblier.audit.models import Entry
from ensemblier.core.models import matching
from ensemblier.core.text import searchable


def rooms() -> list[tuple[str, str]]:
    """The rooms by the names people know; an action begins with its room's."""
    return [(room, str(apps.get_app_config(room).verbose_name)) for room in settings.ROOMS]


class EntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Mots"), method="with_words")
    person = django_filters.CharFilter(label=_("Personne"), method="by_person")
    room = django_filters.ChoiceFilter(
        label=_("Sujet"), choices=rooms, method="about_room", empty_label=_("tous les sujets")
    )
    since = django_filters.DateFilter(
        label=_("Depuis le"), field_name="at", lookup_expr="date__gte", widget=forms.DateInput()
    )
    until = django_filters.DateFilter(
        label=_("Jusqu’au"), field_name="at", lookup_expr="date__lte", widget=forms.DateInput()
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Entry], _name: str, value: str) -> QuerySet[Entry]:
        return rows.filter(matching(value))

    def by_person(self, rows: QuerySet[Entry], _name: str, value: str) -> QuerySet[Entry]:
        for word in searchable(value).split():
            rows = rows.filter(actor__search_text__contains=word)
        return rows

    def about_room(self, rows: QuerySet[Entry], _name: str, value: str) -> QuerySet[Entry]:
        return rows.filter(action__startswith=f"{value}.")


def filtered(data: Any, rows: QuerySet[Entry]) -> EntryFilter:
    return EntryFilter(data or None, queryset=rows)
