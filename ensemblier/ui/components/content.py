"""Small pieces of content."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import constants

from ensemblier.ui.components.base import TONES, Props, component, filled, one_of
from ensemblier.ui.icons import ICONS

MESSAGE_TONES = {
    constants.DEBUG: "info",
    constants.INFO: "info",
    constants.SUCCESS: "ok",
    constants.WARNING: "warning",
    constants.ERROR: "error",
}


@component()
def icon(name: str) -> Props:
    """A small drawing beside a word; never alone."""
    one_of(name, ICONS, "name")
    return {"path": ICONS[name]}


@component()
def tag(label: str, tone: str = "plain") -> Props:
    """A state, as a colored word: the color never says it alone."""
    return {"label": filled(label, "label"), "tone": one_of(tone, TONES, "tone")}


@component()
def big_figure(value: Any, label: str, url: str = "") -> Props:
    """The number that matters; `url` opens the rows it was computed from."""
    return {"value": filled(value, "value"), "label": filled(label, "label"), "url": url}


@component()
def empty(title: str, text: str, action_label: str = "", action_url: str = "") -> Props:
    """A list without rows says what to do.

    Within a `for` loop it stands after the loop's own `{% empty %}`, never before it.
    """
    return {
        "title": filled(title, "title"),
        "text": text,
        "action_label": action_label,
        "action_url": action_url,
    }


@component(takes_context=True)
def messages_list(context: Any) -> Props:
    """What just happened, said once."""
    messages = [
        {"text": message, "tone": MESSAGE_TONES.get(message.level, "info")}
        for message in context.get("messages") or []
    ]
    return {"messages": messages}
