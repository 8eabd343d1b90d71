"""What the pages of a council share: who comes in, the trail of pages, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, require_edit
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import can_write_council, require_write
from ensemblier.councils.queries import council_for
from ensemblier.ui.pages import confirm_page, form_page, found_by

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
    submit: str,
    done: str,
    section: str = "council",
    lead: str = "",
    after: Callable[[Any], str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go back to the section.

    `after` gives another page to go to, from what the operation returned; `more` is what a
    template of its own shows around the form.
    """
    back = address(council, section) if council else reverse("councils:list")
    if request.method == "POST" and form.is_valid():
        result = do_in_form(
            form,
            operation,
            by=request.user,
            at=timezone.now(),
            **arguments(dict(form.cleaned_data)),
        )
        if result is not None:
            messages.success(request, done)
            return redirect(after(result) if after else back)
    return form_page(
        request,
        form,
        title=title,
        lead=lead,
        **(more or {}),
        back=back,
        breadcrumb=crumbs(council, title, section),
        submit=submit,
        current=CURRENT,
        contract=contract,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    council: Council,
    section: str,
    title: str,
    text: str,
    submit: str,
    done: str,
    submit_kind: str = "danger",
    back: str = "",
) -> HttpResponse:
    """GET asks, POST does and goes to the section; `back` is where Cancel leads."""
    if request.method == "POST":
        is_done = do_with_message(
            request, operation, done=done, by=request.user, at=timezone.now(), **arguments
        )
        return redirect(address(council, section) if is_done or not back else back)
    return confirm_page(
        request,
        title=title,
        text=text,
        back=back or address(council, section),
        breadcrumb=crumbs(council, title, section),
        submit=submit,
        submit_kind=submit_kind,
        current=CURRENT,
        contract=council.contract,
    )
