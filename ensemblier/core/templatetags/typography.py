"""Filters over `core.typography` and `core.richtext`; loaded in every template."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ensemblier.core import typography
from ensemblier.core.richtext import plain, sanitize

register = template.Library()
register.filter("number", typography.number)
register.filter("quantity", typography.quantity)
register.filter("euros", typography.euros)
register.filter("long_date", typography.long_date)
register.filter("long_moment", typography.long_moment)
register.filter("clock", typography.clock)


@register.filter
def rich(html: str) -> SafeString:
    """Text kept by `core.richtext`, cleaned once more on its way to the page."""
    return mark_safe(sanitize(html))  # noqa: S308


register.filter("plain", plain)
