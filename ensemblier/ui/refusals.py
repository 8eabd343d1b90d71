"""The last resort of a refusal: a page with its sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ensemblier.core.exceptions import NotAllowed, Refused

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """A refusal that no form and no message could hold: what a page offered is not there any
    more, because of another tab or of somebody else. `NotAllowed` is Django's own 403."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused) and not isinstance(exception, NotAllowed):
            return render(request, "refused.html", {"exception": exception}, status=409)
        return None
