"""Forms: the same look, words and accessibility everywhere."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField

from ensemblier.ui.components.base import Props, component


@component()
def form_fields(form: BaseForm | BaseFormSet[Any]) -> Props:
    """All the fields of a form, its errors summed up at the top."""
    if not isinstance(form, BaseForm | BaseFormSet):
        raise TypeError(f"form_fields takes a form, not {form!r}")
    return {"form": form}


@component()
def field(bound_field: BoundField) -> Props:
    """One field with its label, hint and error."""
    if not isinstance(bound_field, BoundField):
        raise TypeError(f"field takes a bound field, not {bound_field!r}")
    return {"bound_field": bound_field}


@component()
def error_summary(form: BaseForm) -> Props:
    """What to correct, each line leading to its field; for forms laid out field by field."""
    if not isinstance(form, BaseForm):
        raise TypeError(f"error_summary takes a form, not {form!r}")
    return {"form": form, "fields": [form[name] for name in form.errors if name in form.fields]}
