"""Who signed a contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_signatories, response_of
from ensemblier.contracts.filters import SignatoryFilter
from ensemblier.contracts.forms import NewSignatoryForm, SignatoryForm
from ensemblier.contracts.models import Contract, Signatory
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.contracts.queries import signatories_of
from ensemblier.contracts.views.common import (
    address,
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_write,
)
from ensemblier.core.http import do_with_message
from ensemblier.core.pagination import page_of

FORM_METHODS = ["GET", "HEAD", "POST"]
PLACES = {"haut": -1, "bas": 1}


def _signatory(contract: Contract, pk: int) -> Signatory:
    return get_object_or_404(
        signatories_of(contract).select_related("contract", "organization"), pk=pk
    )


def _filtered(request: HttpRequest, contract: Contract) -> SignatoryFilter:
    return SignatoryFilter(request.GET, signatories_of(contract), request=request)


@require_safe
@of_contract
def signatories(request: HttpRequest, contract: Contract) -> HttpResponse:
    filtered = _filtered(request, contract)
    is_filtered = any(request.GET.get(name) for name in filtered.filters)
    context = section_context(
        contract,
        "signatories",
        filter=filtered,
        is_filtered=is_filtered,
        page=page_of(filtered.qs, request),
        can_edit=can_edit_contract(request.user, contract),
        can_move=not is_filtered,
    )
    return render(request, "contracts/signatories.html", context)


@require_safe
@of_contract
def export(request: HttpRequest, contract: Contract, fmt: str) -> HttpResponse:
    rows = _filtered(request, contract).qs
    return response_of(export_of_signatories(rows), fmt, contract.slug, _("signataires"))


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        NewSignatoryForm(request.POST or None, contract=contract),
        operations.add_signatory,
        lambda values: {"contract": contract, **values},
        contract=contract,
        section="signatories",
        title=_("Ajouter un signataire"),
        submit=_("Ajouter le signataire"),
        done=_("Le signataire est ajouté, en dernière place."),
        lead=_("La structure manque à la liste\u00a0? Créez-la d’abord dans les structures."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    signatory = _signatory(contract, pk)
    return answer_form(
        request,
        SignatoryForm(request.POST or None, signatory=signatory),
        operations.update_signatory,
        lambda values: {"signatory": signatory, "values": values},
        contract=contract,
        section="signatories",
        title=_("Signature de %(name)s") % {"name": signatory.organization.label},
        submit=_("Enregistrer"),
        done=_("Les changements sont enregistrés."),
    )


@require_POST
@to_write
def move(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """One place up or down."""
    do_with_message(
        request,
        operations.move_signatory,
        signatory=_signatory(contract, pk),
        places=PLACES.get(request.POST.get("vers", ""), 0),
        by=request.user,
        at=timezone.now(),
    )
    return redirect(f"{address('signatories', contract)}#signataire-{pk}")


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    signatory = _signatory(contract, pk)
    return answer_question(
        request,
        operations.remove_signatory,
        {"signatory": signatory},
        contract=contract,
        section="signatories",
        title=_("Retirer %(name)s des signataires\u00a0?") % {"name": signatory.organization.label},
        text=_(
            "La structure elle-même reste. Sa qualité, sa délibération et sa date restent lisibles "
            "dans le journal\u00a0; pour la remettre, il faudra les saisir de nouveau."
        ),
        submit=_("Retirer le signataire"),
        done=_("Le signataire est retiré."),
    )
