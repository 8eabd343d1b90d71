"""What a person presses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ensemblier.ui.components.base import Props, component, filled, one_of
from ensemblier.ui.components.query import query_of

KINDS = ("primary", "secondary", "quiet", "danger")
FORMATS = {
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
    "pdf": "PDF",
    "docx": "Word",
    "geojson": "GeoJSON",
    "ics": "iCalendar",
}


@component()
def button(
    label: str,
    href: str = "",
    kind: str = "primary",
    *,
    name: str = "",
    value: str = "",
    type: str = "submit",
    icon: str = "",
    confirm: str = "",
) -> Props:
    """A verb. With `href` a link, otherwise a form's button.

    `confirm` is a question asked in a dialog where JavaScript runs; the view asks it otherwise.
    """
    return {
        "label": filled(label, "label"),
        "href": href,
        "kind": one_of(kind, KINDS, "kind"),
        "name": name,
        "value": value,
        "type": one_of(type, ("submit", "button", "reset"), "type"),
        "icon_name": icon,
        "confirm": confirm,
    }


@component(takes_context=True)
def search_box(
    context: Any, action: str, placeholder: str = "", value: str = "", name: str = "q"
) -> Props:
    """One field that searches; works as a plain form."""
    return {
        "action": action,
        "label": placeholder or _("Rechercher"),
        "value": value or "",
        "name": name,
    }


@component(takes_context=True)
def export_links(context: Any, base_url: str, formats: str | Iterable[str]) -> Props:
    """The list as a file, filtered as on screen.

    `formats` is "xlsx csv" or a list. The format takes the place of «{format}» in `base_url`,
    or follows it: «…/export/» becomes «…/export/xlsx/», «…?format=» becomes «…?format=xlsx».
    """
    names = formats.replace(",", " ").split() if isinstance(formats, str) else list(formats)
    parameters = query_of(context, without=("page",))
    links = []
    for name in names:
        one_of(name, FORMATS, "formats")
        url = address_of_export(filled(base_url, "base_url"), name)
        if parameters:
            url += ("&" if "?" in url else "?") + urlencode(parameters, doseq=True)
        links.append({"label": FORMATS[name], "url": url})
    return {"links": links}


def address_of_export(base_url: str, name: str) -> str:
    if "{format}" in base_url:
        return base_url.replace("{format}", name)
    return f"{base_url}{name}" if base_url.endswith("=") else f"{base_url}{name}/"
