"""What is paid, and what is given back."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.funding.enums import PaymentKind
from ensemblier.ui.forms import EurosField


class ExpectedPaymentForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=PaymentKind.choices)
    amount_cents = EurosField(label=_("montant"))
    expected_on = forms.DateField(label=_("attendu le"))


class NewPaymentForm(ExpectedPaymentForm):
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class MadePaymentForm(forms.Form):
    made_on = forms.DateField(label=_("payé le"))
    amount_cents = EurosField(label=_("montant"))
    reference = forms.CharField(
        label=_("référence"),
        max_length=120,
        required=False,
        help_text=_("Le numéro du mandat ou du virement."),
    )


class RecoveryForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    amount_cents = EurosField(label=_("montant"))
    asked_on = forms.DateField(label=_("demandé le"))
    reason = forms.CharField(
        label=_("motif"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L’association le lira."),
    )


class ReceiptForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    amount_cents = EurosField(label=_("somme rendue"))
    received_on = forms.DateField(label=_("reçue le"))
    reference = forms.CharField(label=_("référence"), max_length=120, required=False)
