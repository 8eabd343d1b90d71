"""Our addresses, and `/bare/<name>/`: the same bytes through the same middleware, no work."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as ours


@cache
def bytes_of(name: str) -> bytes:
    return (Path(settings.VAR_DIR) / "bare" / name).read_bytes()


def bare(_request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(bytes_of(name))


urlpatterns = [path("bare/<slug:name>/", bare), *ours]
