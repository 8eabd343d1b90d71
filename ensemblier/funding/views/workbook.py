"""The matrix in a spreadsheet and back, compared cell by cell before anything is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.calls.models import Call
from ensemblier.core.http import dated_stem, do_in_form, do_with_message, download, filename
from ensemblier.core.pagination import page_of
from ensemblier.funding.exports.workbook import workbook_of
from ensemblier.funding.forms.matrix import ChoiceForm, WorkbookForm
from ensemblier.funding.grid import sheet_of
from ensemblier.funding.models import MatrixImport
from ensemblier.funding.operations import workbooks
from ensemblier.funding.permissions import columns_of, require_write
from ensemblier.funding.queries.matrix import matrix_of
from ensemblier.funding.views.common import address, crumbs, of_call, page_context, person
from ensemblier.funding.views.matrix import own_columns


def _imports(request: HttpRequest, call: Call) -> Any:
    """One's own: the others' are not known to exist."""
    return MatrixImport.objects.filter(call=call, created_by=person(request))


@require_http_methods(["GET", "HEAD", "POST"])
@of_call
def workbook(request: HttpRequest, call: Call) -> HttpResponse:
    if request.method == "POST":
        require_write(request.user, call)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = do_in_form(
            form,
            workbooks.prepare_workbook,
            call=call,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect(address("compare", call, prepared.pk))
    context = page_context(
        call,
        "workbook",
        form=form,
        can_write=columns_of(request.user, call) != set(),
        page=page_of(_imports(request, call), request),
    )
    return render(request, "funding/workbook.html", context)


@require_safe
@of_call
def export(request: HttpRequest, call: Call) -> HttpResponse:
    whole = matrix_of(call, person(request))
    sheet = sheet_of(whole, ChoiceForm(request.GET, matrix=whole).choice())
    content = workbook_of(whole, sheet, own_columns(request.user, call, whole))
    stem = dated_stem(call.slug, _("cofinancement"), day=timezone.localdate())
    return download(content, filename(stem, extension="xlsx"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_call
def compare(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    """What the file would change, then what it changed. POST does what its button says."""
    prepared = get_object_or_404(_imports(request, call), pk=pk)
    if request.method == "POST":
        return _do(request, call, prepared)
    report = prepared.parsed_report
    context = page_context(
        call,
        "workbook",
        prepared=prepared,
        report=report,
        page=page_of(report.updated, request),
    )
    context["breadcrumb"] = crumbs(call, "workbook", prepared.file_name)
    return render(request, "funding/compare.html", context)


def _do(request: HttpRequest, call: Call, prepared: MatrixImport) -> HttpResponse:
    who: dict[str, Any] = {"prepared": prepared, "by": request.user, "at": timezone.now()}
    action = request.POST.get("action")
    if action == "apply":
        do_with_message(
            request, workbooks.apply_workbook, done=_("Les montants du fichier sont écrits."), **who
        )
    elif action == "undo":
        do_with_message(
            request, workbooks.undo_workbook, done=_("Les montants sont comme avant."), **who
        )
    elif action == "discard" and do_with_message(request, workbooks.discard_workbook, **who):
        messages.success(request, _("Le fichier est abandonné, aucun montant n’a changé."))
        return redirect(address("workbook", call))
    return redirect(address("compare", call, prepared.pk))


@require_safe
@of_call
def refused(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    prepared = get_object_or_404(_imports(request, call), pk=pk)
    content = prepared.parsed_report.refused_csv()
    return download(content, filename(call.slug, _("refus"), extension="csv"))
