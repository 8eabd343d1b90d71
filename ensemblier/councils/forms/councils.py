"""What the team fills in about the councils."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council
from ensemblier.territories.models import Area


class CouncilForm(forms.Form):
    name = forms.CharField(label=_("nom"), max_length=200)
    areas = forms.ModelMultipleChoiceField(
        label=_("quartiers"), queryset=Area.objects.none(), required=False
    )
    email = forms.EmailField(label=_("adresse électronique"), required=False)
    is_active = forms.BooleanField(label=_("en activité"), required=False, initial=True)

    def __init__(
        self, *args: Any, contract: Contract, council: Council | None = None, **kwargs: Any
    ) -> None:
        if council is not None:
            kwargs["initial"] = {
                "name": council.name,
                "areas": council.areas.all(),
                "email": council.email,
                "is_active": council.is_active,
            }
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = Area.objects.filter(  # type: ignore[attr-defined]
            contract_areas__contract=contract
        ).order_by("name", "pk")


class MandateForm(forms.Form):
    full_name = forms.CharField(label=_("nom et prénom"), max_length=150)
    email = forms.EmailField(
        label=_("adresse électronique"),
        required=False,
        help_text=_("Elle permet à la personne de se connecter et de donner ses avis."),
    )
    college = forms.ChoiceField(label=_("collège"), choices=College.choices)
    starts_on = forms.DateField(label=_("depuis le"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("jusqu’au"), required=False)


class EndForm(forms.Form):
    on = forms.DateField(label=_("dernier jour"), initial=timezone.localdate)
