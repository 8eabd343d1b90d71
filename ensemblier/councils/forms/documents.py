"""What is filled in about the papers of a council."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.councils.enums import DocumentKind


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("sorte"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("titre"), max_length=250)
    dated = forms.DateField(label=_("en date du"), initial=timezone.localdate)
    is_public = forms.BooleanField(
        label=_("public"),
        required=False,
        help_text=_("Tout le monde peut le lire sur le site. Sinon, il reste dans le conseil."),
    )


class NewDocumentForm(DocumentForm):
    file = forms.FileField(label=_("fichier"))
    field_order = ["file"]
