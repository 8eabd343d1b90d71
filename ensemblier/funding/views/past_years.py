"""A past year from a spreadsheet: sent, seen, confirmed, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, contracts_for
from ensemblier.contracts.views.common import to_write
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.funding.models import PastYearImport
from ensemblier.funding.operations import past_years as operations
from ensemblier.funding.past_years import field_labels
from ensemblier.funding.past_years.columns import DEFAULTS, READING, likely_funders
from ensemblier.funding.past_years.forms import PastYearForm
from ensemblier.organizations.forms import ImportForm
from ensemblier.ui.pages import confirm_page

CURRENT = "figures"
FORM_METHODS = ["GET", "HEAD", "POST"]
LAST = 20


def _address(name: str, contract: Contract, *args: object) -> str:
    return reverse(f"funding:{name}", args=[contract.slug, *args])


def _crumbs(contract: Contract, here: str = "") -> list[tuple[Any, str]]:
    start = _("Reprendre une année passée")
    items: list[tuple[Any, str]] = [(contract.name, contract_address(contract))]
    if here:
        return [*items, (start, _address("past_years", contract)), (here, "")]
    return [*items, (start, "")]


def contract_address(contract: Contract) -> str:
    return reverse("contracts:detail", args=[contract.slug])


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Straight to the only contract that one may write, else a list of them."""
    contracts = [
        contract
        for contract in contracts_for(request.user)
        if can_edit_contract(request.user, contract)
    ]
    if not contracts:
        raise Http404
    if len(contracts) == 1:
        return redirect(_address("past_years", contracts[0]))
    context = {"contracts": contracts, "current": CURRENT}
    return render(request, "funding/past_years_choose.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def start(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    form.fields["file"].help_text = _(
        "Un tableau CSV, Excel ou LibreOffice, dans n’importe quel ordre de colonnes."
    )
    if request.method == "POST" and form.is_valid():
        prepared = do_in_form(
            form,
            operations.prepare_past_year,
            contract=contract,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect(_address("past_year", contract, prepared.pk))
    imports = PastYearImport.objects.filter(contract=contract).select_related("created_by")
    context = {
        "contract": contract,
        "form": form,
        "imports": imports[:LAST],
        "labels": field_labels([]),
        "breadcrumb": _crumbs(contract),
        "current": CURRENT,
    }
    return render(request, "funding/past_years.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def preview(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """What the file would write, then what it wrote. POST does what its button says."""
    prepared = _import(contract, pk)
    funders = likely_funders(contract)
    if request.method == "POST":
        return _do(request, contract, prepared, list(field_labels(funders)))
    report = prepared.parsed_report
    context = {
        "contract": contract,
        "prepared": prepared,
        "report": report,
        "mapping_form": PastYearForm(
            labels=field_labels(funders),
            columns=report.columns,
            mapping={**prepared.mapping, **report.mapping},
            funders=funders,
            sheets=report.sheets,
        ),
        "breadcrumb": _crumbs(contract, prepared.file_name),
        "current": CURRENT,
    }
    return render(request, "organizations/import_preview.html", context)


def _import(contract: Contract, pk: int) -> PastYearImport:
    return get_object_or_404(
        PastYearImport.objects.select_related("contract"), contract=contract, pk=pk
    )


def _do(
    request: HttpRequest, contract: Contract, prepared: PastYearImport, fields: list[str]
) -> HttpResponse:
    deed = request.POST.get("deed")
    who = {"prepared": prepared, "by": request.user, "at": timezone.now()}
    if deed == "remap":
        chosen = {name: request.POST.get(name, "") for name in [*fields, *DEFAULTS, *READING]}
        do_with_message(request, operations.remap_past_year, mapping=chosen, **who)
    elif deed == "apply":
        done = _("L’année est importée.")
        do_with_message(request, operations.apply_past_year, done=done, **who)
    elif deed == "discard":
        done = _("L’import est abandonné, rien n’a changé.")
        do_with_message(request, operations.discard_past_year, done=done, **who)
        return redirect(_address("past_years", contract))
    return redirect(_address("past_year", contract, prepared.pk))


@require_safe
@to_write
def refused(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """The refused rows, each with its reason, to correct and send again."""
    prepared = _import(contract, pk)
    stem = prepared.file_name.rpartition(".")[0] or prepared.file_name
    return download(
        prepared.parsed_report.refused_csv(), filename(stem, _("refus"), extension="csv")
    )


@require_http_methods(FORM_METHODS)
@to_write
def undo(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    prepared = _import(contract, pk)
    back = _address("past_year", contract, pk)
    if request.method == "POST":
        do_with_message(
            request,
            operations.undo_past_year,
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
            "Les dossiers, les montants et les structures que ce fichier a créés disparaissent. "
            "Si l’un d’eux a servi ou changé depuis, rien n’est annulé."
        ),
        back=back,
        breadcrumb=_crumbs(contract, _("Annuler l’import")),
        submit=_("Annuler l’import"),
        current=CURRENT,
        contract=contract,
    )
