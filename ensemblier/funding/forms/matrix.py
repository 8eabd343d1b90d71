"""What of the matrix is seen, one amount, and the file that goes out and comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.applications.enums import RECEIVED, GrantNature, LineState
from ensemblier.funding.grid import Choice
from ensemblier.funding.queries.matrix import Matrix
from ensemblier.ui.forms import EurosField

EVERYTHING = ("", _("tous"))

GROUP_LABELS = [
    ("", _("sans groupe")),
    ("node", _("objectif")),
    ("area", _("quartier principal")),
    ("committee", _("comité")),
    ("state", _("état du dossier")),
    ("nature", _("nouveau ou renouvelé")),
    ("bearer", _("porteur")),
]


class ChoiceForm(forms.Form):
    """What of the matrix is seen. Names of fields are those of the address."""

    q = forms.CharField(label=_("mots"), required=False)
    objectif = forms.TypedChoiceField(label=_("objectif"), required=False, coerce=int)
    quartier = forms.TypedChoiceField(label=_("quartier"), required=False, coerce=int)
    comite = forms.TypedChoiceField(label=_("comité"), required=False, coerce=int)
    etat = forms.ChoiceField(
        label=_("état du dossier"),
        required=False,
        choices=[EVERYTHING, *[(state.value, state.label) for state in RECEIVED]],
    )
    nature = forms.ChoiceField(
        label=_("fréquence"), required=False, choices=[EVERYTHING, *GrantNature.choices]
    )
    demande = forms.ChoiceField(
        label=_("état d’une demande"), required=False, choices=[EVERYTHING, *LineState.choices]
    )
    financeur = forms.TypedChoiceField(label=_("financeur"), required=False, coerce=int)
    groupe = forms.ChoiceField(label=_("grouper par"), required=False, choices=GROUP_LABELS)

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("objectif", [(pk, indented(node)) for pk, node in matrix.nodes.items()]),
            ("quartier", list(matrix.areas.items())),
            ("comite", list(matrix.committees.items())),
            ("financeur", [(column.funder_id, column.label) for column in matrix.columns]),
        ):
            self.fields[name].choices = [EVERYTHING, *choices]  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """What was chosen; a value that does not exist chooses everything."""
        self.is_valid()
        values = self.cleaned_data
        return Choice(
            words=values.get("q", ""),
            node=values.get("objectif") or None,
            area=values.get("quartier") or None,
            committee=values.get("comite") or None,
            state=values.get("etat", ""),
            nature=values.get("nature", ""),
            line=values.get("demande", ""),
            funder=values.get("financeur") or None,
            group=values.get("groupe", ""),
        )


def indented(node: Any) -> str:
    """Its code and title, pushed right by its level: the look of a tree in a list of choices."""
    title = f"{node.code} {node.short_title}".strip()
    return "\u2003" * node.level + title[:80]


class CellForm(forms.Form):
    """One amount; an empty box takes it back. `seen` is what the page showed."""

    amount = EurosField(label=_("montant"), required=False)
    envelope = forms.TypedChoiceField(
        label=_("enveloppe"), required=False, coerce=int, empty_value=None
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, envelopes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(envelope.pk, envelope.budget_line) for envelope in envelopes]
        field: Any = self.fields["envelope"]
        field.choices = choices
        if len(choices) < 2:
            del self.fields["envelope"]


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("fichier"),
        help_text=_("Le tableau téléchargé d’ici et rempli, au format XLSX."),
    )
