"""A scenario: its name, the rules of a sharing, the amounts tried."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.funding.forms.matrix import indented
from ensemblier.funding.queries.matrix import Matrix
from ensemblier.ui.forms import EurosField

RULES = 6


class ScenarioForm(forms.Form):
    name = forms.CharField(label=_("nom"), max_length=120)


class SharingForm(ScenarioForm):
    """The rules of a sharing: as many shares as there are boxes, those left empty aside."""

    step = EurosField(label=_("arrondir les montants à"), initial=100_00)
    ceiling_percent = forms.IntegerField(
        label=_("une action reçoit au plus (% de ses charges)"),
        required=False,
        min_value=1,
        max_value=100,
    )

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [(f"node:{pk}", indented(node)) for pk, node in matrix.nodes.items()]
        areas = [(f"area:{pk}", name) for pk, name in matrix.areas.items()]
        choices = [("", "–"), (_("Objectifs"), nodes), (_("Quartiers"), areas)]
        for rank in range(RULES):
            self.fields[f"on_{rank}"] = forms.ChoiceField(
                label=_("pour"), required=False, choices=choices
            )
            for name, label in (("least", _("au moins (%)")), ("most", _("au plus (%)"))):
                self.fields[f"{name}_{rank}"] = forms.DecimalField(
                    label=label,
                    required=False,
                    min_value=0,
                    max_value=100,
                    decimal_places=2,
                    localize=True,
                )

    def clean_step(self) -> int:
        step = self.cleaned_data["step"]
        if not step:
            raise forms.ValidationError(_("Choisissez un pas d’au moins un centime."))
        return int(step)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for rank in range(RULES):
            least, most = values.get(f"least_{rank}"), values.get(f"most_{rank}")
            has_share = least is not None or most is not None
            if has_share and not values.get(f"on_{rank}"):
                self.add_error(f"on_{rank}", _("Dites pour quel objectif ou quel quartier."))
            if least is not None and most is not None and least > most:
                self.add_error(f"least_{rank}", _("Le moins dépasse le plus."))
        return values

    def shares(self) -> list[tuple[str, int, int | None, int | None]]:
        """(«node» or «area», number, least, most), shares in ten-thousandths."""
        found = []
        for rank in range(RULES):
            kind, _colon, pk = self.cleaned_data[f"on_{rank}"].partition(":")
            least, most = self.cleaned_data[f"least_{rank}"], self.cleaned_data[f"most_{rank}"]
            if pk and (least is not None or most is not None):
                found.append(
                    (
                        kind,
                        int(pk),
                        None if least is None else int(least * 100),
                        None if most is None else int(most * 100),
                    )
                )
        return found

    @property
    def rule_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"{name}_{rank}"] for name in ("on", "least", "most")] for rank in range(RULES)
        ]


class ScenarioAmountsForm(forms.Form):
    """One box for each line of a page of a scenario; the name carries the request."""

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tried in lines:
            self.fields[f"a{tried.line.request_id}"] = EurosField(
                label=f"{tried.row.reference}, {tried.funder}",
                required=False,
                initial=tried.amount,
            )

    def amounts(self) -> dict[int, int]:
        """An empty box is 0."""
        return {int(name[1:]): cents or 0 for name, cents in self.cleaned_data.items()}
