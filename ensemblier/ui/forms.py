"""How forms are rendered everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template


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
