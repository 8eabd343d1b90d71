"""What the pages of a council share: who comes in, the trail of pages, one form."""

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
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.http import do_in_form
from ensemblier.councils.models import Council
from ensemblier.councils.queries import council_for
from ensemblier.ui.pages import form_page, found_by

CURRENT = "councils"
FORM_METHODS = ["GET", "HEAD", "POST"]


# For people who may not see it, the council does not exist.
of_council = found_by(council_for)
to_write = found_by(council_for, require=lambda user, row: require_edit(user, row.contract))


def address(council: Council) -> str:
    return reverse("councils:council", args=[council.pk])


def crumbs(council: Council | None, here: Any = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Conseils citoyens"), reverse("councils:list"))]
    if council is not None:
        items.append((council.name, address(council)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


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
) -> HttpResponse:
    """Show the form; once it holds, do the operation and go to the council."""
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
            return redirect(address(council or result))
    return form_page(
        request,
        form,
        title=title,
        back=address(council) if council else reverse("councils:list"),
        breadcrumb=crumbs(council, title),
        submit=submit,
        current=CURRENT,
        contract=contract,
    )
