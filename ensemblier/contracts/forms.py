"""What people fill in about contracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.enums import AreaStanding, DocumentKind
from ensemblier.contracts.models import Contract, ContractArea, Milestone, Signatory
from ensemblier.organizations.models import Organization
from ensemblier.organizations.queries import choosable_organizations
from ensemblier.territories.enums import AreaKind, Generation
from ensemblier.territories.models import Area


def choosable_with(chosen: int | None) -> Any:
    """Open organizations, and the one already chosen even if it closed since."""
    if chosen is None:
        return choosable_organizations()
    return (choosable_organizations() | Organization.objects.filter(pk=chosen)).distinct()


class ContractForm(forms.Form):
    name = forms.CharField(label=_("nom"), max_length=200)
    generation = forms.ChoiceField(label=_("génération"), choices=Generation.choices)
    bearer = forms.ModelChoiceField(
        label=_("porté par"),
        queryset=Organization.objects.none(),
        help_text=_("L’intercommunalité ou la commune qui porte le contrat en droit."),
    )
    manager = forms.ModelChoiceField(
        label=_("animé par"),
        queryset=Organization.objects.none(),
        help_text=_("La structure qui le fait vivre\u00a0: un GIP, un service."),
    )
    starts_on = forms.DateField(label=_("commence le"))
    ends_on = forms.DateField(label=_("finit le"))
    midterm_on = forms.DateField(label=_("bilan à mi-parcours"), required=False)
    summary = forms.CharField(
        label=_("en quelques mots"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pour les habitants\u00a0: pour qui, jusqu’à quand, ce qui compte."),
    )

    def __init__(self, *args: Any, contract: Contract | None = None, **kwargs: Any) -> None:
        if contract is not None:
            kwargs["initial"] = {name: getattr(contract, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        for name in ("bearer", "manager"):
            chosen = getattr(contract, f"{name}_id", None)
            self.fields[name].queryset = choosable_with(chosen)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        starts_on, ends_on, midterm_on = (
            self.cleaned_data.get(name) for name in ("starts_on", "ends_on", "midterm_on")
        )
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("Le contrat finit avant de commencer."))
        elif starts_on and ends_on and midterm_on and not starts_on < midterm_on < ends_on:
            self.add_error("midterm_on", _("Le mi-parcours tombe hors du contrat."))
        return self.cleaned_data


class NewContractForm(ContractForm):
    slug = forms.CharField(
        label=_("nom dans l’adresse"),
        max_length=80,
        required=False,
        help_text=_("Vide\u00a0: tiré du nom. Il ne changera plus, pour que les liens durent."),
    )
    field_order = ["name", "slug"]


class AreaForm(forms.Form):
    area = forms.ModelChoiceField(label=_("territoire"), queryset=Area.objects.none())
    standing = forms.ChoiceField(label=_("au titre de"), choices=AreaStanding.choices)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = (  # type: ignore[attr-defined]
            Area.objects.filter(kind__in=[AreaKind.QPV, AreaKind.OTHER])
            .exclude(contract_areas__contract=contract)
            .order_by("name", "generation", "pk")
        )
        self.fields["area"].label_from_instance = area_label  # type: ignore[attr-defined]


def area_label(area: Area) -> str:
    return " ".join(part for part in (area.name, area.code, area.generation) if part)


class StandingForm(forms.Form):
    standing = forms.ChoiceField(label=_("au titre de"), choices=AreaStanding.choices)

    def __init__(self, *args: Any, covered: ContractArea, **kwargs: Any) -> None:
        kwargs["initial"] = {"standing": covered.standing}
        super().__init__(*args, **kwargs)


class SignatoryForm(forms.Form):
    title = forms.CharField(
        label=_("en qualité de"),
        max_length=200,
        help_text=_("La fonction, pas le nom\u00a0: maire d’Anduze, préfet du Gard."),
    )
    deliberation = forms.CharField(
        label=_("délibération"),
        max_length=200,
        required=False,
        help_text=_("Son numéro et sa date, s’il y en a une."),
    )
    signed_on = forms.DateField(
        label=_("signé le"), required=False, help_text=_("Vide tant que la signature manque.")
    )

    def __init__(self, *args: Any, signatory: Signatory | None = None, **kwargs: Any) -> None:
        if signatory is not None:
            kwargs["initial"] = {
                name: getattr(signatory, name) for name in ("title", "deliberation", "signed_on")
            }
        super().__init__(*args, **kwargs)


class NewSignatoryForm(SignatoryForm):
    organization = forms.ModelChoiceField(
        label=_("structure"), queryset=Organization.objects.none()
    )
    field_order = ["organization"]

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = choosable_organizations().exclude(  # type: ignore[attr-defined]
            signatures__contract=contract
        )


class AmendmentForm(forms.Form):
    title = forms.CharField(label=_("objet"), max_length=250)
    summary = forms.CharField(
        label=_("ce qui change"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    signed_on = forms.DateField(label=_("signé le"), required=False)
    new_end = forms.DateField(
        label=_("nouvelle fin du contrat"),
        required=False,
        help_text=_("Seulement si l’avenant prolonge le contrat."),
    )


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("titre"), max_length=250)
    dated = forms.DateField(label=_("en date du"), initial=timezone.localdate)
    is_public = forms.BooleanField(
        label=_("public"),
        required=False,
        help_text=_("Tout le monde peut le lire sur le site. Sinon, il reste dans l’équipe."),
    )


class NewDocumentForm(DocumentForm):
    file = forms.FileField(label=_("fichier"))
    field_order = ["file"]


class FileForm(forms.Form):
    file = forms.FileField(label=_("nouveau fichier"))


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("étape"), max_length=200)
    due_on = forms.DateField(label=_("prévue le"))

    def __init__(self, *args: Any, milestone: Milestone | None = None, **kwargs: Any) -> None:
        if milestone is not None:
            kwargs["initial"] = {"title": milestone.title, "due_on": milestone.due_on}
        super().__init__(*args, **kwargs)


class DoneForm(forms.Form):
    on = forms.DateField(label=_("faite le"), initial=timezone.localdate)
