"""Avenants of a contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_amendments, response_of
from ensemblier.contracts.forms import AmendmentForm
from ensemblier.contracts.models import Amendment, Contract
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.contracts.queries import amendments_of
from ensemblier.contracts.views.common import (
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_write,
)

FORM_METHODS = ["GET", "HEAD", "POST"]


def _amendment(contract: Contract, pk: int) -> Amendment:
    return get_object_or_404(amendments_of(contract).select_related("contract"), pk=pk)


@require_safe
@of_contract
def amendments(request: HttpRequest, contract: Contract) -> HttpResponse:
    rows = list(amendments_of(contract))
    context = section_context(
        contract,
        "amendments",
        rows=rows,
        last=rows[-1] if rows else None,
        can_edit=can_edit_contract(request.user, contract),
    )
    return render(request, "contracts/amendments.html", context)


@require_safe
@of_contract
def export(request: HttpRequest, contract: Contract, fmt: str) -> HttpResponse:
    table = export_of_amendments(amendments_of(contract))
    return response_of(table, fmt, contract.slug, _("avenants"))


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        AmendmentForm(request.POST or None),
        operations.create_amendment,
        lambda values: {"contract": contract, "values": values},
        contract=contract,
        section="amendments",
        title=_("Ajouter un avenant"),
        submit=_("Ajouter l’avenant"),
        done=_("L’avenant est enregistré."),
        lead=_("Le contrat finit aujourd’hui le %(end)s.") % {"end": date_format(contract.ends_on)},
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    amendment = _amendment(contract, pk)
    initial = {
        name: getattr(amendment, name) for name in ("title", "summary", "signed_on", "new_end")
    }
    return answer_form(
        request,
        AmendmentForm(request.POST or None, initial=initial),
        operations.update_amendment,
        lambda values: {"amendment": amendment, "values": values},
        contract=contract,
        section="amendments",
        title=_("Modifier l’avenant n° %(number)d") % {"number": amendment.number},
        submit=_("Enregistrer"),
        done=_("Les changements sont enregistrés."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    amendment = _amendment(contract, pk)
    text = _("L’avenant disparaît de la liste\u00a0; sa trace reste dans le journal.")
    if amendment.previous_end:
        text += " " + _("Le contrat finira de nouveau le %(end)s.") % {
            "end": date_format(amendment.previous_end)
        }
    return answer_question(
        request,
        operations.remove_amendment,
        {"amendment": amendment},
        contract=contract,
        section="amendments",
        title=_("Supprimer l’avenant n° %(number)d\u00a0?") % {"number": amendment.number},
        text=text,
        submit=_("Supprimer l’avenant"),
        done=_("L’avenant est supprimé."),
    )
