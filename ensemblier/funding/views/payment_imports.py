"""The treasury's list of payments: sent, seen, confirmed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.models import Contract
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.funding.models import PaymentImport
from ensemblier.funding.operations import payment_imports as operations
from ensemblier.funding.queries.payments import contracts_paid_by
from ensemblier.funding.views.following import (
    CURRENT,
    FORM_METHODS,
    crumbs,
    section_context,
)
from ensemblier.organizations.forms import ImportForm, MappingForm
from ensemblier.ui.pages import confirm_page, form_page

SECTION = "payments"
View = Callable[..., HttpResponseBase]


def of_contract(view: View) -> View:
    """For those who write payments down in the contract; it does not exist for the others."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        found = [row for row in contracts_paid_by(request.user) if row.slug == slug]
        if not found:
            raise Http404
        return view(request, found[0], **kwargs)

    return guarded


def _import(contract: Contract, pk: int, request: HttpRequest) -> PaymentImport:
    """One's own: a list of another funder's payments is theirs."""
    rows = contract.paymentimports.select_related("contract", "file")
    return get_object_or_404(rows, pk=pk, created_by=request.user)


def _address(contract: Contract, prepared: PaymentImport) -> str:
    return reverse("funding:payment_import", args=[contract.slug, prepared.pk])


@require_http_methods(FORM_METHODS)
@of_contract
def start(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = do_in_form(
            form,
            operations.prepare_payments,
            contract=contract,
            uploaded=form.cleaned_data["file"],
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect(_address(contract, prepared))
    title = _("Lire la liste de la trésorerie")
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "Une ligne par paiement\u00a0: dossier ou convention, montant, date, et au besoin le "
            "financeur et le numéro du mandat. Vous verrez ce qui changerait avant que rien ne "
            "soit écrit."
        ),
        back=reverse("funding:payments"),
        breadcrumb=crumbs(SECTION, (title, "")),
        submit=_("Voir ce qui changerait"),
        current=CURRENT,
        contract=contract,
    )


@require_http_methods(FORM_METHODS)
@of_contract
def preview(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    """What the file would change, then what it changed. POST does what its button says."""
    prepared = _import(contract, pk, request)
    if request.method == "POST":
        return _do(request, contract, prepared)
    report = prepared.parsed_report
    context = section_context(
        SECTION,
        contract=contract,
        prepared=prepared,
        report=report,
        mapping_form=MappingForm(
            labels=operations.field_labels(), columns=report.columns, mapping=report.mapping
        ),
    )
    context["breadcrumb"] = crumbs(SECTION, (prepared.file_name, ""))
    return render(request, "organizations/import_preview.html", context)


def _do(request: HttpRequest, contract: Contract, prepared: PaymentImport) -> HttpResponse:
    deed = request.POST.get("deed")
    who = {"prepared": prepared, "by": request.user, "at": timezone.now()}
    if deed == "remap":
        chosen = {field: request.POST.get(field, "") for field in operations.field_labels()}
        do_with_message(request, operations.remap_payments, mapping=chosen, **who)
    elif deed == "apply":
        done = _("Les paiements sont notés.")
        do_with_message(request, operations.apply_payments, done=done, **who)
    elif deed == "discard":
        done = _("La liste est abandonnée, rien n’a changé.")
        do_with_message(request, operations.discard_payments, done=done, **who)
        return redirect("funding:payments")
    return redirect(_address(contract, prepared))


@require_safe
@of_contract
def refused(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    report = _import(contract, pk, request).parsed_report
    return download(report.refused_csv(), filename(contract.slug, _("refus"), extension="csv"))


@require_http_methods(FORM_METHODS)
@of_contract
def undo(request: HttpRequest, contract: Contract, pk: int) -> HttpResponse:
    prepared = _import(contract, pk, request)
    back = _address(contract, prepared)
    if request.method == "POST":
        do_with_message(
            request,
            operations.undo_payments,
            prepared=prepared,
            by=request.user,
            at=timezone.now(),
            done=_("La liste est annulée\u00a0: ces paiements sont de nouveau attendus."),
        )
        return redirect(back)
    title = _("Annuler cette liste\u00a0?")
    return confirm_page(
        request,
        title=title,
        text=_(
            "Ses paiements redeviennent attendus. Si l’un d’eux a changé depuis, rien ne l’est."
        ),
        back=back,
        breadcrumb=crumbs(SECTION, (title, "")),
        submit=_("Annuler la liste"),
        current=CURRENT,
        contract=contract,
    )
