"""What figures are narrowed to, and what they are compared by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract


def group_labels() -> dict[str, str | Promise]:
    return {
        "element": _("élément du plan"),
        "quartier": _("quartier"),
        "financeur": _("financeur"),
        "porteur": _("porteur"),
        "annee": _("année"),
        "action": _("action"),
    }


class FigureForm(forms.Form):
    """Names of fields are those of the address."""

    contrat = forms.ChoiceField(label=_("contrat"), required=False)
    annee = forms.ChoiceField(label=_("année"), required=False)
    quartier = forms.ChoiceField(label=_("quartier"), required=False)
    financeur = forms.ChoiceField(label=_("financeur"), required=False)
    porteur = forms.ChoiceField(label=_("porteur"), required=False)
    par = forms.ChoiceField(label=_("comparer par"), widget=forms.HiddenInput)
    element = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        contracts: Sequence[Contract],
        choices: Mapping[str, list[tuple[str, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            self.fields[name].choices = [("", _("tous")), *rows]  # type: ignore[attr-defined]
        self.fields["contrat"].choices = [  # type: ignore[attr-defined]
            (contract.slug, contract.name) for contract in contracts
        ]
        if len(contracts) == 1:
            self.fields["contrat"].widget = forms.HiddenInput()
