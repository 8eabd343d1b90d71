"""Lists cut into pages that keep their filters."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(rows: Any, request: HttpRequest, size: int = PAGE_SIZE) -> Page:
    """The page that `?page=` asks for; a page that does not exist gives the nearest one.

    `rows` is a queryset or a list. The page goes to the component `{% pagination page %}`.
    """
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_string(request: HttpRequest, **changes: object) -> str:
    """The address's query string with `changes`, «?» included; None or "" removes a key.

    The page falls unless it is asked for: a new filter starts again at the first page.
    """
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else ""
