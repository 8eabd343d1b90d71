"""What is typed about pools and draws."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.models import Council
from ensemblier.draws.enums import Audience, Chance, Exclusion, Origin
from ensemblier.draws.models import Draw, Pool
from ensemblier.ui.forms import MomentField

TABLE_HELP = _("Un tableau CSV, Excel ou LibreOffice, dans n’importe quel ordre de colonnes.")


class PoolForm(forms.ModelForm):
    class Meta:
        model = Pool
        fields = ["name", "purpose", "ages_on", "minimum_age", "delete_on", "sender", "contact"]
        help_texts = {
            "ages_on": _("Le jour du tirage\u00a0: c’est ce jour-là que l’on compte les âges."),
            "delete_on": _(
                "Ce jour-là, les noms, les adresses et les codes s’effacent d’eux-mêmes. "
                "Gardez le temps des remplacements, trois ans au plus."
            ),
            "sender": _("La structure qui signe la lettre."),
            "contact": _("Adresse, téléphone et courriel, tels que la lettre les donne."),
        }
        widgets = {"contact": forms.Textarea(attrs={"rows": 3})}


class ListForm(forms.Form):
    file = forms.FileField(label=_("fichier"), help_text=TABLE_HELP)
    origin = forms.ChoiceField(label=_("source"), choices=[("", "–"), *Origin.choices])
    name = forms.CharField(
        label=_("nom de la liste"),
        help_text=_("Par exemple «\u00a0Locataires de Logis Cévenols\u00a0»."),
        max_length=150,
        required=False,
    )
    notice = forms.CharField(
        label=_("ce que la lettre dira de cette source"),
        help_text=_("Laissez vide pour la phrase habituelle de cette source."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class ExclusionForm(forms.Form):
    exclusion = forms.ChoiceField(
        label=_("raison"),
        choices=[("", _("aucune\u00a0: cette personne peut être tirée"))]
        + [choice for choice in Exclusion.choices if choice[0]],
        required=False,
    )
    words = forms.CharField(label=_("précision"), max_length=200, required=False)


class DrawForm(forms.ModelForm):
    class Meta:
        model = Draw
        fields = [
            *("name", "council", "audience", "neighborhood", "seats", "alternates"),
            *("one_per_address", "age_bounds"),
        ]
        help_texts = {
            "seats": _("Sans les suppléants."),
            "alternates": _(
                "Tirés par les mêmes chiffres, dans l’ordre où ils seront appelés. Zéro s’il n’en "
                "faut pas."
            ),
            "age_bounds": _(
                "L’âge où commence chaque tranche\u00a0: «\u00a016, 26, 41, 61\u00a0»."
            ),
            "neighborhood": _("Vide\u00a0: tous les quartiers du vivier dans un seul tirage."),
        }

    def __init__(self, *args: Any, pool: Pool, neighborhoods: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.pool, self.instance.contract = pool, pool.contract
        council = self.fields["council"]
        council.queryset = Council.objects.filter(contract=pool.contract)  # type: ignore[attr-defined]
        council.required = False
        self.fields["alternates"].required = False
        self.fields["audience"] = forms.ChoiceField(
            label=_("on tire parmi"), choices=Audience.choices
        )
        self.fields["neighborhood"] = forms.ChoiceField(
            label=_("seulement le quartier"),
            choices=[("", _("tous les quartiers")), *((name, name) for name in neighborhoods)],
            required=False,
        )

    def clean_alternates(self) -> int:
        return self.cleaned_data["alternates"] or 0


class NewDrawForm(DrawForm):
    each = forms.BooleanField(
        label=_("un tirage par quartier"),
        help_text=_("Autant de tirages que de quartiers, tous avec les choix ci-dessus."),
        required=False,
    )


class QuotaFileForm(forms.Form):
    file = forms.FileField(
        label=_("fichier"),
        help_text=_("Un tableau dont les colonnes sont «\u00a0feature,value,min,max\u00a0»."),
    )


class CommitForm(forms.Form):
    chance = forms.ChoiceField(label=_("d’où viendront les trois chiffres"), choices=Chance.choices)
    chance_words = forms.CharField(
        label=_("précision"),
        help_text=_(
            "Pour une valeur publique\u00a0: laquelle, de quel jour, quels chiffres. "
            "Par exemple «\u00a0les trois premiers numéros du Loto du 12 juin, chiffre des "
            "unités\u00a0»."
        ),
        max_length=300,
        required=False,
    )
    ceremony_at = MomentField(label=_("le tirage aura lieu le"))
    place = forms.CharField(label=_("lieu"), max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("chance") == Chance.PUBLIC and not values.get("chance_words"):
            self.add_error("chance_words", _("Dites quelle valeur, et de quel jour."))
        return values


DIGIT = [("", "–"), *((str(digit), str(digit)) for digit in range(10))]


class DigitsForm(forms.Form):
    first = forms.ChoiceField(label=_("premier chiffre"), choices=DIGIT)
    second = forms.ChoiceField(label=_("deuxième chiffre"), choices=DIGIT)
    third = forms.ChoiceField(label=_("troisième chiffre"), choices=DIGIT)

    @property
    def digits(self) -> str:
        return "".join(self.cleaned_data[name] for name in ("first", "second", "third"))


class WitnessForm(DigitsForm):
    witnesses = forms.CharField(
        label=_("témoins"),
        help_text=_(
            "Qui a vu tirer, un par ligne\u00a0: nom et qualité, avec leur accord. "
            "Ces noms sont publics."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    is_early = forms.BooleanField(
        label=_("tirer avant l’heure annoncée"),
        error_messages={"required": _("Cochez pour tirer sans attendre cette heure.")},
    )

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["is_early"]

    @property
    def hidden_digits(self) -> list[SafeString]:
        """The digits as they were typed, carried to the confirmation."""
        return [self[name].as_hidden() for name in ("first", "second", "third")]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("raison"),
        help_text=_("Tout le monde la lira sur la page du tirage."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("réponse"),
        choices=[("accepted", _("accepte")), ("refused", _("refuse")), ("", _("pas encore"))],
        required=False,
        help_text=_(
            "Une personne qui a quitté le conseil «\u00a0refuse\u00a0»\u00a0: on la remplace."
        ),
    )
    answered_on = forms.DateField(label=_("reçue le"), required=False)


class MandatesForm(forms.Form):
    council = forms.ModelChoiceField(label=_("conseil"), queryset=Council.objects.none())
    starts_on = forms.DateField(label=_("à partir du"), initial=datetime.date.today)

    def __init__(self, *args: Any, draw: Draw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councils = Council.objects.filter(contract=draw.contract, is_active=True)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        self.fields["council"].initial = draw.council_id


class CodeForm(forms.Form):
    """What a letter holds, typed by the person who got it."""

    code = forms.CharField(
        label=_("code de la lettre"),
        help_text=_("Sept groupes de quatre lettres ou chiffres."),
        max_length=60,
    )
