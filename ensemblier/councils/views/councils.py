"""The conseils citoyens, for the team."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import (
    can_edit_contract,
    contracts_for,
    has_any_role,
    require_edit,
)
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.exports import export_of_councils
from ensemblier.councils.forms import CouncilForm
from ensemblier.councils.models import Council
from ensemblier.councils.queries import councils_for, mandates_of
from ensemblier.councils.views.common import (
    CURRENT,
    FORM_METHODS,
    answer_form,
    crumbs,
    of_council,
    to_write,
)
from ensemblier.ui.pages import visible_to


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
    return answer_form(
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
        "breadcrumb": crumbs(council),
        "current": CURRENT,
    }
    return render(request, "councils/council.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
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
