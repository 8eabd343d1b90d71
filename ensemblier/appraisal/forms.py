"""What people type about applications, and about the sessions that examine them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.appraisal.enums import OpinionValue
from ensemblier.councils.models import Council, Mandate
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
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
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


class ConsultationForm(forms.Form):
    """`matters` are the subjects to choose from; none when the page is about one thing."""

    councils = forms.ModelMultipleChoiceField(
        label=_("Conseils consultés"), queryset=Council.objects.none()
    )
    matter = forms.ChoiceField(label=_("Sujet"), choices=[])
    title = forms.CharField(label=_("Titre"), max_length=250)
    question = forms.CharField(
        label=_("Ce qui est demandé"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "En mots simples\u00a0: ce que le conseil doit lire, et à quelle question il répond."
        ),
    )
    papers = ManyFilesField(
        label=_("Papiers à lire"),
        required=False,
        help_text=_("Plusieurs fichiers à la fois. Chaque conseil reçoit les mêmes."),
    )
    due_on = forms.DateField(label=_("Dernier jour pour répondre"))
    shorter_reason = forms.CharField(
        label=_("Pourquoi moins de temps que la règle"),
        max_length=300,
        required=False,
        help_text=_("Seulement dans ce cas. Le conseil lit cette raison."),
    )
    send_now = forms.BooleanField(
        label=_("Envoyer tout de suite aux membres"),
        required=False,
        help_text=_("Sinon la consultation reste un brouillon que vous relisez avant l’envoi."),
    )

    def __init__(
        self, *args: Any, councils: Any, matters: Sequence[tuple[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["councils"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 – for the types
        field.queryset = councils
        chosen = self.fields["matter"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 – for the types
        chosen.choices = list(matters)
        if not matters:
            del self.fields["matter"]


class DraftForm(ConsultationForm):
    """The words of a draft; its papers and its council are changed elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, councils=Council.objects.none(), **kwargs)
        for name in ("councils", "papers", "send_now"):
            del self.fields[name]


class PapersForm(forms.Form):
    papers = ManyFilesField(label=_("Papiers à lire"))


class SeatsField(forms.ModelMultipleChoiceField):
    """Members of a council, with the college in which they sit."""

    def label_from_instance(self, obj: Mandate) -> str:
        return f"{obj.user} ({obj.get_college_display()})"


class AnswerForm(forms.Form):
    value = forms.ChoiceField(
        label=_("L’avis du conseil"), choices=OpinionValue.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Ce que dit le conseil"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Nécessaire si l’avis n’est pas simplement favorable."),
    )
    met_on = forms.DateField(
        label=_("Réunion du"), required=False, help_text=_("Le jour où le conseil en a parlé.")
    )
    present = SeatsField(
        label=_("Membres présents"), queryset=Mandate.objects.none(), required=False
    )
    others_present = forms.IntegerField(
        label=_("Autres personnes présentes"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=_("Combien\u00a0: habitants venus écouter, invités…"),
    )
    minutes = forms.FileField(
        label=_("Compte rendu"),
        required=False,
        help_text=_("Nécessaire si vous notez l’avis à la place du conseil."),
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 – for the types
        field.queryset = seats


class ExtendForm(forms.Form):
    due_on = forms.DateField(label=_("Nouveau dernier jour"))


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)


class StakeForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Qui se retire"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Motif"), max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – for the types
        field.queryset = people
        if people.count() == 1:
            field.initial = people.first()
