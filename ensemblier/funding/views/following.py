"""What the pages that follow the money share: who comes in, their tabs, one form, one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.funding.models import Award
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.permissions import can_follow_money
from ensemblier.funding.queries.awards import awards_seen_by, with_line
from ensemblier.ui import pages
from ensemblier.ui.pages import View, visible_to

CURRENT = "agreements"
FORM_METHODS = ["GET", "HEAD", "POST"]

for_followers = visible_to(can_follow_money)


def person(request: HttpRequest) -> User:
    """Behind our guards, nobody is anonymous."""
    return cast(User, request.user)


def of_line(view: View) -> View:
    """The view gets the award; for people who may not see it, it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, award_id: int, **kwargs: Any) -> HttpResponseBase:
        return view(request, award_for(request, award_id), **kwargs)

    return guarded


def to_keep(view: View) -> View:
    """`of_line`, for those who keep the line: the others get 403 and who can."""

    def required(request: HttpRequest, award: Award, **kwargs: Any) -> HttpResponseBase:
        require_line(person(request), award.request)
        return view(request, award, **kwargs)

    return of_line(wraps(view)(required))


def award_for(request: HttpRequest, pk: int) -> Award:
    award = with_line(awards_seen_by(request.user)).filter(pk=pk).first()
    if award is None:
        raise Http404
    return award


def sections() -> dict[str, str]:
    """The pages of the money: address name → title."""
    return {
        "decision_calls": _("Décisions et lettres"),
        "agreements": _("Conventions"),
        "payments": _("Versements"),
        "recoveries": _("Reversements"),
        "templates": _("Modèles"),
    }


def crumbs(section: str, *places: tuple[Any, str]) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Conventionner et payer"), reverse("funding:agreements"))]
    if section != "agreements":
        items.append((sections()[section], reverse(f"funding:{section}")))
    items += places
    items[-1] = (items[-1][0], "")
    return items


def section_context(section: str, **context: Any) -> dict[str, Any]:
    return {
        "section": section,
        "section_title": sections()[section],
        "tabs": [
            {"label": title, "url": reverse(f"funding:{name}"), "current": name == section}
            for name, title in sections().items()
        ],
        "breadcrumb": crumbs(section),
        "current": CURRENT,
        "today": timezone.localdate(),
        **context,
    }


def line_address(award: Award) -> str:
    return reverse("funding:line", args=[award.pk])


def line_crumbs(award: Award, here: Any = "") -> list[tuple[Any, str]]:
    line = (_line_name(award), line_address(award))
    return crumbs("agreements", line, *([(here, "")] if here else []))


def _line_name(award: Award) -> str:
    request = award.request
    return f"{request.application.reference} – {request.funder.label}"


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    award: Award,
    title: str,
    back: str = "",
    **page: Any,
) -> HttpResponse:
    """`pages.answer_form`, leading back to the line."""
    return pages.answer_form(
        request,
        form,
        operation,
        arguments,
        title=title,
        back=back or line_address(award),
        breadcrumb=line_crumbs(award, title),
        current=CURRENT,
        contract=award.request.application.contract,
        **page,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    award: Award,
    title: str,
    **page: Any,
) -> HttpResponse:
    """`pages.answer_question`, leading back to the line."""
    return pages.answer_question(
        request,
        operation,
        arguments,
        title=title,
        back=line_address(award),
        breadcrumb=line_crumbs(award, title),
        current=CURRENT,
        contract=award.request.application.contract,
        **page,
    )
