"""What the team writes: funds, rounds, answers, money."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ensemblier.contracts.models import Contract
from ensemblier.core.money import figure
from ensemblier.councils.models import Council
from ensemblier.fund.enums import Method, OpinionValue
from ensemblier.fund.models import Fund, Round
from ensemblier.fund.operations.rounds import FUND_FIELDS, ROUND_FIELDS
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization
from ensemblier.ui.forms import EurosField, MomentField

PAYERS = (
    OrganizationKind.STATE,
    OrganizationKind.AUTHORITY,
    OrganizationKind.SOCIAL,
    OrganizationKind.LANDLORD,
    OrganizationKind.GROUPING,
)


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FundForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("nom"), max_length=150)
    code = forms.CharField(
        label=gettext_lazy("sigle"),
        max_length=12,
        help_text=gettext_lazy(
            "Il commence le numéro de chaque demande\u00a0: «\u00a0FPH-2026-001\u00a0»."
        ),
    )
    council = forms.ModelChoiceField(
        label=gettext_lazy("conseil citoyen"),
        queryset=Council.objects.none(),
        required=False,
        empty_label=gettext_lazy("tous les conseils du contrat"),
    )
    presentation = forms.CharField(
        label=gettext_lazy("présentation"), required=False, widget=long_text(5)
    )
    email = forms.EmailField(
        label=gettext_lazy("adresse électronique pour les questions"), required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("téléphone pour les questions"), max_length=30, required=False
    )
    address = forms.CharField(
        label=gettext_lazy("où déposer une demande sur papier"), required=False, widget=long_text()
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("visible sur le site public"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, contract: Contract, fund: Fund | None = None, **kwargs: Any
    ) -> None:
        if fund is not None:
            kwargs["initial"] = {name: getattr(fund, name) for name in FUND_FIELDS}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["council"]
        field.queryset = Council.objects.filter(contract=contract).order_by("name")


class RoundForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("nom"), max_length=150)
    year = forms.IntegerField(label=gettext_lazy("année"), min_value=2015, max_value=2100)
    opens_at = MomentField(label=gettext_lazy("les demandes ouvrent le"))
    closes_at = MomentField(label=gettext_lazy("les demandes ferment le"))
    decides_on = forms.DateField(label=gettext_lazy("décision le"), required=False)
    method = forms.ChoiceField(label=gettext_lazy("comment on décide"), choices=Method.choices)
    ceiling_cents = EurosField(label=gettext_lazy("au plus par action"))
    bearer_ceiling_cents = EurosField(label=gettext_lazy("au plus par porteur et par an"))
    min_delay_days = forms.IntegerField(
        label=gettext_lazy("jours entre la demande et l’action, au moins"),
        min_value=0,
        max_value=365,
    )
    report_days = forms.IntegerField(
        label=gettext_lazy("jours pour envoyer le bilan après l’action"),
        min_value=0,
        max_value=365,
    )
    advance_percent = forms.IntegerField(
        label=gettext_lazy("part versée d’avance (%)"), min_value=0, max_value=100
    )
    exclusions = forms.CharField(
        label=gettext_lazy("ce que le fonds ne paie pas"),
        required=False,
        widget=long_text(5),
        help_text=gettext_lazy("Une ligne pour chaque chose."),
    )
    rules_source = forms.CharField(
        label=gettext_lazy("d’où viennent ces règles"),
        max_length=300,
        help_text=gettext_lazy("Le règlement ou la délibération qui les fixe."),
    )
    rules_on = forms.DateField(label=gettext_lazy("règles en date du"))

    def __init__(self, *args: Any, round: Round | None = None, **kwargs: Any) -> None:
        if round is not None:
            known = {name: getattr(round, name) for name in ROUND_FIELDS}
            kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ShareForm(forms.Form):
    funder = forms.ModelChoiceField(
        label=gettext_lazy("cofinanceur"), queryset=Organization.objects.none()
    )
    pledged_cents = EurosField(
        label=gettext_lazy("somme promise"),
        help_text=gettext_lazy("0 le retire de la campagne."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["funder"]
        field.queryset = Organization.objects.filter(kind__in=PAYERS, is_active=True)


class MoneyForm(forms.Form):
    """An amount, a day, words for the ledger; written once, though it be sent twice."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    amount_cents = EurosField(label=gettext_lazy("montant"))
    on = forms.DateField(label=gettext_lazy("date"))
    label = forms.CharField(
        label=gettext_lazy("libellé"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Numéro de virement, de chèque, de titre de recette…"),
    )

    def __init__(self, *args: Any, amount: int | None = None, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("on", timezone.localdate())
        if amount:
            initial.setdefault("amount_cents", figure(amount))
        super().__init__(*args, **kwargs)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("pourquoi"), max_length=300, widget=long_text())


class MissingForm(forms.Form):
    missing = forms.CharField(
        label=gettext_lazy("ce qui manque"),
        max_length=2000,
        widget=long_text(4),
        help_text=gettext_lazy("Le porteur le lira tel quel\u00a0: des mots simples."),
    )


class CompletionForm(MissingForm):
    due_on = forms.DateField(label=gettext_lazy("à compléter avant le"))


class OpinionForm(forms.Form):
    value = forms.ChoiceField(
        label=gettext_lazy("votre avis"), choices=OpinionValue.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=gettext_lazy("pourquoi"), max_length=2000, required=False, widget=long_text()
    )


class DecisionForm(forms.Form):
    granted_cents = EurosField(
        label=gettext_lazy("somme accordée"),
        help_text=gettext_lazy("0\u00a0: la demande n’est pas retenue, dites pourquoi."),
    )
    reason = forms.CharField(
        label=gettext_lazy("ce qui a compté"),
        max_length=2000,
        required=False,
        widget=long_text(),
        help_text=gettext_lazy("Le porteur le lira."),
    )


class EarnedForm(forms.Form):
    earned_cents = EurosField(
        label=gettext_lazy("à la charge du fonds"),
        help_text=gettext_lazy("Les dépenses justifiées, sans dépasser la somme accordée."),
    )


class PlainForm(forms.Form):
    """A question that needs only a yes."""
