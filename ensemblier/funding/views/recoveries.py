"""Money to give back: asked, received in parts, written about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.http import do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.typography import euros
from ensemblier.funding.exports.tables import export_of_recoveries, response_of
from ensemblier.funding.filters import RecoveryFilter
from ensemblier.funding.forms.payments import ReceiptForm, RecoveryForm
from ensemblier.funding.forms.small import ReasonForm
from ensemblier.funding.models import Award, Recovery
from ensemblier.funding.operations import letters
from ensemblier.funding.operations import recoveries as operations
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.queries.payments import recoveries_seen_by
from ensemblier.funding.views.following import (
    FORM_METHODS,
    answer_form,
    award_for,
    for_followers,
    line_address,
    person,
    section_context,
    to_keep,
)

SECTION = "recoveries"
View = Callable[..., HttpResponseBase]


def _filtered(request: HttpRequest) -> RecoveryFilter:
    return RecoveryFilter(request.GET, recoveries_seen_by(request.user), request=request)


@require_safe
@for_followers
def recoveries(request: HttpRequest) -> HttpResponse:
    filtered = _filtered(request)
    context = section_context(
        SECTION,
        filter=filtered,
        is_filtered=any(request.GET.get(name) for name in filtered.filters),
        page=page_of(filtered.qs, request),
    )
    return render(request, "funding/recoveries.html", context)


@require_safe
@for_followers
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    return response_of(export_of_recoveries(_filtered(request).qs), fmt, _("reversements"))


@require_http_methods(FORM_METHODS)
@to_keep
def ask(request: HttpRequest, award: Award) -> HttpResponse:
    return answer_form(
        request,
        RecoveryForm(request.POST or None, initial={"asked_on": timezone.localdate()}),
        operations.ask_recovery,
        lambda values: {"award": award, **values},
        award=award,
        title=_("Demander un reversement"),
        submit=_("Demander le reversement"),
        done=_("Le reversement est demandé\u00a0: le porteur est prévenu."),
    )


def of_recovery(view: View) -> View:
    """The view gets the recovery; keepers of its line only."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        recovery = recoveries_seen_by(request.user).filter(pk=pk).first()
        if recovery is None:
            raise Http404
        recovery.award = award_for(request, recovery.award_id)
        require_line(person(request), recovery.award.request)
        return view(request, recovery, **kwargs)

    return guarded


@require_http_methods(FORM_METHODS)
@of_recovery
def receive(request: HttpRequest, recovery: Recovery) -> HttpResponse:
    left = recovery.amount_cents - recovery.received_cents
    initial = {"received_on": timezone.localdate(), "amount_cents": left}
    return answer_form(
        request,
        ReceiptForm(request.POST or None, initial=initial),
        operations.receive_part,
        lambda values: {"recovery": recovery, **values},
        award=recovery.award,
        title=_("Noter une somme rendue"),
        lead=_("Il reste %(left)s à rendre.") % {"left": euros(left)},
        submit=_("Noter la somme"),
        done=_("La somme rendue est notée."),
    )


@require_http_methods(FORM_METHODS)
@of_recovery
def remove_receipt(request: HttpRequest, recovery: Recovery, receipt_id: int) -> HttpResponse:
    receipt = get_object_or_404(recovery.receipts.select_related("recovery"), pk=receipt_id)
    return answer_form(
        request,
        ReasonForm(request.POST or None),
        operations.remove_receipt,
        lambda values: {"receipt": receipt, **values},
        award=recovery.award,
        title=_("Retirer une somme rendue"),
        lead=_("%(amount)s notés par erreur.") % {"amount": euros(receipt.amount_cents)},
        submit=_("Retirer la somme"),
        done=_("La somme est retirée."),
    )


@require_http_methods(FORM_METHODS)
@of_recovery
def drop(request: HttpRequest, recovery: Recovery) -> HttpResponse:
    def drop_recovery(**values: Any) -> bool:
        operations.drop_recovery(**values)
        return True

    return answer_form(
        request,
        ReasonForm(request.POST or None),
        drop_recovery,
        lambda values: {"recovery": recovery, **values},
        award=recovery.award,
        title=_("Abandonner ce reversement"),
        submit=_("Abandonner le reversement"),
        done=_("Le reversement est abandonné."),
    )


@require_POST
@of_recovery
def write_letter(request: HttpRequest, recovery: Recovery) -> HttpResponse:
    do_with_message(
        request,
        letters.make_recovery_letter,
        recovery=recovery,
        by=request.user,
        at=timezone.now(),
        done=_("La lettre est faite\u00a0: relisez-la puis envoyez-la."),
    )
    return redirect(line_address(recovery.award))
