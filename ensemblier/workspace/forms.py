"""Forms about people and what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.contracts.enums import ContractRoleKind
from ensemblier.contracts.models import Contract
from ensemblier.notices.models import Frequency
from ensemblier.workspace.permissions import administered_contracts


class ProfileForm(forms.Form):
    full_name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("Langue"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, person: User, data: Any = None) -> ProfileForm:
        initial = {field: getattr(person, field) for field in ("full_name", "phone", "language")}
        return cls(data, initial=initial)


class PersonForm(ProfileForm):
    """An administrator's view of someone; an address is only given to who has none."""

    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    field_order = ["full_name", "email", "phone", "language"]

    @classmethod
    def of(cls, person: User, data: Any = None) -> PersonForm:
        form = super().of(person, data)
        if person.email:
            del form.fields["email"]
        return form  # type: ignore[return-value]


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("Courriels de notification"), choices=Frequency.choices, widget=forms.RadioSelect
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        required=False,
        help_text=_("Noté au journal, que lisent les administrateurs."),
    )


class RoleForm(forms.Form):
    contract = forms.ModelChoiceField(label=_("Contrat"), queryset=Contract.objects.none())
    kind = forms.ChoiceField(
        label=_("Droit"),
        choices=ContractRoleKind.choices,
        help_text=_(
            "Lecture, pour voir\u00a0; écriture, pour modifier\u00a0; administration, pour tout."
        ),
    )
    starts_on = forms.DateField(label=_("À partir du"), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=_("Jusqu’au"), required=False, help_text=_("Vide\u00a0: jusqu’à nouvel ordre.")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = administered_contracts(by)
        field = self.fields["contract"]
        field.queryset = contracts  # type: ignore[attr-defined]
        if self.initial.get("contract") is None and contracts.count() == 1:
            field.initial = contracts.first()


class NewPersonForm(RoleForm):
    """A person and, at once, a first right."""

    full_name = forms.CharField(label=_("Prénom et nom"), max_length=150)
    email = forms.EmailField(
        label=_("Adresse électronique"),
        required=False,
        help_text=_("Vide\u00a0: la personne est connue de l’équipe et ne se connecte pas."),
    )
    phone = forms.CharField(label=_("Téléphone"), max_length=30, required=False)
    field_order = ["full_name", "email", "phone", "contract", "kind", "starts_on", "ends_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        # The installation's administrator may add a person who holds nothing yet.
        self.fields["contract"].required = not by.is_superuser
        self.fields["contract"].empty_label = (  # type: ignore[attr-defined]
            _("aucun pour l’instant") if by.is_superuser else None
        )


class EndRoleForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Dernier jour"),
        initial=timezone.localdate,
        help_text=_("La veille d’aujourd’hui\u00a0: le droit cesse tout de suite."),
    )


class DelegationForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse électronique de la personne"),
        help_text=_("Elle doit avoir un compte ici."),
    )
    starts_on = forms.DateField(label=_("À partir du"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Jusqu’au"))
