"""What a visitor types to find their neighbourhood."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
        error_messages={"required": _("Écrivez une adresse : numéro, rue et commune.")},
    )
