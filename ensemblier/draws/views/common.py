"""Who comes in, the way back up, one form, one question."""

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
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.permissions import require_team
from ensemblier.draws.queries.draws import draw_for
from ensemblier.draws.queries.pools import entrant_for, list_for, pool_for
from ensemblier.ui.pages import confirm_page, form_page, found_by

CURRENT = "draws"
FORM_METHODS = ["GET", "HEAD", "POST"]

# For people who may not see it, the pool does not exist.
of_pool = found_by(pool_for)
of_draw = found_by(draw_for)
to_keep = found_by(pool_for, require=require_team)
to_run = found_by(draw_for, require=require_team)
to_read_list = found_by(list_for, require=require_team)
to_read_person = found_by(entrant_for, require=require_team)


def pool_address(pool: Pool, name: str = "pool", *args: object) -> str:
    return reverse(f"draws:{name}", args=[pool.pk, *args])


def draw_address(draw: Draw, name: str = "draw", *args: object) -> str:
    return reverse(f"draws:{name}", args=[draw.pk, *args])


def crumbs(
    pool: Pool | None = None, draw: Draw | None = None, here: Any = ""
) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Tirages au sort"), reverse("draws:list"))]
    if pool is not None:
        items.append((pool.name, pool_address(pool)))
    if draw is not None:
        items.append((draw.name, draw_address(draw)))
    return [*items, (here, "")] if here else [*items[:-1], (items[-1][0], "")]


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    operation: Callable[..., Any],
    arguments: Callable[[dict[str, Any]], Mapping[str, Any]],
    *,
    title: str,
    submit: str,
    done: str,
    back: str,
    breadcrumb: list[tuple[Any, str]],
    contract: Contract,
    after: Callable[[Any], str] | None = None,
    lead: str = "",
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go to `after(result)`, else `back`."""
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
        back=back,
        breadcrumb=breadcrumb,
        submit=submit,
        current=CURRENT,
        contract=contract,
    )


def answer_question(
    request: HttpRequest,
    operation: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    title: str,
    text: str,
    submit: str,
    done: str,
    back: str,
    breadcrumb: list[tuple[Any, str]],
    contract: Contract,
    submit_kind: str = "danger",
) -> HttpResponse:
    """GET asks, POST does."""
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
        breadcrumb=breadcrumb,
        submit=submit,
        submit_kind=submit_kind,
        current=CURRENT,
        contract=contract,
    )
