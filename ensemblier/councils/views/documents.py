"""Papers of a council, for those who sit in it and the team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.exports.councils import export_of_documents
from ensemblier.councils.forms import DocumentForm, NewDocumentForm
from ensemblier.councils.models import Council, CouncilDocument
from ensemblier.councils.queries import documents_of
from ensemblier.councils.views.common import (
    FORM_METHODS,
    answer_form,
    answer_question,
    of_council,
    section_context,
    to_write,
)
from ensemblier.files.views import serve


def _document(council: Council, pk: int) -> CouncilDocument:
    document = get_object_or_404(documents_of(council), pk=pk)
    document.council = council
    return document


@require_safe
@of_council
def documents(request: HttpRequest, council: Council) -> HttpResponse:
    page = page_of(documents_of(council), request)
    context = section_context(request, council, "documents", page=page)
    return render(request, "councils/documents.html", context)


@require_safe
@of_council
def export_documents(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    table = export_of_documents(documents_of(council))
    return response_of(table, fmt, council.name, _("documents"))


@require_safe
@of_council
def document(request: HttpRequest, council: Council, document_pk: int) -> HttpResponseBase:
    return serve(_document(council, document_pk).file, request)


@require_http_methods(FORM_METHODS)
@to_write
def add_document(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        NewDocumentForm(request.POST or None, request.FILES or None),
        operations.add_document,
        lambda values: {"council": council, "uploaded": values.pop("file"), **values},
        council=council,
        contract=council.contract,
        section="documents",
        title=_("Ajouter un document"),
        submit=_("Ajouter le document"),
        done=_("Le document est ajouté."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit_document(request: HttpRequest, council: Council, document_pk: int) -> HttpResponse:
    found = _document(council, document_pk)
    initial = {name: getattr(found, name) for name in ("kind", "title", "dated", "is_public")}
    return answer_form(
        request,
        DocumentForm(request.POST or None, initial=initial),
        operations.update_document,
        lambda values: {"document": found, "values": values},
        council=council,
        contract=council.contract,
        section="documents",
        title=_("Modifier «\u00a0%(title)s\u00a0»") % {"title": found.title},
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_http_methods(FORM_METHODS)
@to_write
def remove_document(request: HttpRequest, council: Council, document_pk: int) -> HttpResponse:
    found = _document(council, document_pk)
    return answer_question(
        request,
        operations.remove_document,
        {"document": found},
        council=council,
        section="documents",
        title=_("Supprimer «\u00a0%(title)s\u00a0»\u00a0?") % {"title": found.title},
        text=_("Le fichier %(file)s sera détruit\u00a0: c’est définitif.")
        % {"file": found.file.name},
        submit=_("Supprimer le document"),
        done=_("Le document est supprimé."),
    )
