"""A list of organizations from a spreadsheet: sent, seen, confirmed, taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.organizations import operations
from ensemblier.organizations.forms import ImportForm, MappingForm
from ensemblier.organizations.imports import field_labels
from ensemblier.organizations.models import OrganizationImport
from ensemblier.organizations.permissions import require_edit
from ensemblier.organizations.queries import last_imports
from ensemblier.organizations.views.common import CURRENT, crumbs, for_workers
from ensemblier.ui.pages import confirm_page

START = "organizations:import"


def _crumbs(request: HttpRequest, here: str = "") -> list[tuple[str, str]]:
    items = [*crumbs(request.user, here=_("Importer"))]
    if here:
        items[-1] = (items[-1][0], reverse(START))
        items.append((here, ""))
    return items


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def start(request: HttpRequest) -> HttpResponse:
    require_edit(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = do_in_form(
            form,
            operations.prepare_import,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect("organizations:import_preview", pk=prepared.pk)
    context = {
        "form": form,
        "imports": last_imports(),
        "labels": field_labels(),
        "breadcrumb": _crumbs(request),
        "current": CURRENT,
    }
    return render(request, "organizations/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, then what it changed. POST does what its button says."""
    require_edit(request.user)
    prepared = get_object_or_404(OrganizationImport, pk=pk)
    if request.method == "POST":
        return _do(request, prepared)
    report = prepared.parsed_report
    context = {
        "prepared": prepared,
        "report": report,
        "mapping_form": MappingForm(
            labels=field_labels(), columns=report.columns, mapping=report.mapping
        ),
        "labels": field_labels(),
        "breadcrumb": _crumbs(request, prepared.file_name),
        "current": CURRENT,
    }
    return render(request, "organizations/import_preview.html", context)


def _do(request: HttpRequest, prepared: OrganizationImport) -> HttpResponse:
    deed = request.POST.get("deed")
    who = {"prepared": prepared, "by": request.user}
    if deed == "remap":
        chosen = {field: request.POST.get(field, "") for field in field_labels()}
        do_with_message(request, operations.remap_import, mapping=chosen, **who)
    elif deed == "apply":
        done = _("Le fichier est importé.")
        do_with_message(request, operations.apply_import, at=timezone.now(), done=done, **who)
    elif deed == "discard":
        done = _("L’import est abandonné, rien n’a changé.")
        do_with_message(request, operations.discard_import, at=timezone.now(), done=done, **who)
        return redirect(START)
    return redirect("organizations:import_preview", pk=prepared.pk)


@require_safe
@for_workers
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows, each with its reason, to correct and send again."""
    require_edit(request.user)
    prepared = get_object_or_404(OrganizationImport, pk=pk)
    stem = prepared.file_name.rpartition(".")[0] or prepared.file_name
    return download(
        prepared.parsed_report.refused_csv(), filename(stem, _("refus"), extension="csv")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit(request.user)
    prepared = get_object_or_404(OrganizationImport, pk=pk)
    back = reverse("organizations:import_preview", args=[pk])
    if request.method == "POST":
        do_with_message(
            request,
            operations.undo_import,
            prepared=prepared,
            by=request.user,
            at=timezone.now(),
            done=_("L’import est annulé\u00a0: tout est comme avant."),
        )
        return redirect(back)
    return confirm_page(
        request,
        title=_("Annuler cet import\u00a0?"),
        text=_(
            "Les structures créées par ce fichier disparaissent, les autres reprennent leurs "
            "anciennes valeurs. Si l’une d’elles a servi ou changé depuis, rien n’est annulé."
        ),
        back=back,
        breadcrumb=_crumbs(request, _("Annuler")),
        submit=_("Annuler l’import"),
        current=CURRENT,
    )
