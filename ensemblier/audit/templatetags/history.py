"""`{% load history %}{% history thing %}`: who did what to it, folded under the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models

from ensemblier.audit.queries import history_of

register = template.Library()
SHOWN = 20


@register.inclusion_tag("audit/history.html")
def history(target: models.Model) -> dict[str, Any]:
    """The last deeds on `target`; one query."""
    return {"entries": list(history_of(target)[:SHOWN])}
