"""What people type about a vote, and the ballot itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.core.typography import euros
from ensemblier.fund.models import Candidate
from ensemblier.fund.operations.ballots import MOST_CODES
from ensemblier.ui.forms import MomentField


class VoteForm(forms.Form):
    opens_at = MomentField(label=_("Le vote ouvre le"))
    closes_at = MomentField(label=_("Le vote ferme le"))
    place = forms.CharField(
        label=_("Où voter sur papier, ou lieu de la séance du jury"),
        max_length=200,
        required=False,
    )
    explanation = forms.CharField(
        label=_("Ce que les votants doivent savoir"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Par exemple qui peut voter, et comment recevoir un code."),
    )


class CodesForm(forms.Form):
    count = forms.IntegerField(
        label=_("Combien de codes"),
        min_value=1,
        max_value=MOST_CODES,
        help_text=_("Un par personne qui peut voter, et quelques-uns de plus pour l’accueil."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code de vote"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "vote-code",
            }
        ),
    )


class ChoicesField(forms.TypedMultipleChoiceField):
    """The numbers of the requests ticked; none is a blank ballot."""

    def __init__(self, candidates: Iterable[Candidate], **options: Any) -> None:
        super().__init__(
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(row.number, label_of(row)) for row in candidates],
            **options,
        )


def label_of(candidate: Candidate) -> str:
    return f"{candidate.number}. {candidate.request.title} – {euros(candidate.cost_cents)}"


class BallotForm(CodeForm):
    """What the voter sends: a code and any number of projects."""

    field_order = ["numbers", "code"]

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"] = ChoicesField(
            candidates,
            label=_("Les projets que vous soutenez"),
            help_text=_("Cochez-en autant que vous voulez. Aucun\u00a0: c’est un vote blanc."),
        )
        self.fields["code"].label = _("Votre code de vote")
        self.fields["code"].help_text = _(
            "Les douze lettres et chiffres de votre papier. Les tirets et les majuscules ne "
            "comptent pas."
        )
        self.order_fields(self.field_order)


class PaperForm(forms.Form):
    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"] = ChoicesField(candidates, label=_("Les projets cochés"))


class JuryMemberForm(forms.Form):
    name = forms.CharField(label=_("Nom"), max_length=150)
    capacity = forms.CharField(
        label=_("Au titre de"),
        max_length=150,
        required=False,
        help_text=_("Par exemple «\u00a0conseil citoyen, habitante\u00a0»."),
    )
    is_present = forms.BooleanField(
        label=_("Présente ou présent à la séance"), required=False, initial=True
    )


class VoicesForm(forms.Form):
    in_favor = forms.IntegerField(label=_("Voix pour"), min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Voix contre"), min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("Sans choisir"), min_value=0, max_value=999)
    remark = forms.CharField(
        label=_("Ce que le jury veut dire au porteur"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
        help_text=_("Il le lira. N’écrivez le nom de personne."),
    )
