"""Every component as a tag; a builtin of every template, so nothing to load."""

from django import template

from ensemblier.ui.components import REGISTRY

register = template.Library()

for component in REGISTRY.values():
    component.register(register)
