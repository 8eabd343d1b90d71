"""What the team fills in about a council and its members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College, EndReason, Function, Origin, Sex
from ensemblier.councils.models import Council, Mandate
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import choosable_organizations
from ensemblier.territories.models import Area

NOT_SAID = [("", _("non précisé"))]


class CouncilForm(forms.Form):
    name = forms.CharField(label=_("nom"), max_length=200)
    areas = forms.ModelMultipleChoiceField(
        label=_("quartiers"), queryset=Area.objects.none(), required=False
    )
    is_wide = forms.BooleanField(
        label=_("pour tout le territoire du contrat"),
        required=False,
        help_text=_("Un conseil d’agglomération, à côté de ceux des quartiers."),
    )
    description = forms.CharField(
        label=_("ce qu’il fait"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Trois phrases pour les habitants, avec des mots simples."),
    )
    meets = forms.CharField(
        label=_("quand et où il se réunit"),
        max_length=250,
        required=False,
        help_text=_("Par exemple\u00a0: le premier mardi du mois à 18 h, au centre social."),
    )
    email = forms.EmailField(label=_("adresse électronique"), required=False)
    phone = forms.CharField(label=_("téléphone"), max_length=30, required=False)
    residents_seats = forms.IntegerField(
        label=_("sièges d’habitants"), min_value=0, max_value=500, required=False
    )
    actors_seats = forms.IntegerField(
        label=_("sièges d’acteurs locaux"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=_("Ceux du règlement ou de l’arrêté. Vides\u00a0: aucun siège n’est dit libre."),
    )
    order_reference = forms.CharField(
        label=_("arrêté préfectoral"), max_length=100, required=False, help_text=_("Son numéro.")
    )
    ordered_on = forms.DateField(label=_("arrêté du"), required=False)
    is_active = forms.BooleanField(label=_("en activité"), required=False, initial=True)

    def __init__(
        self, *args: Any, contract: Contract, council: Council | None = None, **kwargs: Any
    ) -> None:
        if council is not None:
            plain = [name for name in self.base_fields if name != "areas"]
            kwargs["initial"] = {
                "areas": council.areas.all(),
                **{name: getattr(council, name) for name in plain},
            }
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = Area.objects.filter(  # type: ignore[attr-defined]
            contract_areas__contract=contract
        ).order_by("name", "pk")


class SeatForm(forms.Form):
    """What is said of a seat, whoever holds it."""

    college = forms.ChoiceField(label=_("collège"), choices=College.choices)
    organization = forms.ModelChoiceField(
        label=_("structure"),
        queryset=Organization.objects.none(),
        required=False,
        help_text=_("Pour un acteur local\u00a0: celle qu’il représente."),
    )
    is_alternate = forms.BooleanField(
        label=_("suppléance"),
        required=False,
        help_text=_("La personne remplace un membre absent\u00a0; elle n’occupe pas de siège."),
    )
    function = forms.ChoiceField(label=_("fonction"), choices=Function.choices, required=False)
    origin = forms.ChoiceField(
        label=_("origine"), choices=[*NOT_SAID, *Origin.choices], required=False
    )
    sex = forms.ChoiceField(
        label=_("sexe"),
        choices=[*NOT_SAID, *Sex.choices],
        required=False,
        help_text=_("Déclaré par la personne, pour compter la parité. Jamais publié."),
    )
    shows_name = forms.BooleanField(
        label=_("accepte d’être nommé sur le site"),
        required=False,
        help_text=_("Sans cet accord, la page publique ne donne que des nombres."),
    )
    starts_on = forms.DateField(label=_("depuis le"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("jusqu’au"), required=False)

    def __init__(self, *args: Any, mandate: Mandate | None = None, **kwargs: Any) -> None:
        if mandate is not None:
            kwargs["initial"] = {name: getattr(mandate, name) for name in SeatForm.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = choosable_organizations()  # type: ignore[attr-defined]

    def clean_function(self) -> str:
        return self.cleaned_data["function"] or Function.MEMBER


class MandateForm(SeatForm):
    full_name = forms.CharField(label=_("nom et prénom"), max_length=150)
    email = forms.EmailField(
        label=_("adresse électronique"),
        required=False,
        help_text=_("Elle permet à la personne de se connecter et de donner ses avis."),
    )
    replaces = forms.ModelChoiceField(
        label=_("remplace"), queryset=Mandate.objects.none(), required=False
    )
    field_order = ["full_name", "email"]

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        former = Mandate.objects.filter(
            council=council, ends_on__isnull=False, replaced_by__isnull=True
        )
        field: Any = self.fields["replaces"]
        field.queryset = former.select_related("user").order_by("-ends_on", "pk")
        field.label_from_instance = lambda mandate: str(mandate.user)


class EndForm(forms.Form):
    on = forms.DateField(label=_("dernier jour"), initial=timezone.localdate)
    reason = forms.ChoiceField(
        label=_("raison"), choices=[*NOT_SAID, *EndReason.choices], required=False
    )
