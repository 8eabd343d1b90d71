"""Papers of an organization: private, read by whoever works here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.files.views import serve
from ensemblier.organizations import operations
from ensemblier.organizations.forms import DocumentForm, EndForm, ReplaceForm
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.organizations.permissions import require_edit_file
from ensemblier.organizations.views.common import (
    crumbs,
    current_for,
    for_its_people,
    organization_or_404,
)
from ensemblier.ui.pages import confirm_page, form_page


def _document_or_404(pk: int, document_pk: int) -> OrganizationDocument:
    rows = OrganizationDocument.objects.select_related("organization", "file")
    return get_object_or_404(rows, pk=document_pk, organization=pk)


def _page(
    request: HttpRequest,
    organization: Organization,
    form: Any,
    *,
    title: str,
    submit: str,
    lead: str = "",
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        lead=lead or organization.name,
        back=f"{organization.get_absolute_url()}#documents",
        breadcrumb=crumbs(request.user, organization, title),
        submit=submit,
        current=current_for(request.user),
    )


@require_safe
@for_its_people
def download(request: HttpRequest, pk: int, document_pk: int) -> HttpResponseBase:
    return serve(_document_or_404(pk, document_pk).file, request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def add(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit_file(request.user, pk)
    organization = organization_or_404(pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        added = do_in_form(
            form,
            operations.add_document,
            organization=organization,
            uploaded=values.pop("file"),
            by=request.user,
            at=timezone.now(),
            **values,
        )
        if added:
            messages.success(request, _("Le document est ajouté."))
            return redirect(f"{organization.get_absolute_url()}#documents")
    return _page(
        request,
        organization,
        form,
        title=_("Ajouter un document"),
        submit=_("Ajouter le document"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def replace(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    require_edit_file(request.user, pk)
    document = _document_or_404(pk, document_pk)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        newer = do_in_form(
            form,
            operations.replace_document,
            document=document,
            uploaded=values.pop("file"),
            by=request.user,
            at=timezone.now(),
            **values,
        )
        if newer:
            messages.success(
                request, _("Le document est remplacé\u00a0; l’ancien reste au dossier.")
            )
            return redirect(f"{document.organization.get_absolute_url()}#documents")
    return _page(
        request,
        document.organization,
        form,
        title=_("Remplacer «\u00a0%(document)s\u00a0»") % {"document": document},
        submit=_("Remplacer le document"),
        lead=_("L’ancien document reste au dossier, valable jusqu’à la veille du nouveau."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def expire(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    require_edit_file(request.user, pk)
    document = _document_or_404(pk, document_pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        expired = do_in_form(
            form,
            operations.expire_document,
            document=document,
            on=form.cleaned_data["on"],
            by=request.user,
            at=timezone.now(),
        )
        if expired:
            messages.success(request, _("La fin de validité est enregistrée."))
            return redirect(f"{document.organization.get_absolute_url()}#documents")
    return _page(
        request,
        document.organization,
        form,
        title=_("Fin de validité de «\u00a0%(document)s\u00a0»") % {"document": document},
        submit=_("Enregistrer la date"),
        lead=_("Le document reste au dossier et sera signalé comme périmé."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def remove(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    require_edit_file(request.user, pk)
    document = _document_or_404(pk, document_pk)
    back = f"{document.organization.get_absolute_url()}#documents"
    if request.method == "POST":
        do_with_message(
            request,
            operations.remove_document,
            document=document,
            by=request.user,
            at=timezone.now(),
            done=_("Le document est supprimé."),
        )
        return redirect(back)
    return confirm_page(
        request,
        title=_("Supprimer «\u00a0%(document)s\u00a0»\u00a0?") % {"document": document},
        text=_(
            "Le fichier %(file)s sera détruit et personne ne pourra le retrouver. Pour un document "
            "seulement trop ancien, donnez-lui plutôt une date de fin."
        )
        % {"file": document.file.name},
        back=back,
        breadcrumb=crumbs(request.user, document.organization, _("Supprimer un document")),
        submit=_("Supprimer le document"),
        current=current_for(request.user),
    )
