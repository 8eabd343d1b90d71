"""Who sits in a council, for the team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.councils import operations
from ensemblier.councils.exports.councils import export_of_mandates
from ensemblier.councils.forms import EndForm, MandateForm, SeatForm
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.queries import mandates_of
from ensemblier.councils.views.common import FORM_METHODS, answer_form, of_council, to_edit


@require_safe
@of_council
def export_members(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    is_private = can_edit_contract(request.user, council.contract)
    table = export_of_mandates(mandates_of(council), is_private=is_private)
    return response_of(table, fmt, council.name, _("membres"))


@require_http_methods(FORM_METHODS)
@to_edit
def add_mandate(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        MandateForm(request.POST or None, council=council),
        operations.add_mandate,
        lambda values: {"council": council, **values},
        council=council,
        contract=council.contract,
        title=_("Ajouter un membre"),
        submit=_("Ajouter le membre"),
        done=_("Le membre est ajouté."),
    )


def _mandate(council: Council, pk: int) -> Mandate:
    return get_object_or_404(mandates_of(council).select_related("council__contract"), pk=pk)


@require_http_methods(FORM_METHODS)
@to_edit
def edit_mandate(request: HttpRequest, council: Council, mandate_pk: int) -> HttpResponse:
    mandate = _mandate(council, mandate_pk)
    return answer_form(
        request,
        SeatForm(request.POST or None, mandate=mandate),
        operations.update_mandate,
        lambda values: {"mandate": mandate, "values": values},
        council=council,
        contract=council.contract,
        title=_("Modifier le mandat\u00a0: %(person)s") % {"person": mandate.user},
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@to_edit
def end_mandate(request: HttpRequest, council: Council, mandate_pk: int) -> HttpResponse:
    mandate = _mandate(council, mandate_pk)
    return answer_form(
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
