"""What people type about applications, and about the sessions that examine them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.councils.models import Council
from ensemblier.governance.models import Body
from ensemblier.organizations.models import Organization
from ensemblier.ui.forms import EurosField, ManyFilesField, MomentField


class MoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Motif"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Le porteur lit ce motif."),
    )


class CompletionForm(forms.Form):
    text = forms.CharField(
        label=_("Ce qui manque"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Le porteur lit ce texte et peut de nouveau modifier son dossier."),
    )
    due_on = forms.DateField(label=_("À compléter avant le"))
    attachments = ManyFilesField(label=_("Pièces jointes"), required=False)


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 4}))
    attachments = ManyFilesField(label=_("Pièces jointes"), required=False)
    internal = forms.BooleanField(
        label=_("Note interne"),
        required=False,
        help_text=_("L’équipe et les financeurs la lisent, pas le porteur."),
    )


class OpinionForm(forms.Form):
    value = forms.ChoiceField(
        label=_("Avis"), choices=OpinionValue.choices, widget=forms.RadioSelect
    )
    amount = EurosField(
        label=_("Montant conseillé"), required=False, help_text=_("En euros. Peut rester vide.")
    )
    comment = forms.CharField(
        label=_("Commentaire"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Nécessaire si l’avis n’est pas simplement favorable."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_amount: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_amount:
            del self.fields["amount"]


class AskForm(forms.Form):
    organizations = forms.ModelMultipleChoiceField(
        label=_("Financeurs et services"), queryset=Organization.objects.none(), required=False
    )
    councils = forms.ModelMultipleChoiceField(
        label=_("Conseils citoyens"), queryset=Council.objects.none(), required=False
    )
    due_on = forms.DateField(label=_("Avis attendus pour le"))

    def __init__(self, *args: Any, organizations: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("organizations", organizations), ("councils", councils)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 – for the types
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("organizations") and not cleaned.get("councils"):
            raise forms.ValidationError(_("Choisissez au moins une structure ou un conseil."))
        return cleaned


class PostponeForm(forms.Form):
    due_on = forms.DateField(label=_("Avis attendu pour le"))


class PeopleForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=_("Confié à"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Une ou plusieurs personnes de l’équipe. Personne de coché\u00a0: le dossier "
                    "n’est plus suivi."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 – for the types
        field.queryset = people


class RecusalForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Qui se retire"), queryset=User.objects.none())
    organization = forms.ModelChoiceField(
        label=_("Structure concernée"), queryset=Organization.objects.none()
    )
    reason = forms.CharField(
        label=_("Lien avec cette structure"),
        max_length=300,
        help_text=_("Par exemple\u00a0: membre du bureau, salarié, parent du trésorier."),
    )

    def __init__(self, *args: Any, people: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("user", people), ("organization", organizations)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – for the types
            field.queryset = rows
        if people.count() == 1:
            self.fields["user"].initial = people.first()


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi ce déport n’a plus lieu d’être"), max_length=300)


class SessionForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Instance"), queryset=Body.objects.none())
    starts_at = MomentField(label=_("Commence le"), help_text=_("Jour et heure de Paris."))
    place = forms.CharField(label=_("Lieu"), max_length=200, required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – for the types
        field.queryset = bodies
