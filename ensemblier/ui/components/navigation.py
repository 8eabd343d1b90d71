"""Where one is, and where one may go from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from ensemblier.ui.components.base import Props, component, filled
from ensemblier.ui.components.query import query_of, with_parameter


@component()
def breadcrumb(items: Sequence[tuple[str, str]]) -> Props:
    """The way back up: (label, url) from the root; the page itself has no url."""
    return {"items": [{"label": filled(label, "label"), "url": url} for label, url in items]}


@component()
def tabs(items: Sequence[dict[str, Any]], label: str) -> Props:
    """Pages of one thing: {label, url, current}. Each tab is a page with its address."""
    for item in items:
        filled(item["label"], "label")
        filled(item["url"], "url")
    return {"items": items, "label": filled(label, "label")}


@component(takes_context=True)
def pagination(context: Any, page_obj: Page) -> Props:
    """The pages of a long list; filters in the address stay."""
    paginator = page_obj.paginator

    def link(number: int) -> str:
        return with_parameter(context, "page", number)

    pages = [
        {"number": number, "url": link(number), "current": number == page_obj.number}
        if isinstance(number, int)
        else {"gap": True}
        for number in paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
        if isinstance(number, int) or number == Paginator.ELLIPSIS
    ]
    return {
        "is_needed": paginator.num_pages > 1,
        "page_obj": page_obj,
        "pages": pages,
        "previous": link(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "next": link(page_obj.next_page_number()) if page_obj.has_next() else "",
    }


@component(takes_context=True)
def sort_link(context: Any, label: str, key: str, name: str = "tri") -> Props:
    """A column's title that sorts: «?tri=key», then «?tri=-key»."""
    current = (query_of(context).get(name) or [""])[-1]
    directions = {key: _("tri croissant"), f"-{key}": _("tri décroissant")}
    target = f"-{key}" if current == key else key
    return {
        "label": filled(label, "label"),
        "url": with_parameter(context, name, target),
        "direction": directions.get(current, ""),
        "is_descending": current == f"-{key}",
    }
