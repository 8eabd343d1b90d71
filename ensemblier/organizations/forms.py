"""What people fill in about organizations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ensemblier.core.text import searchable
from ensemblier.organizations.enums import (
    OPEN_KINDS,
    DocumentKind,
    MembershipRole,
    OrganizationKind,
)
from ensemblier.organizations.identifiers import (
    compact,
    validate_rna,
    validate_siren,
    validate_siret,
)
from ensemblier.organizations.models import Organization
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.models import Area

IDENTIFIERS = ("siret", "siren", "rna")
CODE = re.compile(r"\(([0-9AB]{5})\)\s*$|^([0-9AB]{5})$")


# What a person may call themselves; officers are named by the team.
PLACES = [choice for choice in MembershipRole.choices if choice[0] != MembershipRole.OFFICER]


class CommuneField(forms.CharField):
    """A commune by its name or INSEE code: a list of 35 000 helps nobody."""

    def to_python(self, value: Any) -> Area | None:  # type: ignore[override]
        if isinstance(value, Area):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        communes = Area.objects.filter(kind=AreaKind.COMMUNE)
        if found := CODE.search(text.upper()):
            matches = list(communes.filter(code=found[1] or found[2])[:1])
        else:
            plain = searchable(text)
            candidates = communes.filter(search_text__startswith=plain) if plain else ()
            matches = [area for area in candidates if searchable(area.name) == plain]
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise forms.ValidationError(
                gettext("Aucune commune connue ne s’appelle ainsi. Essayez son code INSEE.")
            )
        names = ", ".join(f"{area.name} ({area.code})" for area in matches[:6])
        raise forms.ValidationError(
            gettext("Plusieurs communes portent ce nom\u00a0: %(names)s. Recopiez la bonne.")
            % {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Area.objects.filter(pk=value).first()
        return f"{value.name} ({value.code})" if isinstance(value, Area) else value


class IdentifierField(forms.CharField):
    """Spaces are accepted, and lost."""

    def to_python(self, value: Any) -> str:
        return compact(super().to_python(value) or "")


class OrganizationForm(forms.ModelForm):
    """Identifiers stay out of Meta: the operation checks that they are unique, and names the
    file that already has one."""

    siret = IdentifierField(
        label=_("SIRET"),
        required=False,
        max_length=40,
        help_text=_("14 chiffres, avec ou sans espaces. Sans SIRET, pas de paiement."),
        validators=[validate_siret],
    )
    siren = IdentifierField(
        label=_("SIREN"),
        required=False,
        max_length=30,
        help_text=_("9 chiffres. Inutile si le SIRET est donné\u00a0: ce sont ses 9 premiers."),
        validators=[validate_siren],
    )
    rna = IdentifierField(
        label=_("numéro RNA"),
        required=False,
        max_length=30,
        help_text=_("Pour une association\u00a0: W suivi de 9 chiffres."),
        validators=[validate_rna],
    )
    commune = CommuneField(
        label=_("commune"), required=False, help_text=_("Son nom, ou son code INSEE.")
    )

    website = forms.URLField(label=_("site internet"), required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = [
            "name",
            "short_name",
            "kind",
            "purpose",
            "street",
            "postcode",
            "commune",
            "email",
            "phone",
            "website",
        ]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "purpose": _("Ce que fait la structure, en une ou deux phrases."),
            "short_name": _("Ce qui s’affiche dans les tableaux."),
        }

    field_order = ["name", "short_name", "kind", *IDENTIFIERS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = kwargs.get("instance")
        if known is not None:
            kwargs["initial"] = {field: getattr(known, field) for field in IDENTIFIERS}
        super().__init__(*args, **kwargs)

    def clean_siren(self) -> str:
        siren, siret = self.cleaned_data["siren"], self.cleaned_data.get("siret", "")
        if siren and siret and not siret.startswith(siren):
            raise forms.ValidationError(gettext("Le SIRET ne commence pas par ce SIREN."))
        return siren

    def ask_whether_meant(self) -> None:
        """Show the box to tick when a file of the same name exists."""
        self.fields["same_name_is_meant"] = forms.BooleanField(
            label=_("C’est une autre structure, qui porte le même nom"), required=False
        )

    @property
    def is_meant(self) -> bool:
        return bool(self.data.get("same_name_is_meant"))


class FindForm(forms.Form):
    """What a person types to find their organization."""

    q = forms.CharField(
        label=_("SIRET, numéro RNA ou nom"),
        max_length=120,
        help_text=_("Le SIRET a 14 chiffres\u00a0; il est sur vos demandes de subvention."),
    )


class JoinForm(forms.Form):
    role = forms.ChoiceField(label=_("ma fonction"), choices=PLACES)
    title = forms.CharField(
        label=_("intitulé"),
        max_length=150,
        required=False,
        help_text=_("Par exemple\u00a0: présidente, directrice."),
    )
    words = forms.CharField(
        label=_("un mot pour qui répondra"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenOwnForm(OrganizationForm):
    """The file of one's own organization, and one's place in it."""

    role = forms.ChoiceField(label=_("ma fonction"), choices=PLACES)
    title = forms.CharField(
        label=_("intitulé de ma fonction"),
        max_length=150,
        required=False,
        help_text=_("Par exemple\u00a0: présidente, directrice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {str(kind) for kind in OPEN_KINDS}
        kind: Any = self.fields["kind"]
        kind.choices = [choice for choice in kind.choices if choice[0] in kinds]
        kind.initial = OrganizationKind.ASSOCIATION


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("motif"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne lira ces mots."),
    )


class CloseForm(forms.Form):
    on = forms.DateField(label=_("fermée le"), initial=timezone.localdate)


class MembershipForm(forms.Form):
    full_name = forms.CharField(label=_("nom et prénom"), max_length=150)
    email = forms.EmailField(
        label=_("adresse électronique"),
        required=False,
        help_text=_(
            "Sans adresse, la personne est connue de l’équipe et ne peut pas se connecter."
        ),
    )
    role = forms.ChoiceField(label=_("fonction"), choices=MembershipRole.choices)
    title = forms.CharField(
        label=_("intitulé"),
        max_length=150,
        required=False,
        help_text=_("Par exemple\u00a0: présidente, directrice."),
    )
    starts_on = forms.DateField(label=_("depuis le"), initial=timezone.localdate)
    ends_on = forms.DateField(
        label=_("jusqu’au"), required=False, help_text=_("Vide tant que la personne est en place.")
    )


class OwnMembershipForm(MembershipForm):
    """For the people of an organization: officers are named by the team."""

    role = forms.ChoiceField(label=_("fonction"), choices=PLACES)


class EndForm(forms.Form):
    on = forms.DateField(label=_("dernier jour"), initial=timezone.localdate)


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=DocumentKind.choices)
    title = forms.CharField(
        label=_("titre"),
        max_length=200,
        required=False,
        help_text=_("Vide\u00a0: sa sorte suffit."),
    )
    file = forms.FileField(label=_("fichier"))
    valid_from = forms.DateField(label=_("valable depuis le"), initial=timezone.localdate)
    valid_to = forms.DateField(
        label=_("valable jusqu’au"),
        required=False,
        help_text=_("Vide s’il n’a pas de date de fin."),
    )


class ReplaceForm(forms.Form):
    file = forms.FileField(label=_("nouveau fichier"))
    valid_from = forms.DateField(label=_("valable depuis le"), initial=timezone.localdate)
    valid_to = forms.DateField(label=_("valable jusqu’au"), required=False)


class MergeForm(forms.Form):
    duplicate = forms.ModelChoiceField(
        label=_("structure en double"),
        queryset=Organization.objects.none(),
        help_text=_("Elle disparaît des listes\u00a0; tout ce qui la concerne passe à celle-ci."),
    )

    def __init__(self, *args: Any, kept: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duplicate"].queryset = (  # type: ignore[attr-defined]
            Organization.objects.filter(merged_into__isnull=True)
            .exclude(pk=kept.pk)
            .order_by("name", "pk")
        )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("fichier"),
        help_text=_(
            "Un tableau CSV, Excel ou LibreOffice dont la première ligne nomme les colonnes."
        ),
    )


class MappingForm(forms.Form):
    """Which column fills which field; empty gives the field no column.

    Fields whose names start with one of `folded_starts` are many: they are shown apart.
    """

    folded_starts: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        labels: Mapping[str, str],
        columns: Sequence[str],
        mapping: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((column, column) for column in dict.fromkeys(columns) if column)]
        for field, label in labels.items():
            self.fields[field] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=mapping.get(field, "")
            )

    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith(self.folded_starts)]

    def folded(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(self.folded_starts)]
