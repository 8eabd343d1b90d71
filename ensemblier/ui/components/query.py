"""The page's own address, changed by one parameter."""

from __future__ import annotations

from typing import Any

from django.utils.http import urlencode


def query_of(context: Any, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The parameters of the address on screen; none where no request is at hand."""
    request = context.get("request")
    if request is None:
        return {}
    return {name: values for name, values in request.GET.lists() if name not in without}


def with_parameter(context: Any, name: str, value: object) -> str:
    """The relative address of the same page with one parameter replaced, back on page one."""
    parameters = query_of(context, without=(name, "page"))
    return "?" + urlencode({**parameters, name: [str(value)]}, doseq=True)
