"""Narrowing the lists of agreements, payments and recoveries."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Application
from ensemblier.calls.models import Call
from ensemblier.calls.queries import calls_seen_by
from ensemblier.core.models import matching
from ensemblier.funding.enums import AgreementState
from ensemblier.funding.models import Agreement, Payment, Recovery
from ensemblier.organizations.models import Organization

LATE, EXPECTED, MADE = "retard", "attendus", "faits"
OWED, BACK = "a-rendre", "rendus"


def calls_of(request: Any) -> QuerySet[Call]:
    return calls_seen_by(request.user).order_by("-year", "name", "pk")


def funders_of(request: Any) -> QuerySet[Organization]:
    rows = Organization.objects.filter(envelopes__call__in=calls_seen_by(request.user))
    return rows.distinct().order_by("name", "pk")


class MoneyFilter(django_filters.FilterSet):
    """`prefix` is the path to the request of a row, `application` that to its application."""

    application = "award__request__application"
    funder = "award__request__funder"

    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    appel = django_filters.ModelChoiceFilter(
        label=_("appel"), queryset=calls_of, method="of_call", empty_label=_("tous")
    )
    financeur = django_filters.ModelChoiceFilter(
        label=_("financeur"), queryset=funders_of, method="of_funder", empty_label=_("tous")
    )

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = Application.objects.filter(matching(value))
        return rows.filter(**{f"{self.application}__in": found.values("pk")})

    def of_call(self, rows: QuerySet[Any], name: str, value: Call) -> QuerySet[Any]:
        return rows.filter(**{f"{self.application}__call": value})

    def of_funder(self, rows: QuerySet[Any], name: str, value: Organization) -> QuerySet[Any]:
        return rows.filter(**{self.funder: value})


class AgreementFilter(MoneyFilter):
    application = "application"
    funder = "funder"

    etat = django_filters.ChoiceFilter(
        label=_("état"),
        field_name="state",
        choices=AgreementState.choices,
        empty_label=_("tous"),
    )

    class Meta:
        model = Agreement
        fields: list[str] = []


class PaymentFilter(MoneyFilter):
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[(LATE, _("en retard")), (EXPECTED, _("attendus")), (MADE, _("faits"))],
        empty_label=_("tous"),
    )

    class Meta:
        model = Payment
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        states = {
            LATE: Q(made_on=None, expected_on__lt=timezone.localdate()),
            EXPECTED: Q(made_on=None),
            MADE: Q(made_on__isnull=False),
        }
        return rows.filter(states[value])


class RecoveryFilter(MoneyFilter):
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        method="in_state",
        choices=[(OWED, _("à rendre")), (BACK, _("rendus"))],
        empty_label=_("tous"),
    )

    class Meta:
        model = Recovery
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        owed = Q(received_cents__lt=F("amount_cents"))
        return rows.filter(owed if value == OWED else ~owed)
