"""Between a page that is filled in box by box and the operation that saves it.

Serves whatever is filled in that way: an application, the report of an action.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from ensemblier.applications.forms.boxes import StepForm
from ensemblier.applications.operations.saving import Saved
from ensemblier.applications.operations.values import Values

CHOICE = "choice-"
MINE = "mine-"


def edition_of(text: str | None) -> int:
    """The edition on which a page was typed; the first one when it does not say."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def spoken_time(at: Any) -> str:
    """«14 h 32»."""
    return date_format(timezone.localtime(at), "G \\h i")


def asked_by(request: HttpRequest) -> tuple[int, dict[str, Any]] | None:
    """{edition, fields} sent by the script; None when it cannot be read."""
    try:
        asked = json.loads(request.body)
        base, fields = int(asked["edition"]), dict(asked["fields"])
    except (ValueError, KeyError, TypeError):
        return None
    return (base, fields) if 0 <= base < 2**31 else None


def as_posted(fields: dict[str, Any]) -> MultiValueDict[str, Any]:
    """Values of JSON as a page would have posted them."""
    posted: MultiValueDict[str, Any] = MultiValueDict()
    for key, value in fields.items():
        if isinstance(value, list):
            posted.setlist(key, [str(item) for item in value])
        elif isinstance(value, bool):
            posted[key] = str(value)
        else:
            posted[key] = "" if value is None else str(value)
    return posted


def answer_of(form: StepForm, saved: Saved, unread: dict[str, str]) -> dict[str, Any]:
    """What was written, refused and found changed, as the script reads it."""
    return {
        "edition": saved.edition,
        "time": spoken_time(saved.at),
        "written": saved.written,
        "refusals": {**unread, **saved.refusals},
        "conflicts": [
            {
                "key": conflict.key,
                "mine": form.said(conflict.key, conflict.mine),
                "theirs": form.said(conflict.key, conflict.theirs),
                "value": form.boxed(conflict.key, conflict.theirs),
                "by": str(conflict.by or ""),
            }
            for conflict in saved.conflicts
        ],
        "elsewhere": {
            key: form.boxed(key, value)
            for key, value in saved.elsewhere.items()
            if key in form.fields
        },
    }


def choices_of(form: StepForm, saved: Saved) -> list[dict[str, Any]]:
    """The boxes written by two people, for the page that asks what to keep."""
    return [
        {
            "key": conflict.key,
            "label": form.fields[conflict.key].label,
            "mine": form.said(conflict.key, conflict.mine),
            "mine_value": json.dumps(form.boxed(conflict.key, conflict.mine)),
            "theirs": form.said(conflict.key, conflict.theirs),
            "by": conflict.by,
        }
        for conflict in saved.conflicts
    ]


def chosen_by(request: HttpRequest, form: StepForm) -> tuple[Values, dict[str, str]]:
    """Of that page sent back: the boxes where the person keeps their own, and those refused."""
    chosen = [
        name.removeprefix(CHOICE)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value == "mine"
    ]
    raw = {key: _json(request.POST.get(f"{MINE}{key}", "")) for key in chosen}
    return form.read(as_posted(raw), chosen)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return ""
