"""The report, on a phone: what happened, how many, how much."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.core.money import figure
from ensemblier.fund.enums import FileKind
from ensemblier.fund.forms.requests import LARGEST_COST
from ensemblier.fund.models import FundReport, FundRequest
from ensemblier.fund.operations.reports import REPORT_FIELDS, Spent
from ensemblier.ui.forms import EurosField, ManyFilesField, ManyFilesInput

MORE_COSTS = 3
PEOPLE = ("women", "men", "girls", "boys")


class ReportForm(forms.Form):
    happened_on = forms.DateField(label=gettext_lazy("quel jour\u00a0?"))
    ended_on = forms.DateField(
        label=gettext_lazy("jusqu’au"),
        required=False,
        help_text=gettext_lazy("Seulement si l’action a duré plus d’un jour."),
    )
    place = forms.CharField(label=gettext_lazy("à quel endroit\u00a0?"), max_length=200)
    story = forms.CharField(
        label=gettext_lazy("comment cela s’est passé"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    women = forms.IntegerField(
        label=gettext_lazy("femmes"), min_value=0, max_value=100_000, required=False
    )
    men = forms.IntegerField(
        label=gettext_lazy("hommes"), min_value=0, max_value=100_000, required=False
    )
    girls = forms.IntegerField(
        label=gettext_lazy("filles de moins de 16 ans"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    boys = forms.IntegerField(
        label=gettext_lazy("garçons de moins de 16 ans"),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    photos = ManyFilesField(
        label=gettext_lazy("photos"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/*"}),
        help_text=gettext_lazy("Demandez l’accord des personnes que l’on reconnaît."),
    )
    receipts = ManyFilesField(
        label=gettext_lazy("tickets et factures, en photo ou en PDF"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args: Any, request: FundRequest, **kwargs: Any) -> None:
        self.lines = list(request.lines.all())
        kwargs["initial"] = report_initial(request, self.lines)
        super().__init__(*args, **kwargs)
        for rank, line in enumerate(self.lines):
            self.fields[f"spent_{rank}"] = EurosField(
                label=line.label, required=False, largest=LARGEST_COST
            )
        for rank in range(MORE_COSTS):
            self.fields[f"more_label_{rank}"] = forms.CharField(
                label=_("autre dépense %(rank)d") % {"rank": rank + 1},
                max_length=120,
                required=False,
            )
            self.fields[f"more_cents_{rank}"] = EurosField(
                label=_("son prix %(rank)d (€)") % {"rank": rank + 1},
                required=False,
                largest=LARGEST_COST,
            )

    @property
    def spent_fields(self) -> list[forms.BoundField]:
        return [self[f"spent_{rank}"] for rank in range(len(self.lines))]

    @property
    def more_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"more_label_{one}"], self[f"more_cents_{one}"]) for one in range(MORE_COSTS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in PEOPLE:
            if cleaned.get(name) is None:
                cleaned[name] = 0
        if not self.errors and not sum(cleaned[name] for name in PEOPLE):
            self.add_error("women", _("Dites combien de personnes sont venues, même à peu près."))
        for rank in range(MORE_COSTS):
            label, cents = cleaned.get(f"more_label_{rank}"), cleaned.get(f"more_cents_{rank}")
            if cents and not label:
                self.add_error(f"more_label_{rank}", _("Dites ce que vous avez acheté à ce prix."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in REPORT_FIELDS}

    @property
    def spent(self) -> list[Spent]:
        found = self.cleaned_data
        planned = [(line.label, found.get(f"spent_{at}")) for at, line in enumerate(self.lines)]
        more = [
            (found.get(f"more_label_{rank}"), found.get(f"more_cents_{rank}"))
            for rank in range(MORE_COSTS)
        ]
        return [Spent(label, cents) for label, cents in [*planned, *more] if label and cents]

    @property
    def papers(self) -> dict[str, list[File[Any]]]:
        return {
            FileKind.REPORT_PHOTO: self.cleaned_data["photos"],
            FileKind.RECEIPT: self.cleaned_data["receipts"],
        }


def report_initial(request: FundRequest, lines: list[Any]) -> dict[str, Any]:
    """What was sent before, or what was planned."""
    report = FundReport.objects.filter(request=request).first()
    if report is None:
        return {
            "happened_on": request.starts_on,
            "ended_on": request.ends_on,
            "place": request.place,
        }
    initial: dict[str, Any] = {name: getattr(report, name) for name in REPORT_FIELDS}
    for rank, line in enumerate(lines):
        initial[f"spent_{rank}"] = figure(line.actual_cents or 0)
    return initial


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("ce que c’est"), choices=FileKind.choices)
    file = forms.FileField(
        label=gettext_lazy("fichier"),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
