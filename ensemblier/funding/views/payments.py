"""Payments expected, late and made; money to give back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.http import do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.typography import euros, long_date
from ensemblier.funding.exports.tables import export_of_payments, response_of
from ensemblier.funding.filters import PaymentFilter
from ensemblier.funding.forms.payments import (
    ExpectedPaymentForm,
    MadePaymentForm,
    NewPaymentForm,
)
from ensemblier.funding.forms.small import ReasonForm
from ensemblier.funding.models import Award, Payment
from ensemblier.funding.operations import payments as operations
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.queries.payments import (
    awards_to_plan,
    contracts_paid_by,
    payments_seen_by,
    sums_of,
)
from ensemblier.funding.views.following import (
    FORM_METHODS,
    answer_form,
    answer_question,
    award_for,
    for_followers,
    line_address,
    person,
    section_context,
    to_keep,
)

SECTION = "payments"
View = Callable[..., HttpResponseBase]


def _filtered(request: HttpRequest) -> PaymentFilter:
    return PaymentFilter(request.GET, payments_seen_by(request.user), request=request)


@require_safe
@for_followers
def payments(request: HttpRequest) -> HttpResponse:
    filtered = _filtered(request)
    today = timezone.localdate()
    context = section_context(
        SECTION,
        filter=filtered,
        is_filtered=any(request.GET.get(name) for name in filtered.filters),
        page=page_of(filtered.qs, request),
        sums=sums_of(filtered.qs, today),
        to_plan=awards_to_plan(request.user).count(),
        contracts=contracts_paid_by(request.user),
    )
    return render(request, "funding/payments.html", context)


@require_safe
@for_followers
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    table = export_of_payments(_filtered(request).qs, timezone.localdate())
    return response_of(table, fmt, _("versements"))


@require_POST
@for_followers
def plan(request: HttpRequest) -> HttpResponse:
    """What the rules of each call give, for every line of the person that expects nothing yet."""
    planned = operations.plan_all(by=person(request), at=timezone.now())
    messages.success(
        request,
        ngettext(
            "%(count)d versement est prévu.", "%(count)d versements sont prévus.", len(planned)
        )
        % {"count": len(planned)},
    )
    return redirect("funding:payments")


@require_POST
@to_keep
def plan_line(request: HttpRequest, award: Award) -> HttpResponse:
    do_with_message(
        request,
        operations.plan_payments,
        award=award,
        start=award.decided_on or timezone.localdate(),
        by=request.user,
        at=timezone.now(),
        done=_("Les versements sont prévus d’après les règles de l’appel."),
    )
    return redirect(line_address(award))


@require_http_methods(FORM_METHODS)
@to_keep
def add(request: HttpRequest, award: Award) -> HttpResponse:
    return answer_form(
        request,
        NewPaymentForm(request.POST or None, initial={"expected_on": timezone.localdate()}),
        operations.add_payment,
        lambda values: {"award": award, **values},
        award=award,
        title=_("Prévoir un versement"),
        submit=_("Prévoir le versement"),
        done=_("Le versement est prévu."),
    )


def of_payment(view: View) -> View:
    """The view gets the payment; keepers of its line only."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        payment = payments_seen_by(request.user).filter(pk=pk).first()
        if payment is None:
            raise Http404
        payment.award = award_for(request, payment.award_id)
        require_line(person(request), payment.award.request)
        return view(request, payment, **kwargs)

    return guarded


@require_http_methods(FORM_METHODS)
@of_payment
def make(request: HttpRequest, payment: Payment) -> HttpResponse:
    initial = {"made_on": timezone.localdate(), "amount_cents": payment.amount_cents}
    return answer_form(
        request,
        MadePaymentForm(request.POST or None, initial=initial),
        operations.make_payment,
        lambda values: {"payment": payment, **values},
        award=payment.award,
        title=_("Noter un paiement"),
        lead=_("%(kind)s de %(amount)s, attendu le %(day)s.")
        % {
            "kind": payment.get_kind_display().capitalize(),
            "amount": euros(payment.amount_cents),
            "day": long_date(payment.expected_on),
        },
        submit=_("Noter le paiement"),
        done=_("Le paiement est noté."),
    )


@require_http_methods(FORM_METHODS)
@of_payment
def edit(request: HttpRequest, payment: Payment) -> HttpResponse:
    initial = {name: getattr(payment, name) for name in ("kind", "amount_cents", "expected_on")}
    return answer_form(
        request,
        ExpectedPaymentForm(request.POST or None, initial=initial),
        operations.change_payment,
        lambda values: {"payment": payment, **values},
        award=payment.award,
        title=_("Modifier un versement attendu"),
        submit=_("Enregistrer"),
        done=_("Le versement est modifié."),
    )


@require_http_methods(FORM_METHODS)
@of_payment
def remove(request: HttpRequest, payment: Payment) -> HttpResponse:
    return answer_question(
        request,
        operations.remove_payment,
        {"payment": payment},
        award=payment.award,
        title=_("Retirer ce versement attendu\u00a0?"),
        text=_("%(amount)s, attendu le %(day)s. La somme reste accordée.")
        % {"amount": euros(payment.amount_cents), "day": long_date(payment.expected_on)},
        submit=_("Retirer le versement"),
        done=_("Le versement n’est plus attendu."),
    )


@require_http_methods(FORM_METHODS)
@of_payment
def correct(request: HttpRequest, payment: Payment) -> HttpResponse:
    return answer_form(
        request,
        ReasonForm(request.POST or None),
        operations.correct_payment,
        lambda values: {"payment": payment, **values},
        award=payment.award,
        title=_("Corriger un paiement"),
        lead=_("Il n’a pas été fait\u00a0: il redevient attendu."),
        submit=_("Corriger le paiement"),
        done=_("Le paiement est de nouveau attendu."),
    )
