"""How forms are rendered everywhere, and the fields that every room needs."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Script
from django.template.loader import select_template
from django.utils.translation import gettext_lazy as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.money import LARGEST, figure, parse_euros
from ensemblier.core.richtext import from_text, to_text


class Field(forms.BoundField):
    """A field of a form, with the widgets that serve people best.

    A date gets the device's own calendar, a choice of several its boxes to tick.
    """

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        widget = field.widget
        if type(widget) is forms.DateInput and widget.format is None:
            widget.input_type = "date"
            widget.format = "%Y-%m-%d"
        elif type(widget) is forms.SelectMultiple:
            boxes = forms.CheckboxSelectMultiple(attrs=widget.attrs)
            boxes.choices = widget.choices
            field.widget = boxes

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        return self.use_fieldset

    @property
    def anchor(self) -> str:
        """The id that the error summary leads to: a group's first box, or the field."""
        return f"{self.auto_id}_0" if self.is_group and self.auto_id else self.auto_id


class Renderer(TemplatesSetting):
    """Our templates first, Django's where we have nothing to add."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        ours = template_name.replace("django/forms/", "ui/forms/", 1)
        return select_template([ours, template_name])


class EurosInput(forms.TextInput):
    """A figure typed as people write it; phones show their digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "class": "euros", **(attrs or {})}
        )


class EurosField(forms.Field):
    """An amount, in cents for the code; what was typed comes back as typed beside its error.

    `negative` allows amounts below zero; `largest` is in cents.
    """

    widget = EurosInput

    def __init__(self, *, negative: bool = False, largest: int = LARGEST, **options: Any) -> None:
        self.negative, self.largest = negative, largest
        super().__init__(**options)

    def to_python(self, value: object) -> int | None:
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return parse_euros(text, negative=self.negative, largest=self.largest)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        """What the box shows: the figure of these cents, or the text as it was typed."""
        return figure(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


FIRST_YEAR, LAST_YEAR = 1900, 2200


class MomentField(forms.DateTimeField):
    """A day and an hour to the minute, on the device's own calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget",
            forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime.datetime | None:
        """An instant too near the ends of the calendar has no counterpart in another time zone."""
        instant = super().to_python(value)
        if instant and not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise forms.ValidationError(_("Vérifiez l’année."), code="year")
        return instant


class MonthField(forms.DateField):
    """A month, as its first day; typed «2020-01» or «01/2020» where the device has no calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%Y-%m", "%m/%Y", "%m-%Y"])
        options.setdefault("widget", MonthInput())
        options.setdefault(
            "error_messages", {"invalid": _("Écrivez un mois et une année, comme 01/2020.")}
        )
        super().__init__(**options)


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; cleaned as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploaded = data if isinstance(data, list | tuple) else [data]
        kept = [super(ManyFilesField, self).clean(one, initial) for one in uploaded if one]
        if self.required and not kept:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return kept


class RichTextInput(forms.Textarea):
    """A text box with marks for titles, lists and links; its script adds buttons that type them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 14, "data-richtext": "", **(attrs or {})})

    class Media:
        js = [Script("ui/richtext.js", type="module")]


class RichTextField(forms.CharField):
    """Harmless HTML for the code (`core.richtext`), text with simple marks for the person."""

    widget = RichTextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            _(
                "Une ligne vide sépare deux paragraphes. « ## » commence un titre, « - » un point "
                "de liste ; **deux étoiles** mettent en gras ; un lien s’écrit "
                "[ses mots](https://son-adresse.fr)."
            ),
        )
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        return from_text(super().clean(value))

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return RichTextBox(form, self, field_name)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return from_text(initial or "") != from_text(data or "")


class RichTextBox(Field):
    """Shows what is kept as it is typed, and what was just typed as it was."""

    @property
    def initial(self) -> Any:
        return to_text(super().initial or "")
