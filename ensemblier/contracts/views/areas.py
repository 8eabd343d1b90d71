"""The areas of a contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_areas, response_of
from ensemblier.contracts.forms import AreaForm, StandingForm
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.contracts.queries import areas_of
from ensemblier.contracts.views.common import (
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_write,
)

FORM_METHODS = ["GET", "HEAD", "POST"]


def _covered(contract: Contract, pk: int) -> ContractArea:
    return get_object_or_404(areas_of(contract).select_related("contract", "area"), pk=pk)


@require_safe
@of_contract
def areas(request: HttpRequest, contract: Contract) -> HttpResponse:
    context = section_context(
        contract,
        "areas",
        rows=areas_of(contract),
        can_edit=can_edit_contract(request.user, contract),
    )
    return render(request, "contracts/areas.html", context)


@require_safe
@of_contract
def export(request: HttpRequest, contract: Contract, fmt: str) -> HttpResponse:
    return response_of(export_of_areas(areas_of(contract)), fmt, contract.slug, _("territoires"))


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        AreaForm(request.POST or None, contract=contract),
        operations.add_area,
        lambda values: {"contract": contract, **values},
        contract=contract,
        section="areas",
        title=_("Ajouter un territoire"),
        submit=_("Ajouter le territoire"),
        done=_("Le territoire est dans le contrat."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def change(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    covered = _covered(contract, pk)
    return answer_form(
        request,
        StandingForm(request.POST or None, covered=covered),
        operations.change_standing,
        lambda values: {"covered": covered, **values},
        contract=contract,
        section="areas",
        title=_("À quel titre\u00a0: %(area)s") % {"area": covered.area.name},
        submit=_("Enregistrer"),
        done=_("Le changement est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    covered = _covered(contract, pk)
    return answer_question(
        request,
        operations.remove_area,
        {"covered": covered},
        contract=contract,
        section="areas",
        title=_("Retirer %(area)s du contrat\u00a0?") % {"area": covered.area.name},
        text=_(
            "Le territoire lui-même reste, avec ses chiffres et sa page. "
            "Vous pourrez le remettre dans le contrat."
        ),
        submit=_("Retirer le territoire"),
        done=_("Le territoire n’est plus dans le contrat."),
    )
