"""The columns of a past year, and what holds for the whole file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ensemblier.funding.past_years.columns import ASKED_PREFIX, FUNDER_PREFIX
from ensemblier.organizations.forms import MappingForm
from ensemblier.organizations.models import Organization


class PastYearForm(MappingForm):
    """One choice of column for each field, then what no column says."""

    folded_starts = (ASKED_PREFIX, FUNDER_PREFIX)

    def __init__(
        self,
        *args: Any,
        funders: Sequence[Organization],
        sheets: Sequence[str],
        mapping: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, mapping=mapping, **kwargs)
        self.fields["default_year"] = forms.CharField(
            label=_("année de tout le fichier"),
            help_text=_("Si aucune colonne ne la donne."),
            required=False,
            max_length=4,
            initial=mapping.get("default_year", ""),
        )
        self.fields["default_funder"] = forms.ChoiceField(
            label=_("financeur de tout le fichier"),
            help_text=_("Si aucune colonne ne le donne."),
            choices=[("", "–"), *((str(funder.pk), str(funder)) for funder in funders)],
            required=False,
            initial=mapping.get("default_funder", ""),
        )
        self.fields["default_action"] = forms.CharField(
            label=_("nom des actions"),
            help_text=_("Si aucune colonne ne le donne."),
            required=False,
            max_length=200,
            initial=mapping.get("default_action", ""),
        )
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("feuille du classeur"),
                choices=[(sheet, sheet) for sheet in sheets],
                required=False,
                initial=mapping.get("sheet", ""),
            )
        self.fields["repeats"] = forms.BooleanField(
            label=_("une case vide répète celle du dessus"),
            help_text=_(
                "Structure, action, année, objectif et quartiers\u00a0; jamais un montant."
            ),
            required=False,
            initial=bool(mapping.get("repeats")),
        )
