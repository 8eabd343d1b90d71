"""What a visitor types to find their neighbourhood, or an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.plans.models import Node


class DecimalDegrees(forms.FloatField):
    """Accepts the French comma."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", ".").replace("\u2212", "-").strip()
        return super().to_python(value)


class PointForm(forms.Form):
    lat = DecimalDegrees(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        help_text=_("Par exemple 44,128"),
        error_messages={"invalid": _("Écrivez un nombre, par exemple 44,128.")},
    )
    lon = DecimalDegrees(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        help_text=_("Par exemple 4,083"),
        error_messages={"invalid": _("Écrivez un nombre, par exemple 4,083.")},
    )


class AddressForm(forms.Form):
    adresse = forms.CharField(
        label=_("Adresse"),
        max_length=200,
        help_text=_("Numéro, rue et commune"),
        error_messages={"required": _("Écrivez une adresse\u00a0: numéro, rue et commune.")},
    )


class ActionFilterForm(forms.Form):
    """Names of fields are those of the address."""

    q = forms.CharField(label=_("mots"), required=False)
    annee = forms.ChoiceField(label=_("année"), required=False)
    quartier = forms.ChoiceField(label=_("quartier"), required=False)
    element = forms.ChoiceField(label=_("thème"), required=False)
    financeur = forms.ChoiceField(label=_("financeur"), required=False)

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, list[tuple[str, str]]],
        nodes: Sequence[Node],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        themes = [(str(node.theme_id), str(node)) for node in nodes]
        asked = (kwargs.get("initial") or {}).get("element", "")
        if asked and asked not in dict(themes):
            themes.append((asked, str(_("l’élément choisi"))))
        for name, rows in (*choices.items(), ("element", themes)):
            if name in self.fields:
                self.fields[name].choices = [("", _("tous")), *rows]  # type: ignore[attr-defined]
