"""Narrowing the list of requests."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.core.models import matching
from ensemblier.councils.models import Council
from ensemblier.fund.enums import AWAITING_REPORT, FUNDED, WAITING, RequestState
from ensemblier.fund.models import FundRequest, Round

TO_READ, TO_DECIDE, FINANCED, LATE, TO_CHECK = (
    "a-lire",
    "a-decider",
    "financees",
    "retard",
    "bilans",
)


class RequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[
            (TO_READ, _("à lire ou à compléter")),
            (TO_DECIDE, _("recevables, à décider")),
            (FINANCED, _("financées")),
            (TO_CHECK, _("bilans à vérifier")),
            (LATE, _("bilans en retard")),
            *[(state.value, state.label) for state in RequestState],
        ],
        empty_label=_("tous"),
    )
    campagne = django_filters.ChoiceFilter(
        label=_("campagne"), field_name="round", empty_label=_("toutes")
    )
    conseil = django_filters.ChoiceFilter(
        label=_("conseil"), field_name="council", empty_label=_("tous")
    )
    contrat = django_filters.ChoiceFilter(
        label=_("contrat"), field_name="contract", empty_label=_("tous")
    )

    class Meta:
        model = FundRequest
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The rounds, councils and contracts offered are those of the rows that one sees."""
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by()
        rounds = Round.objects.filter(pk__in=seen.values("round")).order_by("-opens_at")
        councils = Council.objects.filter(pk__in=seen.values("council")).order_by("name")
        contracts = Contract.objects.filter(pk__in=seen.values("contract")).order_by("name")
        self.filters["campagne"].extra["choices"] = rounds.values_list("pk", "title")
        self.filters["conseil"].extra["choices"] = councils.values_list("pk", "name")
        self.filters["contrat"].extra["choices"] = contracts.values_list("pk", "name")

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(matching(value))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        groups: dict[str, dict[str, Any]] = {
            TO_READ: {"state__in": WAITING},
            TO_DECIDE: {"state": RequestState.ELIGIBLE},
            FINANCED: {"state__in": FUNDED},
            TO_CHECK: {"state": RequestState.REPORTED},
            LATE: {"state__in": AWAITING_REPORT, "report_due_on__lt": today},
        }
        return rows.filter(**groups.get(value, {"state": value}))
