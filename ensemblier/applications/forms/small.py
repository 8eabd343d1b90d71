"""The small forms around the application."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.models import Action, Application
from ensemblier.calls.models import Call
from ensemblier.organizations.models import Organization, OrganizationDocument


class StartForm(forms.Form):
    """Which of my actions, or a new one."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    bearer = forms.ModelChoiceField(
        label=_("structure"), queryset=Organization.objects.none(), empty_label=None
    )
    action = forms.ModelChoiceField(
        label=_("action"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=_("une nouvelle action"),
    )
    name = forms.CharField(
        label=_("nom de la nouvelle action"),
        max_length=200,
        required=False,
        help_text=_("Elle le gardera d’année en année."),
    )
    is_multiyear = forms.BooleanField(
        label=_("demander pour trois ans"),
        required=False,
        help_text=_("La première année est ferme\u00a0; les suivantes dépendent des budgets."),
    )

    def __init__(
        self, *args: Any, call: Call, bearers: Any, assisted: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["token"].initial = uuid.uuid4
        fields["bearer"].queryset = bearers
        taken = Application.objects.filter(year=call.year).exclude(call=None)
        actions = Action.objects.filter(contract=call.contract_id, bearer__in=bearers)
        fields["action"].queryset = actions.exclude(pk__in=taken.values("action")).order_by("name")
        if assisted:
            fields["action"].label_from_instance = lambda action: f"{action} – {action.bearer}"
            fields["action"].queryset = fields["action"].queryset.select_related("bearer")
            fields["bearer"].empty_label = _("– Choisissez –")
        if not call.allows_multiyear:
            del fields["is_multiyear"]


class AttachForm(forms.Form):
    """A file, or a paper that the organization's file has already."""

    file = forms.FileField(label=_("fichier"), required=False)
    document = forms.ModelChoiceField(
        label=_("document du dossier de la structure"),
        queryset=OrganizationDocument.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = application.action.bearer.documents.all()


class JointForm(forms.Form):
    q = forms.CharField(
        label=_("SIRET, numéro RNA ou nom de la structure"),
        max_length=120,
        help_text=_("Elle doit être déjà connue ici."),
    )
    part = forms.CharField(
        label=_("ce qu’elle fait dans l’action"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )


class MessageForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("message"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    file = forms.FileField(label=_("fichier joint"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("motif"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
