"""What is typed about the running grant and the trainings."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.enums import GrantEntryKind, Remainder
from ensemblier.councils.models import Mandate
from ensemblier.ui.forms import EurosField


class GrantForm(forms.Form):
    year = forms.IntegerField(label=_("année"), min_value=2000, max_value=2100, localize=False)
    amount_cents = EurosField(label=_("dotation de l’année"))
    funder = forms.CharField(label=_("financeur"), max_length=200)
    source = forms.CharField(label=_("d’où vient ce montant"), max_length=200, required=False)
    on = forms.DateField(label=_("accordée le"), initial=timezone.localdate)


class EntryForm(forms.Form):
    """`with_income` adds money granted, which the team alone writes. Written once, though it be
    sent twice."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    kind = forms.ChoiceField(label=_("sorte"), choices=[])
    amount_cents = EurosField(label=_("montant"))
    on = forms.DateField(label=_("jour"), initial=timezone.localdate)
    label = forms.CharField(
        label=_("objet"), max_length=200, help_text=_("Ce qui est acheté, et chez qui.")
    )
    receipt = forms.FileField(
        label=_("ticket ou facture"),
        required=False,
        help_text=_("Une photo ou un PDF. Nécessaire pour une dépense."),
    )

    def __init__(self, *args: Any, with_income: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [GrantEntryKind.SPENT, *([GrantEntryKind.GRANTED] if with_income else [])]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – for the types
        field.choices = [(kind.value, kind.label) for kind in kinds]
        if not with_income:
            field.widget = forms.HiddenInput()
            field.initial = GrantEntryKind.SPENT


class CrossForm(forms.Form):
    reason = forms.CharField(label=_("pourquoi rayer cette ligne"), max_length=300)


class CloseForm(forms.Form):
    """`left` says whether there is a rest to decide about."""

    report = forms.CharField(
        label=_("ce que l’argent a permis"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("En quelques phrases\u00a0: réunions, sorties, matériel…"),
    )
    remainder = forms.ChoiceField(
        label=_("que devient le reste"), choices=Remainder.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["remainder"]


class AttendeesField(forms.ModelMultipleChoiceField):
    """Members of several councils, each with theirs."""

    def label_from_instance(self, obj: Mandate) -> str:
        return f"{obj.user} ({obj.council.name})"


class TrainingForm(forms.Form):
    theme = forms.CharField(label=_("thème"), max_length=200)
    held_on = forms.DateField(label=_("jour"))
    hours = forms.DecimalField(
        label=_("durée en heures"),
        min_value=Decimal("0.25"),
        max_value=24,
        decimal_places=2,
        localize=True,
        help_text=_("Par exemple 2,5 pour deux heures et demie."),
    )
    trainer = forms.CharField(label=_("donnée par"), max_length=200, required=False)
    place = forms.CharField(label=_("lieu"), max_length=200, required=False)
    attendees = AttendeesField(
        label=_("membres présents"), queryset=Mandate.objects.none(), required=False
    )

    def __init__(self, *args: Any, attendees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["attendees"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 – for the types
        field.queryset = attendees

    def as_values(self) -> dict[str, Any]:
        """The columns of a training, whose duration is kept in minutes."""
        values = dict(self.cleaned_data)
        values.pop("attendees")
        values["minutes"] = round(values.pop("hours") * 60)
        return values
