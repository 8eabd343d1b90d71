"""What the pages of a council share: who comes in, the trail of pages, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, require_edit
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import can_write_council, require_write
from ensemblier.councils.queries import council_for
from ensemblier.ui import pages
from ensemblier.ui.pages import found_by

CURRENT = "councils"
FORM_METHODS = ["GET", "HEAD", "POST"]
# What a council is asked about an application is closed to those with a stake in it: the room
# that knows applications shows the list.
ELSEWHERE = {"consultations": "appraisal:council_consultations"}


def _team_only(user: Any, council: Council) -> None:
    require_edit(user, council.contract)


# For people who may not see it, the council does not exist.
of_council = found_by(council_for)
to_edit = found_by(council_for, require=_team_only)
to_write = found_by(council_for, require=require_write)


def sections() -> dict[str, str]:
    """The pages of a council: address name → title."""
    return {
        "council": _("Membres"),
        "consultations": _("Consultations"),
        "meetings": _("Réunions"),
        "minutes": _("Comptes rendus"),
        "documents": _("Documents"),
        "grants": _("Fonctionnement"),
    }


def address(council: Council, name: str = "council", *args: object) -> str:
    return reverse(ELSEWHERE.get(name, f"councils:{name}"), args=[council.pk, *args])


def crumbs(
    council: Council | None, here: Any = "", section: str = "council"
) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Conseils citoyens"), reverse("councils:list"))]
    if council is not None:
        items.append((council.name, address(council)))
        if section != "council":
            items.append((sections()[section], address(council, section)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def section_context(
    request: HttpRequest, council: Council, section: str, **context: Any
) -> dict[str, Any]:
    return {
        "council": council,
        "contract": council.contract,
        "section_title": sections()[section],
        "tabs": [
            {"label": title, "url": address(council, name), "current": name == section}
            for name, title in sections().items()
        ],
        "breadcrumb": crumbs(council, section=section),
        "can_edit": can_edit_contract(request.user, council.contract),
        "can_write": can_write_council(request.user, council),
        "current": CURRENT,
        "today": timezone.localdate(),
        **context,
    }


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    council: Council | None,
    contract: Contract,
    title: str,
    section: str = "council",
    more: Mapping[str, Any] | None = None,
    **page: Any,
) -> HttpResponse:
    """`pages.answer_form`, in a section of the council; `more` is what a template of its own
    shows around the form."""
    return pages.answer_form(
        request,
        form,
        operation,
        arguments,
        title=title,
        back=address(council, section) if council else reverse("councils:list"),
        breadcrumb=crumbs(council, title, section),
        current=CURRENT,
        contract=contract,
        **(more or {}),
        **page,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    council: Council,
    section: str,
    title: str,
    back: str = "",
    **page: Any,
) -> HttpResponse:
    """`pages.answer_question`, in a section of the council; `back` is where Cancel leads."""
    there = address(council, section)
    return pages.answer_question(
        request,
        operation,
        arguments,
        title=title,
        back=back or there,
        after=there,
        breadcrumb=crumbs(council, title, section),
        current=CURRENT,
        contract=council.contract,
        **page,
    )
