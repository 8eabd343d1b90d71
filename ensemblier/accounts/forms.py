"""What allauth asks besides an address. Imported by allauth: may not import its forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User


class SignupForm(forms.Form):
    full_name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["full_name", "email"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing is left to do: the adapter has saved the name."""

    def clean_full_name(self) -> Any:
        return " ".join(self.cleaned_data["full_name"].split())
