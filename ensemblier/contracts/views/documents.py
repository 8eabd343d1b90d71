"""Papers of a contract."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.exports import export_of_documents, response_of
from ensemblier.contracts.filters import DocumentFilter
from ensemblier.contracts.forms import DocumentForm, FileForm, NewDocumentForm
from ensemblier.contracts.models import Contract, ContractDocument
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.contracts.queries import documents_of
from ensemblier.contracts.views.common import (
    answer_form,
    answer_question,
    of_contract,
    section_context,
    to_write,
)
from ensemblier.core.pagination import page_of
from ensemblier.files.views import serve

FORM_METHODS = ["GET", "HEAD", "POST"]


def _document(contract: Contract, pk: int) -> ContractDocument:
    return get_object_or_404(documents_of(contract).select_related("contract", "file"), pk=pk)


def _filtered(request: HttpRequest, contract: Contract) -> DocumentFilter:
    return DocumentFilter(request.GET, documents_of(contract), request=request)


@require_safe
@of_contract
def documents(request: HttpRequest, contract: Contract) -> HttpResponse:
    filtered = _filtered(request, contract)
    context = section_context(
        contract,
        "documents",
        filter=filtered,
        is_filtered=any(request.GET.get(name) for name in filtered.filters),
        page=page_of(filtered.qs, request),
        can_edit=can_edit_contract(request.user, contract),
    )
    return render(request, "contracts/documents.html", context)


@require_safe
@of_contract
def export(request: HttpRequest, contract: Contract, fmt: str) -> HttpResponse:
    table = export_of_documents(_filtered(request, contract).qs)
    return response_of(table, fmt, contract.slug, _("documents"))


@require_safe
@of_contract
def download(request: HttpRequest, contract: Contract, pk: int) -> HttpResponseBase:
    """For the team; public documents also have their own address, in `files`."""
    return serve(_document(contract, pk).file, request)


@require_http_methods(FORM_METHODS)
@to_write
def add(request: HttpRequest, contract: Contract) -> HttpResponse:
    return answer_form(
        request,
        NewDocumentForm(request.POST or None, request.FILES or None),
        operations.add_document,
        lambda values: {"contract": contract, "uploaded": values.pop("file"), **values},
        contract=contract,
        section="documents",
        title=_("Ajouter un document"),
        submit=_("Ajouter le document"),
        done=_("Le document est ajouté."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    document = _document(contract, pk)
    initial = {name: getattr(document, name) for name in ("kind", "title", "dated", "is_public")}
    return answer_form(
        request,
        DocumentForm(request.POST or None, initial=initial),
        operations.update_document,
        lambda values: {"document": document, "values": values},
        contract=contract,
        section="documents",
        title=_("Modifier «\u00a0%(title)s\u00a0»") % {"title": document.title},
        submit=_("Enregistrer"),
        done=_("Les changements sont enregistrés."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def replace(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    document = _document(contract, pk)
    return answer_form(
        request,
        FileForm(request.POST or None, request.FILES or None),
        operations.replace_document,
        lambda values: {"document": document, "uploaded": values["file"]},
        contract=contract,
        section="documents",
        title=_("Remplacer le fichier de «\u00a0%(title)s\u00a0»") % {"title": document.title},
        submit=_("Remplacer le fichier"),
        done=_("Le fichier est remplacé."),
        lead=_("L’ancien fichier, %(file)s, sera détruit.") % {"file": document.file.name},
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    document = _document(contract, pk)
    return answer_question(
        request,
        operations.remove_document,
        {"document": document},
        contract=contract,
        section="documents",
        title=_("Supprimer «\u00a0%(title)s\u00a0»\u00a0?") % {"title": document.title},
        text=_(
            "Le fichier %(file)s sera détruit\u00a0: c’est définitif. "
            "Pour le cacher au public seulement, modifiez plutôt le document."
        )
        % {"file": document.file.name},
        submit=_("Supprimer le document"),
        done=_("Le document est supprimé."),
    )
