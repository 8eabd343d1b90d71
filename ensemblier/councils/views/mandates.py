"""Who sits in a council, for the team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.councils import operations
from ensemblier.councils.exports import export_of_mandates
from ensemblier.councils.forms import EndForm, MandateForm
from ensemblier.councils.models import Council
from ensemblier.councils.queries import mandates_of
from ensemblier.councils.views.common import FORM_METHODS, answer_form, of_council, to_write


@require_safe
@of_council
def export_members(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    return response_of(export_of_mandates(mandates_of(council)), fmt, council.name, _("membres"))


@require_http_methods(FORM_METHODS)
@to_write
def add_mandate(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
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
