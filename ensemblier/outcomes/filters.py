"""Narrowing the list of reports."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Application
from ensemblier.contracts.models import Contract
from ensemblier.core.models import matching
from ensemblier.outcomes.enums import AWAITED, ReportState
from ensemblier.outcomes.models import Report

EXPECTED, LATE, TO_READ = "attendus", "retard", "a-lire"
TO_COMPLETE, ACCEPTED = "a-completer", "acceptes"


class ReportFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[
            (EXPECTED, _("attendus")),
            (LATE, _("en retard")),
            (TO_COMPLETE, _("à compléter")),
            (TO_READ, _("reçus, à lire")),
            (ACCEPTED, _("acceptés")),
        ],
        empty_label=_("tous"),
    )
    annee = django_filters.ChoiceFilter(
        label=_("année"), field_name="application__year", empty_label=_("toutes")
    )
    contrat = django_filters.ChoiceFilter(
        label=_("contrat"), field_name="contract", empty_label=_("tous")
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The years and contracts offered are those of the rows that the person sees."""
        super().__init__(*args, **kwargs)
        seen = self.queryset
        years = seen.order_by("-application__year").values_list("application__year", flat=True)
        contracts = Contract.objects.filter(pk__in=seen.order_by().values("contract"))
        self.filters["annee"].extra["choices"] = [(year, year) for year in years.distinct()]
        self.filters["contrat"].extra["choices"] = contracts.values_list("pk", "name")

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(application__in=Application.objects.filter(matching(value)).values("pk"))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        wanted = {
            EXPECTED: Q(state__in=AWAITED, due_on__gte=today),
            LATE: Q(state__in=AWAITED, due_on__lt=today),
            TO_COMPLETE: Q(state=ReportState.TO_COMPLETE),
            TO_READ: Q(state=ReportState.SUBMITTED),
            ACCEPTED: Q(state=ReportState.ACCEPTED),
        }
        return rows.filter(wanted[value])
