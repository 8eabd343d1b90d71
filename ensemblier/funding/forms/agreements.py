"""An agreement as it is prepared, then as it is signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.funding.enums import AgreementKind
from ensemblier.ui.forms import EurosField


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
