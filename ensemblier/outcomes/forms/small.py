"""What people type about a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.funding.models import Award
from ensemblier.organizations.models import Organization
from ensemblier.outcomes.enums import ReportFileKind
from ensemblier.ui.forms import EurosField


class WaiverForm(forms.Form):
    contract = forms.ModelChoiceField(label=_("Contrat"), queryset=Contract.objects.none())
    organization = forms.ModelChoiceField(
        label=_("Structure"), queryset=Organization.objects.none()
    )
    year = forms.IntegerField(
        label=_("Pour les demandes de l’année"), min_value=2000, max_value=2100
    )
    reason = forms.CharField(
        label=_("Motif"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il reste écrit au dossier, avec votre nom et la date."),
    )

    def __init__(self, *args: Any, contracts: QuerySet[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
        bearers = Organization.objects.filter(actions__contract__in=contracts).distinct()
        self.fields["organization"].queryset = bearers  # type: ignore[attr-defined]


class CompletionForm(forms.Form):
    text = forms.CharField(
        label=_("Ce qui manque"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000
    )
    due_on = forms.DateField(label=_("À compléter avant le"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Motif"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ReportFileForm(forms.Form):
    kind = forms.ChoiceField(label=_("Sorte"), choices=ReportFileKind.choices)
    caption = forms.CharField(label=_("Légende"), max_length=200, required=False)
    file = forms.FileField(label=_("Fichier"))


class MoneyBackForm(forms.Form):
    """A box for each funder, filled in with what the rule computes."""

    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("L’association le lira."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args: Any, awards: list[tuple[Award, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for award, cents in awards:
            self.fields[f"award-{award.pk}"] = EurosField(
                label=award.request.funder.name, initial=cents, required=False
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def amounts(self) -> dict[int, int | None]:
        return {
            int(name.removeprefix("award-")): cents
            for name, cents in self.cleaned_data.items()
            if name.startswith("award-")
        }
