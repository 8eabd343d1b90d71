"""What people fill in about territories."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.imports import parse_number
from ensemblier.territories.enums import AreaKind, Generation, ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.imports.statistics import read_meanings
from ensemblier.territories.models import Area, Measure, Statistic
from ensemblier.territories.operations.areas import SENTENCES
from ensemblier.territories.queries import AreaFilters

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


class FiguresField(forms.Field):
    """A number as people type it here: «46,6» or «14 621»."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 30})

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_number(text)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Nom, code ou commune"), required=False, max_length=100)
    sorte = forms.ChoiceField(
        label=_("Sorte"), required=False, choices=[("", _("toutes")), *AreaKind.choices]
    )
    generation = forms.ChoiceField(
        label=_("Génération"), required=False, choices=[("", _("toutes")), *Generation.choices]
    )
    departement = forms.RegexField(
        r"^[0-9]{2,3}$|^2[ABab]$",
        label=_("Département"),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"size": 4}),
    )

    def filters(self) -> AreaFilters:
        """What was asked, unreadable parts aside."""
        self.is_valid()
        asked = self.cleaned_data
        return AreaFilters(
            words=asked.get("q", "").replace("\0", ""),
            kind=asked.get("sorte", ""),
            generation=asked.get("generation", ""),
            department=asked.get("departement", ""),
        )


class AreaForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = ["name", "valid_from", "valid_to", "source"]
        widgets = {"valid_from": DATE, "valid_to": DATE}
        help_texts = {
            "name": _("Un hameau, une cité, un bourg\u00a0: le nom que les habitants lui donnent."),
            "source": _("D’où vient ce choix\u00a0: le contrat, une délibération…"),
        }


class SentencesForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = list(SENTENCES)
        labels = {
            "who_lives_here": _("Qui vit ici"),
            "what_is_done": _("Ce qui se fait"),
            "what_comes_next": _("Ce qui vient"),
            "who_lives_here_en": _("Qui vit ici, en anglais"),
            "what_is_done_en": _("Ce qui se fait, en anglais"),
            "what_comes_next_en": _("Ce qui vient, en anglais"),
        }
        help_texts = {
            "who_lives_here": _("Une ou deux phrases simples, que tout le monde lit."),
            "who_lives_here_en": _("Laissez vide\u00a0: la page anglaise montrera le français."),
        }
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 3}))


class StatisticForm(forms.Form):
    measure = forms.ModelChoiceField(
        Measure.objects.order_by("label"),
        label=_("Ce qui est compté"),
        required=False,
        empty_label=_("autre, à nommer ci-dessous"),
    )
    new_label = forms.CharField(label=_("Autre mesure"), max_length=200, required=False)
    new_unit = forms.CharField(
        label=_("Unité de cette mesure"),
        max_length=30,
        required=False,
        help_text=_("Par exemple\u00a0: %, habitants, EUR."),
    )
    year = forms.IntegerField(label=_("Année"), validators=YEARS)
    value = FiguresField(label=_("Valeur"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Où ce chiffre a été lu.")
    )
    note = forms.CharField(label=_("Remarque"), max_length=300, required=False)

    def clean_value(self) -> Decimal:
        value = round(self.cleaned_data["value"], 4)
        if abs(value) >= Decimal(10) ** 12:
            raise forms.ValidationError(gettext("Ce nombre est trop grand."))
        return value

    def clean(self) -> dict[str, Any]:
        """`measure` becomes one to save when it is named here for the first time."""
        cleaned = self.cleaned_data
        label = cleaned.pop("new_label", "")
        unit = cleaned.pop("new_unit", "")
        if cleaned.get("measure") is None:
            code = slugify(label)[:60]
            if not code:
                self.add_error("measure", gettext("Choisissez une mesure, ou nommez-la."))
                return cleaned
            known = Measure.objects.filter(code=code).first()
            cleaned["measure"] = known or Measure(code=code, label=label, unit=unit)
        return cleaned


def initial_of(statistic: Statistic) -> dict[str, Any]:
    names = ("measure", "year", "source", "note")
    value = f"{statistic.value.normalize():f}".replace(".", ",")
    return {name: getattr(statistic, name) for name in names} | {"value": value}


class ImportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Ce que contient le fichier"), choices=ImportKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("GeoJSON pour des périmètres\u00a0; sinon CSV, XLSX ou ODS."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Qui publie ce fichier, et quand.")
    )
    dated = forms.DateField(
        label=_("Périmètres en date du"),
        required=False,
        widget=DATE,
        help_text=_("Sans date, les quartiers prennent celle de leur génération."),
    )
    is_approximate = forms.BooleanField(
        label=_("Ces tracés sont approchés"),
        required=False,
        help_text=_("À cocher s’ils ne sont pas les périmètres officiels."),
    )
    year = forms.IntegerField(
        label=_("Année des chiffres"),
        required=False,
        validators=YEARS,
        help_text=_("Pour une statistique, ou la population d’une liste de communes."),
    )
    meanings = forms.FileField(
        label=_("Notice des colonnes"),
        required=False,
        help_text=_("CSV qui dit ce que contient chaque colonne d’une table de l’INSEE."),
    )

    def clean_meanings(self) -> dict[str, str] | None:
        notice = self.cleaned_data.get("meanings")
        if not notice:
            return None
        try:
            return read_meanings(notice)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def options(self) -> ImportOptions:
        names = ("source", "dated", "is_approximate", "year", "meanings")
        given = {name: self.cleaned_data[name] for name in names}
        return ImportOptions(today=timezone.localdate(), **given)


class PointForm(forms.Form):
    lat = FiguresField(label=_("Latitude"), help_text=_("Par exemple 44,128"))
    lon = FiguresField(label=_("Longitude"), help_text=_("Par exemple 4,081"))


class AddressForm(forms.Form):
    adresse = forms.CharField(label=_("Adresse"), max_length=200)


class PointsForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier de points"),
        help_text=_(
            "CSV ou XLSX avec une colonne lon et une colonne lat (degrés), ou x et y "
            "(Lambert-93). Vos autres colonnes sont gardées."
        ),
    )
