"""Who comes in to a consultation, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.appraisal.permissions import (
    refuse_out_of_consultation,
)
from ensemblier.appraisal.queries.consultations import (
    consultation_seen_by,
)
from ensemblier.calls.queries import call_for
from ensemblier.contracts.permissions import (
    can_view_contract,
    has_any_role,
    require_edit,
)
from ensemblier.councils.models import Consultation
from ensemblier.councils.permissions import councils_of, require_answer
from ensemblier.ui import pages
from ensemblier.ui.pages import found_by

CURRENT = "consultations"


def _open_to(user: Any, consultation: Consultation) -> None:
    """Who stays out knows that it exists, and reads nothing of it."""
    if consultation.is_out or consultation.is_closed_to:  # type: ignore[attr-defined]
        refuse_out_of_consultation()


def _writable(user: Any, consultation: Consultation) -> None:
    _open_to(user, consultation)
    require_edit(user, consultation.contract)


def _answerable(user: Any, consultation: Consultation) -> None:
    _open_to(user, consultation)
    require_answer(user, consultation)


of_consultation = found_by(consultation_seen_by, require=_open_to)
of_consultation_team = found_by(consultation_seen_by, require=_writable)
to_answer = found_by(consultation_seen_by, require=_answerable)
of_call_team = found_by(
    call_for, key="call_id", require=lambda user, call: require_edit(user, call.contract)
)


def address(consultation: Consultation) -> str:
    return reverse("appraisal:consultation", args=[consultation.pk])


def crumbs(consultation: Consultation | None, here: Any = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Consultations"), reverse("appraisal:consultations"))]
    if consultation is not None:
        items.append((consultation.title, address(consultation) if here else ""))
    return [*items, (here, "")] if here else items


def sees_consultations(user: Any) -> bool:
    return has_any_role(user) or bool(councils_of(user))


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    consultation: Consultation,
    title: str,
    **page: Any,
) -> HttpResponseBase:
    """`pages.answer_form`, leading back to the consultation."""
    contract = consultation.contract
    return pages.answer_form(
        request,
        form,
        operation,
        arguments,
        title=title,
        back=address(consultation),
        breadcrumb=crumbs(consultation, title),
        current=CURRENT,
        contract=contract if can_view_contract(request.user, contract) else None,
        **page,
    )


def ask(
    request: HttpRequest,
    operation: Callable[..., Any],
    *,
    consultation: Consultation,
    title: str,
    **page: Any,
) -> HttpResponseBase:
    """`pages.answer_question`, about a consultation."""
    return pages.answer_question(
        request,
        operation,
        {},
        title=title,
        back=address(consultation),
        breadcrumb=crumbs(consultation, title),
        current=CURRENT,
        contract=consultation.contract,
        **page,
    )
