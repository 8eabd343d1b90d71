"""What the pages of a contract share: who comes in, the sections, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_administration, require_edit
from ensemblier.contracts.queries import contract_for
from ensemblier.ui import pages
from ensemblier.ui.pages import found_by

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
    **page: Any,
) -> HttpResponse:
    """`pages.answer_form`, in a section of the contract."""
    return pages.answer_form(
        request,
        form,
        operation,
        arguments,
        title=title,
        back=address(section, contract),
        breadcrumb=crumbs(contract, section, title),
        current=CURRENT,
        contract=contract,
        **page,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    contract: Contract,
    section: str,
    title: str,
    **page: Any,
) -> HttpResponse:
    """`pages.answer_question`, in a section of the contract."""
    return pages.answer_question(
        request,
        operation,
        arguments,
        title=title,
        back=address(section, contract),
        breadcrumb=crumbs(contract, section, title),
        current=CURRENT,
        contract=contract,
        **page,
    )
