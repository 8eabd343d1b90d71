"""Every component, with its declared props; loaded in every template."""

from django import template

register = template.Library()
