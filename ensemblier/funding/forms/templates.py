"""The template of a letter or an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.funding.enums import TemplateKind
from ensemblier.organizations.models import Organization


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=TemplateKind.choices)
    name = forms.CharField(label=_("nom"), max_length=120)
    funder = forms.ModelChoiceField(
        label=_("financeur"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("tous les financeurs"),
        help_text=_("Un modèle propre à un financeur passe avant celui de tous."),
    )
    file = forms.FileField(label=_("fichier"), help_text=_("Un document Word (docx)."))

    def __init__(self, *args: Any, contract_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funders = Organization.objects.filter(envelopes__contract=contract_id).distinct()
        self.fields["funder"].queryset = funders.order_by("name", "pk")  # type: ignore[attr-defined]
