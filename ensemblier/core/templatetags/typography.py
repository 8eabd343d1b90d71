"""Filters over `core.typography`; loaded in every template."""

from django import template

from ensemblier.core import typography

register = template.Library()
register.filter("number", typography.number)
register.filter("quantity", typography.quantity)
register.filter("euros", typography.euros)
register.filter("long_date", typography.long_date)
