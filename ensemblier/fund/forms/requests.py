"""The request in five questions, on a phone or for somebody who comes with a sheet of paper."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.core.http import do_in_form
from ensemblier.core.money import figure
from ensemblier.core.typography import euros
from ensemblier.councils.models import Council
from ensemblier.files.operations import check_file
from ensemblier.fund.enums import BearerKind, Channel, FileKind
from ensemblier.fund.models import FundRequest, Round
from ensemblier.fund.operations.files import accepted_as
from ensemblier.fund.operations.receiving import Cost, Who, check_costs, check_first_day
from ensemblier.organizations.models import Organization
from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from ensemblier.ui.forms import EurosField

COST_LINES = 5
REQUEST_VALUES = (
    *("title", "description", "starts_on", "ends_on", "place"),
    *("audience", "people", "asked_cents"),
)
# Phones offer the right keyboard; the sum of any request is far below this.
LARGEST_COST = 100_000_00


class WhatForm(forms.Form):
    """The action: what, when, where, how much, for whom."""

    title = forms.CharField(
        label=gettext_lazy("nom de l’action"),
        max_length=120,
        help_text=gettext_lazy("Par exemple\u00a0: «\u00a0Fête des voisins, bâtiment C\u00a0»."),
    )
    description = forms.CharField(
        label=gettext_lazy("qu’allez-vous faire\u00a0?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_on = forms.DateField(label=gettext_lazy("quel jour\u00a0?"))
    ends_on = forms.DateField(
        label=gettext_lazy("jusqu’au"),
        required=False,
        help_text=gettext_lazy("Seulement si l’action dure plus d’un jour."),
    )
    place = forms.CharField(
        label=gettext_lazy("à quel endroit\u00a0?"),
        max_length=200,
        help_text=gettext_lazy("Par exemple\u00a0: «\u00a0la cour, 12 rue des Mûriers\u00a0»."),
    )
    neighbourhood = forms.ChoiceField(
        label=gettext_lazy("dans quel quartier\u00a0?"), required=False
    )
    asked_cents = EurosField(
        label=gettext_lazy("combien demandez-vous au fonds\u00a0?"),
        largest=LARGEST_COST,
    )
    audience = forms.CharField(
        label=gettext_lazy("pour qui\u00a0?"),
        max_length=300,
        help_text=gettext_lazy(
            "Par exemple\u00a0: «\u00a0les enfants du quartier et leurs parents\u00a0»."
        ),
    )
    people = forms.IntegerField(
        label=gettext_lazy("combien de personnes attendez-vous\u00a0?"),
        min_value=1,
        max_value=100_000,
    )

    def __init__(
        self, *args: Any, round: Round, request: FundRequest | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            **(initial_of(request) if request else {}),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.round, self.request = round, request
        self.fields["asked_cents"].help_text = _("%(ceiling)s au plus pour une action.") % {
            "ceiling": euros(round.ceiling_cents)
        }
        self._add_costs()
        self._offer_neighbourhoods()

    def _add_costs(self) -> None:
        for rank in range(1, COST_LINES + 1):
            self.fields[f"cost_label_{rank}"] = forms.CharField(
                label=_("dépense %(rank)d") % {"rank": rank}, max_length=120, required=False
            )
            self.fields[f"cost_cents_{rank}"] = EurosField(
                label=_("prix %(rank)d (€)") % {"rank": rank},
                required=False,
                largest=LARGEST_COST,
            )

    def _offer_neighbourhoods(self) -> None:
        places = places_of(self.round)
        field: Any = self.fields["neighbourhood"]
        field.choices = [("", _("je ne sais pas")), *places]
        if not places:
            del self.fields["neighbourhood"]

    @property
    def cost_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        ranks = range(1, COST_LINES + 1)
        return [(self[f"cost_label_{rank}"], self[f"cost_cents_{rank}"]) for rank in ranks]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Le dernier jour vient avant le premier."))
        for rank in range(1, COST_LINES + 1):
            self._check_cost(cleaned, rank)
        self._check_rules(cleaned)
        if not self.errors and not self.costs:
            self.add_error("cost_label_1", _("Écrivez au moins une dépense et son prix."))
        return cleaned

    def _check_rules(self, cleaned: dict[str, Any]) -> None:
        """What the operation refuses, told together with what is malformed."""
        asked, first = cleaned.get("asked_cents"), cleaned.get("starts_on")
        source = self.request or self.round
        if asked and self.costs and not any(name.startswith("cost_") for name in self.errors):
            do_in_form(
                self,
                check_costs,
                ceiling_cents=source.ceiling_cents,
                asked_cents=asked,
                costs=self.costs,
            )
        if first:
            asked_at = self.request.received_at if self.request else None
            today = timezone.localdate(asked_at)
            do_in_form(self, check_first_day, round=self.round, first=first, today=today)

    def _check_cost(self, cleaned: dict[str, Any], rank: int) -> None:
        label, cents = cleaned.get(f"cost_label_{rank}"), cleaned.get(f"cost_cents_{rank}")
        if label and not cents and f"cost_cents_{rank}" not in self.errors:
            self.add_error(f"cost_cents_{rank}", _("Écrivez le prix de cette dépense."))
        if cents and not label:
            self.add_error(f"cost_label_{rank}", _("Dites ce que vous achetez à ce prix."))

    @property
    def costs(self) -> list[Cost]:
        found = self.cleaned_data
        pairs = [
            (found.get(f"cost_label_{rank}"), found.get(f"cost_cents_{rank}"))
            for rank in range(1, COST_LINES + 1)
        ]
        return [Cost(label, cents) for label, cents in pairs if label and cents]

    @property
    def values(self) -> dict[str, Any]:
        area = self.place_named[1]
        return {**{name: self.cleaned_data[name] for name in REQUEST_VALUES}, "area": area}

    @property
    def place_named(self) -> tuple[Council | None, Area | None]:
        """The council and the neighbourhood that the answer names."""
        answer = self.cleaned_data.get("neighbourhood") or ""
        kind, pk = answer[:1], answer[1:]
        if kind == "c":
            council = Council.objects.prefetch_related("areas").get(pk=pk)
            areas = list(council.areas.all())
            return council, areas[0] if len(areas) == 1 else None
        return None, Area.objects.get(pk=pk) if kind == "a" else None


def places_of(round: Round) -> list[tuple[str, str]]:
    """Councils by name, then the neighbourhoods of the contract that have none."""
    if round.fund.council_id:
        return []
    councils = Council.objects.filter(contract=round.contract_id, is_active=True)
    rows = list(councils.prefetch_related("areas").order_by("name"))
    taken = {area.pk for council in rows for area in council.areas.all()}
    alone = Area.objects.filter(Q(contract_areas__contract=round.contract_id)).exclude(pk__in=taken)
    return [
        *((f"c{council.pk}", council.name) for council in rows),
        *((f"a{area.pk}", area.name) for area in alone.order_by("name").distinct()),
    ]


def initial_of(request: FundRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(request, name) for name in REQUEST_VALUES}
    if request.council_id:
        initial["neighbourhood"] = f"c{request.council_id}"
    elif request.area_id:
        initial["neighbourhood"] = f"a{request.area_id}"
    for rank, line in enumerate(request.lines.all()[:COST_LINES], start=1):
        initial[f"cost_label_{rank}"] = line.label
        initial[f"cost_cents_{rank}"] = figure(line.planned_cents)
    return initial


class WhoForm(WhatForm):
    """The action and who asks for it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("vous êtes"), choices=BearerKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("votre nom, ou celui du groupe ou de l’association"), max_length=150
    )
    phone = forms.CharField(
        label=gettext_lazy("téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("adresse électronique"),
        required=False,
        help_text=gettext_lazy(
            "Le téléphone ou l’adresse\u00a0: un seul suffit pour vous répondre."
        ),
    )
    identifier = forms.CharField(
        label=gettext_lazy("numéro SIRET ou RNA de l’association"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Si c’est une association et si vous l’avez sous la main."),
    )
    file = forms.FileField(
        label=gettext_lazy("une photo"),
        required=False,
        help_text=gettext_lazy("Si vous voulez\u00a0: le lieu, une affiche, la fois d’avant."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and len(re.sub(r"[^0-9]", "", phone)) < 9:
            raise forms.ValidationError(_("Ce numéro est trop court\u00a0: vérifiez-le."))
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if photo := cleaned.get("file"):
            do_in_form(self, check_file, uploaded=photo, allowed=accepted_as(FileKind.PHOTO))
        return cleaned

    @property
    def who(self) -> Who:
        found = self.cleaned_data
        return Who(
            kind=found["kind"],
            name=found["name"],
            email=found["email"],
            phone=found["phone"],
            organization=self._organization(),
        )

    def _organization(self) -> Organization | None:
        if self.cleaned_data["kind"] != BearerKind.ASSOCIATION:
            return None
        number = re.sub(r"\s", "", self.cleaned_data["identifier"]).upper()
        rows = Organization.objects.filter(is_active=True)
        return rows.filter(Q(siret=number) | Q(rna=number)).first() if number else None


class PublicRequestForm(WhoForm):
    """Without an account. A box that people do not see stays empty; machines fill it in."""

    site = forms.CharField(
        label=gettext_lazy("Laissez cette case vide"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_site(self) -> str:
        if self.cleaned_data["site"]:
            raise forms.ValidationError(
                _("Laissez vide la case qui le demande, puis envoyez à nouveau.")
            )
        return ""


class AssistedRequestForm(WhoForm):
    """Entered by the team or a member of the council."""

    channel = forms.ChoiceField(
        label=gettext_lazy("comment la demande est arrivée"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.SCREEN],
    )


class EditRequestForm(WhatForm):
    """Corrected by the team, who may also say which objective of the plan it serves."""

    node = forms.ModelChoiceField(
        label=gettext_lazy("objectif du plan"), queryset=Node.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["node"]
        field.queryset = Node.objects.filter(
            contract=self.round.contract_id, version__state=VersionState.PUBLISHED
        ).order_by("version", "path")
        request = kwargs.get("request")
        self.initial.setdefault("node", request.node_id if request else None)

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "node": self.cleaned_data["node"]}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("votre code de suivi"),
        max_length=60,
        help_text=gettext_lazy("Il est sur votre reçu\u00a0: «\u00a0K7QM-3XPT-9DHW\u00a0»."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
