"""What the pages of a contract share: who comes in, the sections, one form, one question."""

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
from ensemblier.contracts.permissions import require_administration, require_edit
from ensemblier.contracts.queries import contract_for
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.ui.pages import confirm_page, form_page, found_by

CURRENT = "contracts"


# For people who may not see it, the contract does not exist.
of_contract = found_by(contract_for, "slug")
to_write = found_by(contract_for, "slug", require_edit)
to_administer = found_by(contract_for, "slug", require_administration)


def sections() -> dict[str, str]:
    """The pages of a contract: address name → title."""
    return {
        "detail": _("Résumé"),
        "areas": _("Territoires"),
        "signatories": _("Signataires"),
        "amendments": _("Avenants"),
        "documents": _("Documents"),
        "calendar": _("Calendrier"),
        "team": _("Équipe"),
    }


def address(name: str, contract: Contract, *args: object) -> str:
    return reverse(f"contracts:{name}", args=[contract.slug, *args])


def tabs_of(contract: Contract, current: str) -> list[dict[str, Any]]:
    return [
        {"label": title, "url": address(name, contract), "current": name == current}
        for name, title in sections().items()
    ]


def crumbs(contract: Contract, section: str = "detail", here: Any = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [
        (_("Contrats"), reverse("contracts:list")),
        (contract.name, address("detail", contract)),
    ]
    if section != "detail":
        items.append((sections()[section], address(section, contract)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def section_context(contract: Contract, section: str, **context: Any) -> dict[str, Any]:
    return {
        "contract": contract,
        "section": section,
        "section_title": sections()[section],
        "tabs": tabs_of(contract, section),
        "breadcrumb": crumbs(contract, section),
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
    contract: Contract,
    section: str,
    title: str,
    submit: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go back to the section.

    `arguments` turns what was cleaned into the operation's own.
    """
    back = address(section, contract)
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
            return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        lead=lead,
        back=back,
        breadcrumb=crumbs(contract, section, title),
        submit=submit,
        current=CURRENT,
        contract=contract,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    contract: Contract,
    section: str,
    title: str,
    text: str,
    submit: str,
    done: str,
    submit_kind: str = "danger",
) -> HttpResponse:
    """GET asks, POST does."""
    back = address(section, contract)
    if request.method == "POST":
        do_with_message(
            request, operation, done=done, by=request.user, at=timezone.now(), **arguments
        )
        return redirect(back)
    return confirm_page(
        request,
        title=title,
        text=text,
        back=back,
        breadcrumb=crumbs(contract, section, title),
        submit=submit,
        submit_kind=submit_kind,
        current=CURRENT,
        contract=contract,
    )
