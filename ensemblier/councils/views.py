"""The conseils citoyens and their members, for the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import (
    can_edit_contract,
    contracts_for,
    has_any_role,
    require_edit,
)
from ensemblier.core.http import do_in_form
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.exports import export_of_councils, export_of_mandates
from ensemblier.councils.forms import CouncilForm, EndForm, MandateForm
from ensemblier.councils.models import Council
from ensemblier.councils.queries import council_for, councils_for, mandates_of
from ensemblier.ui.pages import form_page, found_by, visible_to

CURRENT = "councils"
FORM_METHODS = ["GET", "HEAD", "POST"]


# For people who may not see it, the council does not exist.
of_council = found_by(council_for)
to_write = found_by(council_for, require=lambda user, row: require_edit(user, row.contract))


def _address(council: Council) -> str:
    return reverse("councils:council", args=[council.pk])


def _crumbs(council: Council | None, here: Any = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Conseils citoyens"), reverse("councils:list"))]
    if council is not None:
        items.append((council.name, _address(council)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def _answer(
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
            return redirect(_address(council or result))
    return form_page(
        request,
        form,
        title=title,
        back=_address(council) if council else reverse("councils:list"),
        breadcrumb=_crumbs(council, title),
        submit=submit,
        current=CURRENT,
        contract=contract,
    )


@require_safe
@visible_to(has_any_role)
def list_councils(request: HttpRequest) -> HttpResponse:
    contracts = contracts_for(request.user)
    context = {
        "page": page_of(councils_for(request.user, timezone.localdate()), request),
        "writable": [one for one in contracts if can_edit_contract(request.user, one)],
        "current": CURRENT,
    }
    return render(request, "councils/list.html", context)


@require_safe
@visible_to(has_any_role)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    councils = councils_for(request.user, timezone.localdate())
    return response_of(export_of_councils(councils), fmt, _("conseils citoyens"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    return _answer(
        request,
        CouncilForm(request.POST or None, contract=contract),
        operations.create_council,
        lambda values: {"contract": contract, "areas": values.pop("areas"), "values": values},
        council=None,
        contract=contract,
        title=_("Nouveau conseil citoyen"),
        submit=_("Créer le conseil"),
        done=_("Le conseil est créé. Ajoutez ses membres."),
    )


@require_safe
@of_council
def show(request: HttpRequest, council: Council) -> HttpResponse:
    today = timezone.localdate()
    mandates = list(mandates_of(council))
    context = {
        "council": council,
        "contract": council.contract,
        "mandates": [one for one in mandates if one.ends_on is None or one.ends_on >= today],
        "former": [one for one in mandates if one.ends_on and one.ends_on < today],
        "can_edit": can_edit_contract(request.user, council.contract),
        "breadcrumb": _crumbs(council),
        "current": CURRENT,
    }
    return render(request, "councils/council.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, council: Council) -> HttpResponse:
    return _answer(
        request,
        CouncilForm(request.POST or None, contract=council.contract, council=council),
        operations.update_council,
        lambda values: {"council": council, "areas": values.pop("areas"), "values": values},
        council=council,
        contract=council.contract,
        title=_("Modifier le conseil"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_safe
@of_council
def export_members(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    return response_of(export_of_mandates(mandates_of(council)), fmt, council.name, _("membres"))


@require_http_methods(FORM_METHODS)
@to_write
def add_mandate(request: HttpRequest, council: Council) -> HttpResponse:
    return _answer(
        request,
        MandateForm(request.POST or None),
        operations.add_mandate,
        lambda values: {"council": council, **values},
        council=council,
        contract=council.contract,
        title=_("Ajouter un membre"),
        submit=_("Ajouter le membre"),
        done=_("Le membre est ajouté."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def end_mandate(request: HttpRequest, council: Council, mandate_pk: int) -> HttpResponse:
    mandate = get_object_or_404(
        mandates_of(council).select_related("council__contract"), pk=mandate_pk
    )
    return _answer(
        request,
        EndForm(request.POST or None),
        operations.end_mandate,
        lambda values: {"mandate": mandate, **values},
        council=council,
        contract=council.contract,
        title=_("Fin du mandat : %(person)s") % {"person": mandate.user},
        submit=_("Mettre fin au mandat"),
        done=_("Le mandat a pris fin."),
    )
