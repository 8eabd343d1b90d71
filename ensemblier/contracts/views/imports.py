"""A list of signatories from a spreadsheet: sent, seen, confirmed, taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts import operations
from ensemblier.contracts.imports import field_labels
from ensemblier.contracts.models import Contract, SignatoryImport
from ensemblier.contracts.views.common import (
    CURRENT,
    address,
    crumbs,
    section_context,
    to_write,
)
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.organizations.forms import ImportForm, MappingForm
from ensemblier.ui.pages import confirm_page, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _import(contract: Contract, pk: int) -> SignatoryImport:
    return get_object_or_404(contract.signatoryimports.select_related("contract"), pk=pk)


@require_http_methods(FORM_METHODS)
@to_write
def start(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = do_in_form(
            form,
            operations.prepare_signatories,
            contract=contract,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect(address("import_preview", contract, prepared.pk))
    return form_page(
        request,
        form,
        title=_("Importer des signataires"),
        lead=_(
            "Une ligne par signataire\u00a0: structure ou SIRET, qualité, délibération, date de "
            "signature. Vous verrez ce qui changerait avant que rien ne soit écrit."
        ),
        back=address("signatories", contract),
        breadcrumb=crumbs(contract, "signatories", _("Importer")),
        submit=_("Voir ce qui changerait"),
        current=CURRENT,
        contract=contract,
    )


@require_http_methods(FORM_METHODS)
@to_write
def preview(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """What the file would change, then what it changed. POST does what its button says."""
    prepared = _import(contract, pk)
    if request.method == "POST":
        return _do(request, contract, prepared)
    report = prepared.parsed_report
    context = section_context(
        contract,
        "signatories",
        prepared=prepared,
        report=report,
        mapping_form=MappingForm(
            labels=field_labels(), columns=report.columns, mapping=report.mapping
        ),
    )
    context["breadcrumb"] = crumbs(contract, "signatories", prepared.file_name)
    return render(request, "organizations/import_preview.html", context)


def _do(request: HttpRequest, contract: Contract, prepared: SignatoryImport) -> HttpResponse:
    deed = request.POST.get("deed")
    who = {"prepared": prepared, "by": request.user}
    now = timezone.now()
    if deed == "remap":
        chosen = {field: request.POST.get(field, "") for field in field_labels()}
        do_with_message(request, operations.remap_signatories, mapping=chosen, **who)
    elif deed == "apply":
        done = _("Les signataires sont importés.")
        do_with_message(request, operations.apply_signatories, at=now, done=done, **who)
    elif deed == "discard":
        done = _("L’import est abandonné, rien n’a changé.")
        do_with_message(request, operations.discard_signatories, at=now, done=done, **who)
        return redirect(address("signatories", contract))
    return redirect(address("import_preview", contract, prepared.pk))


@require_safe
@to_write
def refused(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    report = _import(contract, pk).parsed_report
    return download(report.refused_csv(), filename(contract.slug, _("refus"), extension="csv"))


@require_http_methods(FORM_METHODS)
@to_write
def undo(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    prepared = _import(contract, pk)
    back = address("import_preview", contract, pk)
    if request.method == "POST":
        do_with_message(
            request,
            operations.undo_signatories,
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
            "Les signataires ajoutés par ce fichier disparaissent, les autres reprennent leurs "
            "anciennes valeurs. Si l’un d’eux a changé depuis, rien n’est annulé."
        ),
        back=back,
        breadcrumb=crumbs(contract, "signatories", _("Annuler l’import")),
        submit=_("Annuler l’import"),
        current=CURRENT,
        contract=contract,
    )
