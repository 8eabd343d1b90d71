"""Between a domain's refusal and a person: messages, form errors, downloads."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from ensemblier.core.exceptions import NotAllowed, Refused

T = TypeVar("T")

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pb": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def put_in_form(form: forms.BaseForm, refusal: Refused) -> None:
    """The sentence beside its field, or on top of the form when it has none."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def do_in_form(form: forms.BaseForm, operation: Callable[..., T], **arguments: Any) -> T | None:
    """What `operation` returns, or None once its refusal stands in `form`.

    `NotAllowed` goes through: it is answered by a 403 page that says who can.
    """
    try:
        return operation(**arguments)
    except NotAllowed:
        raise
    except Refused as refusal:
        put_in_form(form, refusal)
        return None


def do_with_message(
    request: HttpRequest, operation: Callable[..., Any], *, done: object = "", **arguments: Any
) -> bool:
    """Whether `operation` was done; `done` or its refusal becomes a message on the next page."""
    try:
        operation(**arguments)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, str(done))
    return True


def filename(*parts: object, extension: str) -> str:
    """A name that every system accepts: («Écoles d'Alès», «2024») gives «ecoles-dales-2024.csv»."""
    words = "-".join(word for word in (slugify(str(part)) for part in parts) if word)
    return f"{words or 'document'}.{extension}"


def dated_stem(*parts: object, day: datetime.date) -> str:
    """A name without extension: «signataires-2024-04-09»."""
    return filename(*parts, day.isoformat(), extension="").rstrip(".")


def download(content: bytes | str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file to keep. Its type comes from the end of `name`; browsers may not guess another."""
    extension = name.rpartition(".")[2].lower()
    response = HttpResponse(
        content, content_type=CONTENT_TYPES.get(extension, "application/octet-stream")
    )
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
