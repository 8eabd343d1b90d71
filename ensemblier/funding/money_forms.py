"""What people fill in about decisions, agreements, payments and what is given back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import LineState
from ensemblier.applications.lifecycle import UNSETTLED
from ensemblier.applications.models import Request
from ensemblier.calls.models import Call, Committee
from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import figure, parse_euros
from ensemblier.funding.enums import AgreementKind, PaymentKind, TemplateKind, Verdict
from ensemblier.funding.operations.decisions import Decided
from ensemblier.funding.queries.decisions import Wanted, funders_of
from ensemblier.organizations.models import Organization
from ensemblier.ui.forms import EurosField


class WantedForm(forms.Form):
    """Narrows the lines of a call."""

    q = forms.CharField(label=_("mots"), required=False)
    financeur = forms.ModelChoiceField(
        label=_("financeur"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("tous"),
    )
    instance = forms.ModelChoiceField(
        label=_("instance"),
        queryset=Committee.objects.none(),
        required=False,
        empty_label=_("toutes"),
    )
    etat = forms.ChoiceField(
        label=_("état"),
        required=False,
        choices=[
            ("", _("tous")),
            ("a-decider", _("à décider")),
            ("accordes", _("accordés")),
            (LineState.REFUSED, _("refusés")),
            (LineState.POSTPONED, _("ajournés")),
        ],
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["financeur"].queryset = funders_of(call)  # type: ignore[attr-defined]
        committees = Committee.objects.filter(call=call).select_related("body")
        self.fields["instance"].queryset = committees  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.full_clean()
        values = getattr(self, "cleaned_data", {})
        return Wanted(
            funder=values.get("financeur"),
            committee=values.get("instance"),
            state=values.get("etat") or "",
            words=values.get("q") or "",
        )


class DecisionForm(forms.Form):
    """The deliberation; the ticks and the amounts of its lines stand in the table."""

    verdict = forms.ChoiceField(
        label=_("décision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        initial=Verdict.GRANT,
    )
    decided_on = forms.DateField(label=_("décidé le"))
    reference = forms.CharField(
        label=_("référence"),
        max_length=120,
        required=False,
        help_text=_("De la délibération, de l’arrêté, du comité\u00a0: 2027-031."),
    )
    reason = forms.CharField(
        label=_("motif"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Demandé pour refuser ou ajourner\u00a0: l’association le lira."),
    )

    def __init__(
        self,
        *args: Any,
        lines: Iterable[Request] = (),
        ticks_proposed: bool = False,
        **kwargs: Any,
    ) -> None:
        """`ticks_proposed` begins with the undecided lines that have an amount ticked."""
        kwargs.setdefault("initial", {"decided_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.ticks_proposed = ticks_proposed
        self.mistakes: dict[int, str] = {}

    def rows(self) -> list[tuple[Request, bool, str, str]]:
        """(line, is ticked, amount as typed or proposed, what is wrong with it)."""
        ticked = self._ticked() if self.is_bound else self._proposed()
        return [
            (line, line.pk in ticked, self._typed(line), self.mistakes.get(line.pk, ""))
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        verdict = values.get("verdict")
        if verdict is None:
            return values
        ticked = self._ticked()
        values["decisions"] = [
            Decided(line.pk, Verdict(verdict), self._cents(line, verdict))
            for line in self.lines
            if line.pk in ticked
        ]
        if not values["decisions"]:
            self.add_error(None, str(_("Cochez au moins un dossier.")))
        if self.mistakes:
            self.add_error(None, str(_("Corrigez les montants signalés dans le tableau.")))
        return values

    def _proposed(self) -> set[int]:
        if not self.ticks_proposed:
            return set()
        undecided = (line for line in self.lines if line.state in UNSETTLED)
        return {line.pk for line in undecided if self._typed(line)}

    def _ticked(self) -> set[int]:
        data = cast("QueryDict", self.data)
        return {int(pk) for pk in data.getlist("lines") if pk.isdigit()}

    def _typed(self, line: Request) -> str:
        if self.is_bound:
            return self.data.get(f"amount_{line.pk}", "")
        award = getattr(line, "award", None)
        cents = None
        if award is not None:
            cents = award.granted_cents if award.granted_cents else award.proposed_cents
        return figure(cents) if cents else ""

    def _cents(self, line: Request, verdict: str) -> int:
        if verdict != Verdict.GRANT:
            return 0
        try:
            return parse_euros(self._typed(line))
        except InvalidInput as refusal:
            self.mistakes[line.pk] = str(refusal)
            return 0


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("motif"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AgreementForm(forms.Form):
    """The kind and, over several years, the amounts promised for the later ones."""

    kind = forms.ChoiceField(
        label=_("sorte"), choices=AgreementKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, later: dict[int, int], **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"kind": AgreementKind.MULTIYEAR if later else AgreementKind.ANNUAL}
        )
        super().__init__(*args, **kwargs)
        self.later = later
        if not later:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (AgreementKind.ANNUAL, AgreementKind.ANNUAL.label)
            ]
        for year, cents in later.items():
            self.fields[f"year_{year}"] = EurosField(
                label=_("montant prévisionnel de %(year)s") % {"year": year},
                required=False,
                initial=cents,
                help_text=_("Si la convention est pluriannuelle."),
            )

    @property
    def later_cents(self) -> dict[int, int]:
        return {year: self.cleaned_data.get(f"year_{year}") or 0 for year in self.later}


class DayForm(forms.Form):
    day = forms.DateField(label=_("le"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": timezone.localdate()})
        super().__init__(*args, **kwargs)


class SignatureForm(forms.Form):
    bearer_signed_on = forms.DateField(label=_("signée par le porteur le"), required=False)
    funder_signed_on = forms.DateField(label=_("signée par le financeur le"), required=False)
    file = forms.FileField(
        label=_("document signé"),
        required=False,
        help_text=_("PDF, Word, LibreOffice ou image. Vous pourrez le joindre plus tard."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            self.add_error(None, str(_("Écrivez une date de signature ou joignez le document.")))
        return values


class FileForm(forms.Form):
    file = forms.FileField(label=_("fichier"))


class PaymentForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=PaymentKind.choices)
    amount_cents = EurosField(label=_("montant"))
    expected_on = forms.DateField(label=_("attendu le"))


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
    amount_cents = EurosField(label=_("montant"))
    asked_on = forms.DateField(label=_("demandé le"))
    reason = forms.CharField(
        label=_("motif"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L’association le lira."),
    )


class ReceiptForm(forms.Form):
    amount_cents = EurosField(label=_("somme rendue"))
    received_on = forms.DateField(label=_("reçue le"))
    reference = forms.CharField(label=_("référence"), max_length=120, required=False)


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=TemplateKind.choices)
    name = forms.CharField(label=_("nom"), max_length=120)
    funder = forms.ModelChoiceField(
        label=_("financeur"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("tous les financeurs"),
        help_text=_("Un modèle propre à un financeur passe avant celui de tous."),
    )
    file = forms.FileField(label=_("fichier"), help_text=_("Un document Word (docx)."))

    def __init__(self, *args: Any, contract_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funders = Organization.objects.filter(envelopes__contract=contract_id).distinct()
        self.fields["funder"].queryset = funders.order_by("name", "pk")  # type: ignore[attr-defined]
