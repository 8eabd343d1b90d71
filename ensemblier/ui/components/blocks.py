"""Components that surround what they are given."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from ensemblier.ui.components.base import Props, component, filled, one_of
from ensemblier.ui.stacking import stacked

NOTICE_ICONS = {"info": "info", "ok": "check", "warning": "warning", "error": "stop"}


@component(block=True)
def card(content: str, title: str = "", level: int = 2, url: str = "") -> Props:
    """A sheet of paper that holds one subject; its title may lead to the page about it."""
    return {"title": title, "heading": f"h{one_of(str(level), '23456', 'level')}", "url": url}


@component(block=True)
def notice(content: str, tone: str = "info", title: str = "") -> Props:
    """A sentence that must be seen."""
    one_of(tone, NOTICE_ICONS, "tone")
    return {"tone": tone, "title": title, "icon_name": NOTICE_ICONS[tone]}


@component(block=True)
def table_region(content: str, label: str) -> Props:
    """A wide table that scrolls inside the page, by keyboard too; on a phone, a sheet per row."""
    sheets = stacked(content)
    shown = content if sheets is None else mark_safe(sheets)  # noqa: S308 - as it came, with labels
    return {"label": filled(label, "label"), "content": shown, "is_stacked": sheets is not None}


@component(block=True)
def toolbar(content: str) -> Props:
    """Filters and actions above a list, side by side."""
    return {}


@component(block=True)
def details(content: str, summary: str, open: bool = False) -> Props:
    """What most people need not read; opens without JavaScript."""
    return {"summary": filled(summary, "summary"), "open": open}


@component(block=True, internal=True)
def frame(content: str, css: str, tag: str = "div") -> Props:
    """A part of a layout, absent when its block is empty."""
    return {"css": css, "tag": tag, "content": content if content.strip() else ""}
