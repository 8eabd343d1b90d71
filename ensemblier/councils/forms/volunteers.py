"""What people say to take part, and what the team answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College, Sex
from ensemblier.councils.models import Council, Volunteer
from ensemblier.territories.models import Area

YOUNGEST, OLDEST = 10, 110


class VolunteerForm(forms.Form):
    """For everyone: no account, no script. `website` is filled in by machines alone."""

    full_name = forms.CharField(label=_("nom et prénom"), max_length=150)
    email = forms.EmailField(label=_("adresse électronique"), required=False)
    phone = forms.CharField(
        label=_("téléphone"),
        max_length=30,
        required=False,
        help_text=_("Une adresse électronique ou un téléphone\u00a0: l’un des deux suffit."),
    )
    area = forms.ModelChoiceField(
        label=_("mon quartier"), queryset=Area.objects.none(), required=False
    )
    council = forms.ModelChoiceField(
        label=_("le conseil qui m’intéresse"), queryset=Council.objects.none(), required=False
    )
    college = forms.ChoiceField(
        label=_("je viens"),
        choices=[
            (College.RESIDENTS, _("comme habitant ou habitante")),
            (College.ACTORS, _("pour une association ou un commerce du quartier")),
        ],
        initial=College.RESIDENTS,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("adresse"),
        max_length=250,
        required=False,
        help_text=_("Pour vérifier que vous habitez le quartier. Facultatif."),
    )
    birth_year = forms.IntegerField(label=_("année de naissance"), required=False)
    sex = forms.ChoiceField(
        label=_("sexe"),
        choices=[("", _("je préfère ne pas le dire")), *Sex.choices],
        required=False,
        help_text=_("La loi demande autant de femmes que d’hommes."),
    )
    message = forms.CharField(
        label=_("un mot pour l’équipe"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.BooleanField(
        label=_("J’accepte que l’équipe du contrat garde ces réponses pour me répondre."),
        help_text=_("Elles sont effacées au bout d’un an, ou avant si vous le demandez."),
        error_messages={"required": _("Cochez cette case pour que l’équipe puisse vous répondre.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["area"]
        areas.queryset = Area.objects.filter(contract_areas__contract=contract).order_by("name")
        councils: Any = self.fields["council"]
        councils.queryset = Council.objects.filter(contract=contract, is_active=True)
        areas.empty_label = _("un autre, ou je ne sais pas")
        councils.empty_label = _("je ne sais pas encore")

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            raise forms.ValidationError(_("Écrivez votre année de naissance en quatre chiffres."))
        return year

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "email" in data and "phone" in data and not data["email"] and not data["phone"]:
            self.add_error(
                "email",
                _("Donnez une adresse électronique ou un téléphone, pour qu’on vous réponde."),
            )
        return data

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])

    def as_values(self) -> dict[str, Any]:
        extra = ("consent", "website")
        return {name: value for name, value in self.cleaned_data.items() if name not in extra}


class SeatVolunteerForm(forms.Form):
    council = forms.ModelChoiceField(label=_("conseil"), queryset=Council.objects.none())
    starts_on = forms.DateField(label=_("depuis le"), initial=timezone.localdate)

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        kwargs["initial"] = {"council": volunteer.council_id}
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = Council.objects.filter(  # type: ignore[attr-defined]
            contract=volunteer.contract_id, is_active=True
        )
