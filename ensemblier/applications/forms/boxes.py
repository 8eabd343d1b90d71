"""A step as a form whose boxes are known by key; saving works box by box."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from ensemblier.applications.operations.saving import same
from ensemblier.applications.operations.values import Values, is_blank
from ensemblier.core.typography import euros, long_date, number
from ensemblier.ui.forms import EurosField

BASE, EDITION = "base_values", "edition"


class PercentField(forms.DecimalField):
    """A share typed in percent, kept in ten-thousandths."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        )
        super().__init__(min_value=0, max_value=100, decimal_places=2, localize=True, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return Decimal(value)
        return super().to_python(str(value or "").replace("%", "").strip())

    def clean(self, value: Any) -> int | None:
        percent = super().clean(value)
        return None if percent is None else int((percent * 100).to_integral_value())

    def prepare_value(self, value: Any) -> Any:
        return number(Decimal(value) / 100) if isinstance(value, int) else value


class StepForm(forms.Form):
    """Boxes are never required here: what is missing is told before submitting.

    `kept` are the values in the database, `last_year` those shown in grey beside the boxes, which
    `beside` names.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Mapping[str, forms.Field],
        kept: Values,
        edition: int,
        review: list[str] | None = None,
        last_year: Mapping[str, str] | None = None,
        beside: str = "",
    ) -> None:
        self.beside = beside or _("L’an dernier")
        self.kept, self.edition = kept, edition
        self.review, self.last_year = set(review or ()), dict(last_year or {})
        super().__init__(data, initial={key: kept.get(key) for key in fields})
        for key, box in fields.items():
            box.required = False
            self.fields[key] = box
            if key in self.last_year and not box.help_text:
                box.help_text = f"{self.beside}\u00a0: {self.last_year[key]}"

    @property
    def base_values(self) -> str:
        """What the boxes hold as the page is shown; comes back with it."""
        return json.dumps({key: plain(self.kept.get(key)) for key in self.fields})

    def changes_from(self, data: QueryDict) -> tuple[Values, dict[str, str]]:
        """Of a whole page sent back: {key: value} for the boxes that the person changed since
        the page was shown, and {key: sentence} for those that cannot be read."""
        shown = _shown(data.get(BASE, ""))
        values, refusals = self.read(data, self.fields)
        changed = {key: value for key, value in values.items() if not _is(value, shown.get(key))}
        return changed, refusals

    def read(self, data: Any, keys: Any) -> tuple[Values, dict[str, str]]:
        values: Values = {}
        refusals: dict[str, str] = {}
        for key in keys:
            field = self.fields.get(key)
            if field is None:
                refusals[key] = _("Cette case n’existe plus. Rechargez la page.")
                continue
            raw = field.widget.value_from_datadict(data, MultiValueDict(), key)
            if isinstance(raw, str):
                raw = raw.replace("\r\n", "\n")
            try:
                values[key] = as_kept(field.clean(raw))
            except forms.ValidationError as error:
                refusals[key] = " ".join(error.messages)
        return values, refusals

    def show_refusals(self, refusals: Mapping[str, str]) -> None:
        for key, sentence in refusals.items():
            self.add_error(key if key in self.fields else None, sentence)

    def boxed(self, key: str, value: Any) -> Any:
        """What a script puts into the box for a value: text, a truth, or a list of options."""
        field = self.fields[key]
        if isinstance(field, forms.BooleanField):
            return bool(value)
        if isinstance(value, list) and value:
            return [str(item) for item in value]
        if is_blank(value):
            return [] if isinstance(field, forms.MultipleChoiceField) else ""
        if isinstance(value, datetime.date):
            return value.isoformat()
        prepared = field.prepare_value(value)
        return number(prepared) if isinstance(prepared, Decimal) else str(prepared)

    def said(self, key: str, value: Any) -> str:
        """A value in words, for the choice between two."""
        field = self.fields[key]
        if is_blank(value):
            return _("(vide)")
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if isinstance(field, forms.ChoiceField):
            labels = {str(option): str(label) for option, label in _options(field)}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(item), str(item)) for item in chosen)
        if isinstance(field, EurosField):
            return euros(value)
        if isinstance(value, datetime.date):
            return long_date(value)
        return str(self.boxed(key, value))


def _options(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    options: list[tuple[Any, Any]] = []
    for option, label in field.choices:  # type: ignore[misc, union-attr]
        options += label if isinstance(label, list | tuple) else [(option, label)]
    return options


def as_kept(value: Any) -> Any:
    """Nodes and the like are numbers; the rest as the field gives it."""
    if isinstance(value, list):
        return [int(item) if str(item).isdecimal() else item for item in value]
    return value


def plain(value: Any) -> Any:
    """JSON."""
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)


def _is(value: Any, shown: Any) -> bool:
    """Whether a box still holds what the page showed."""
    # A box to tick that nobody ever ticked says no.
    return same(plain(value), False if shown is None and value is False else shown)


def _shown(text: str) -> Values:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
