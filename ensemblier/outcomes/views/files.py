"""Photos and papers of a report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.files.views import serve
from ensemblier.outcomes import operations
from ensemblier.outcomes.checks import FILES
from ensemblier.outcomes.forms import ReportFileForm
from ensemblier.outcomes.models import Report, ReportFile
from ensemblier.outcomes.permissions import can_view_file
from ensemblier.outcomes.views.common import CURRENT, crumbs, of_report, to_write
from ensemblier.ui.pages import confirm_page, form_page

METHODS = ["GET", "HEAD", "POST"]


def _file(report: Report, file_pk: int) -> ReportFile:
    file = get_object_or_404(ReportFile.objects.select_related("file"), pk=file_pk, report=report)
    file.report = report
    return file


def _back(report: Report) -> str:
    return reverse("outcomes:fill", args=[report.pk, FILES])


@require_safe
@of_report
def download(request: HttpRequest, report: Report, file_pk: int) -> HttpResponseBase:
    file = _file(report, file_pk)
    if not can_view_file(request.user, file):
        raise Http404
    return serve(file.file, request)


@require_http_methods(METHODS)
@to_write
def add(request: HttpRequest, report: Report) -> HttpResponse:
    form = ReportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        added = do_in_form(
            form,
            operations.add_file,
            report=report,
            uploaded=values.pop("file"),
            by=request.user,
            at=timezone.now(),
            **values,
        )
        if added:
            messages.success(request, _("La pièce est jointe."))
            return redirect(_back(report))
    return form_page(
        request,
        form,
        title=_("Joindre une photo ou une pièce"),
        lead=_(
            "Une photo montre des personnes\u00a0? Demandez-leur leur accord avant de la joindre."
        ),
        back=_back(report),
        breadcrumb=crumbs(report, _("Joindre")),
        submit=_("Joindre"),
        current=CURRENT,
        contract=report.contract,
    )


@require_http_methods(METHODS)
@to_write
def remove(request: HttpRequest, report: Report, file_pk: int) -> HttpResponse:
    file = _file(report, file_pk)
    if request.method == "POST":
        do_with_message(
            request,
            operations.remove_report_file,
            file=file,
            by=request.user,
            at=timezone.now(),
            done=_("La pièce est supprimée."),
        )
        return redirect(_back(report))
    return confirm_page(
        request,
        title=_("Supprimer «\u00a0%(file)s\u00a0»\u00a0?") % {"file": file},
        text=_("Le fichier sera détruit et personne ne pourra le retrouver."),
        back=_back(report),
        breadcrumb=crumbs(report, _("Supprimer une pièce")),
        submit=_("Supprimer la pièce"),
        current=CURRENT,
        contract=report.contract,
    )
