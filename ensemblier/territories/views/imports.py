"""Official files: given, seen, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.core.pagination import page_of
from ensemblier.territories import operations
from ensemblier.territories.forms import ImportForm
from ensemblier.territories.models import TerritoryImport
from ensemblier.territories.permissions import can_edit_territories, require_edit
from ensemblier.territories.queries import imports_list
from ensemblier.territories.views.areas import FORM_METHODS
from ensemblier.territories.views.common import CURRENT, crumbs, for_workers

SHOWN = 100


@require_http_methods(FORM_METHODS)
@for_workers
def import_file(request: HttpRequest) -> HttpResponse:
    """The files given so far, and the form that gives one."""
    can_edit = can_edit_territories(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require_edit(request.user)
        pending = _prepare(form, request)
        if pending is not None:
            return redirect("territories:import_preview", pending.pk)
    context = {
        "form": form if can_edit else None,
        "page": page_of(imports_list(), request, 20),
        "breadcrumb": crumbs((_("Fichiers officiels"), "")),
        "current": CURRENT,
    }
    return render(request, "territories/imports.html", context)


def _prepare(form: ImportForm, request: HttpRequest) -> TerritoryImport | None:
    if not form.is_valid():
        return None
    return do_in_form(
        form,
        operations.prepare_import,
        kind=form.cleaned_data["kind"],
        uploaded=form.cleaned_data["file"],
        options=form.options(),
        by=request.user,
        at=timezone.now(),
    )


def _import_or_404(pk: int) -> TerritoryImport:
    return get_object_or_404(TerritoryImport.objects.select_related("created_by"), pk=pk)


@require_safe
@for_workers
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    done = _import_or_404(pk)
    report = done.parsed_report
    context = {
        "import": done,
        "report": report,
        "created": report.created[:SHOWN],
        "updated": report.updated[:SHOWN],
        "shown": SHOWN,
        "can_edit": can_edit_territories(request.user),
        "breadcrumb": crumbs(
            (_("Fichiers officiels"), reverse("territories:import")), (done.file_name, "")
        ),
        "current": CURRENT,
    }
    return render(request, "territories/import_preview.html", context)


@require_safe
@for_workers
def refused_rows(request: HttpRequest, pk: int) -> HttpResponse:
    done = _import_or_404(pk)
    report = done.parsed_report
    if not report.refused:
        raise Http404
    return download(report.refused_csv(), filename(done.file_name, _("refus"), extension="csv"))


@require_POST
@for_workers
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, operations.apply_import, _("L’import est fait."))


@require_POST
@for_workers
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, operations.undo_import, _("L’import est annulé."))


@require_POST
@for_workers
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    done = _import_or_404(pk)
    is_discarded = do_with_message(
        request,
        operations.discard_import,
        done=_("L’import est abandonné, rien n’a changé."),
        territory_import=done,
        by=request.user,
        at=timezone.now(),
    )
    if is_discarded:
        return redirect("territories:import")
    return redirect("territories:import_preview", pk)


def _do(request: HttpRequest, pk: int, operation: Callable[..., Any], done: str) -> HttpResponse:
    do_with_message(
        request,
        operation,
        done=done,
        territory_import=_import_or_404(pk),
        by=request.user,
        at=timezone.now(),
    )
    return redirect("territories:import_preview", pk)
