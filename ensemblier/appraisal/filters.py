"""Narrowing the list of what is to be appraised."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import RECEIVED, ApplicationState
from ensemblier.applications.exchange import team_of
from ensemblier.applications.models import Application, ApplicationArea, ApplicationNode
from ensemblier.appraisal.models import Assignment
from ensemblier.appraisal.queries.committees import committees_of, examined_by, received_of
from ensemblier.calls.models import Call
from ensemblier.core.models import matching
from ensemblier.councils.enums import ConsultationState, Matter
from ensemblier.councils.models import Consultation, Council
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Session
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area

ME, NOBODY = "moi", "personne"


class AppraisalFilter(django_filters.FilterSet):
    """Over `queries.listing.applications_to_appraise`, whose annotations it reads."""

    q = django_filters.CharFilter(label=_("mots"), method="with_words")
    etat = django_filters.ChoiceFilter(
        label=_("état"),
        field_name="state",
        choices=[(state.value, state.label) for state in RECEIVED],
        empty_label=_("tous"),
    )
    comite = django_filters.ChoiceFilter(
        label=_("comité"), method="of_committee", empty_label=_("tous")
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("élément du plan"),
        queryset=Node.objects.none(),
        method="under_node",
        empty_label=_("tous"),
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("territoire"),
        queryset=Area.objects.none(),
        method="in_area",
        empty_label=_("tous"),
    )
    suivi = django_filters.ChoiceFilter(
        label=_("suivi par"), method="followed_by", empty_label=_("tout le monde")
    )
    avis = django_filters.ChoiceFilter(
        label=_("avis"),
        method="with_opinions",
        choices=[
            ("a-donner", _("que je dois donner")),
            ("manquants", _("manquants")),
            ("complets", _("tous reçus")),
        ],
        empty_label=_("tous"),
    )
    retard = django_filters.ChoiceFilter(
        label=_("retard"),
        method="that_is_late",
        choices=[("avis", _("avis en retard")), ("complement", _("complément en retard"))],
        empty_label=_("avec ou sans"),
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, call: Call, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, self.user = call, user
        self.committees = committees_of(call)
        self._set("comite", choices=[(one.pk, str(one)) for one in self.committees])
        self._set(
            "suivi",
            choices=[
                (ME, _("moi")),
                (NOBODY, _("personne")),
                *((str(one.pk), str(one)) for one in team_of(call.contract_id) if one != user),
            ],
        )
        answered = ApplicationNode.objects.filter(application__call=call)
        nodes = Node.objects.filter(version=call.plan_version_id)
        self._set("theme", queryset=_with_ancestors(nodes, answered))
        areas = ApplicationArea.objects.filter(application__call=call)
        self._set("quartier", queryset=Area.objects.filter(pk__in=areas.values("area")))

    def _set(self, name: str, **extra: Any) -> None:
        self.filters[name].extra.update(extra)
        if "queryset" in extra:
            self.filters[name].queryset = extra["queryset"]

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(matching(value))

    def of_committee(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        examined = examined_by(self.call, received_of(self.call), self.committees)
        return rows.filter(pk__in=[pk for pk, one in examined.items() if str(one.pk) == value])

    def under_node(self, rows: QuerySet[Any], name: str, value: Node) -> QuerySet[Any]:
        under = Q(path=value.path) | Q(path__startswith=f"{value.path}.")
        branch = Node.objects.filter(under, version=value.version_id)
        return rows.filter(
            Exists(
                ApplicationNode.objects.filter(
                    application=OuterRef("pk"), theme__in=branch.values("theme")
                )
            )
        )

    def in_area(self, rows: QuerySet[Any], name: str, value: Area) -> QuerySet[Any]:
        return rows.filter(
            Exists(ApplicationArea.objects.filter(application=OuterRef("pk"), area=value))
        )

    def followed_by(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        followed = Assignment.objects.filter(application=OuterRef("pk"))
        if value == NOBODY:
            return rows.filter(~Exists(followed))
        person = self.user.pk if value == ME else int(value)
        return rows.filter(Exists(followed.filter(user=person)))

    def with_opinions(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "a-donner":
            return rows.filter(awaits_me=True, is_recused=False)
        if value == "manquants":
            return rows.filter(given_count__lt=F("asked_count"))
        return rows.filter(asked_count__gt=0, given_count=F("asked_count"))

    def that_is_late(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "avis":
            return rows.filter(late_count__gt=0)
        return rows.filter(
            state=ApplicationState.TO_COMPLETE, completion_due_on__lt=timezone.localdate()
        )


class SessionFilter(django_filters.FilterSet):
    """Over `queries.sessions.sessions_seen_by`."""

    q = django_filters.CharFilter(label=_("instance ou lieu"), method="with_words")
    etat = django_filters.ChoiceFilter(
        label=_("état"), field_name="state", choices=SessionState.choices, empty_label=_("tous")
    )

    class Meta:
        model = Session
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(body__name__icontains=value) | Q(place__icontains=value))


def _with_ancestors(nodes: QuerySet[Node], answered: QuerySet[ApplicationNode]) -> QuerySet[Node]:
    """The elements that applications answer, and those above them."""
    paths = set()
    for path in nodes.filter(theme__in=answered.values("theme")).values_list("path", flat=True):
        parts = path.split(".")
        paths |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return nodes.filter(path__in=paths).order_by("path")


class ConsultationFilter(django_filters.FilterSet):
    """Over `queries.consultations.consultations_seen_by`."""

    etat = django_filters.ChoiceFilter(
        label=_("état"),
        field_name="state",
        choices=ConsultationState.choices,
        empty_label=_("tous"),
    )
    sujet = django_filters.ChoiceFilter(
        label=_("sujet"), field_name="matter", choices=Matter.choices, empty_label=_("tous")
    )
    conseil = django_filters.ModelChoiceFilter(
        label=_("conseil"),
        field_name="council",
        queryset=Council.objects.none(),
        empty_label=_("tous"),
    )
    appel = django_filters.ModelChoiceFilter(
        label=_("appel"),
        field_name="subject__call",
        queryset=Call.objects.none(),
        empty_label=_("tous"),
    )

    class Meta:
        model = Consultation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by()
        councils = Council.objects.filter(pk__in=seen.values("council"))
        self.filters["conseil"].queryset = councils.order_by("name")
        calls = Call.objects.filter(pk__in=seen.values("subject__call"))
        self.filters["appel"].queryset = calls.order_by("-year", "name")
