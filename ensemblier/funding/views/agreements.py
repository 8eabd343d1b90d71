"""Agreements: their list, those that are missing, and each deed on one of them."""

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

from ensemblier.core.pagination import page_of
from ensemblier.funding.exports.tables import export_of_agreements, response_of
from ensemblier.funding.filters import AgreementFilter
from ensemblier.funding.forms.agreements import AgreementForm, SignatureForm
from ensemblier.funding.forms.small import DayForm, FileForm, ReasonForm
from ensemblier.funding.models import Agreement, Award
from ensemblier.funding.operations import agreements as operations
from ensemblier.funding.operations.lines import require_line
from ensemblier.funding.permissions import can_set_amount
from ensemblier.funding.queries.agreements import (
    agreements_seen_by,
    award_of_year,
    awards_to_agree,
    row_of,
    years_to_agree,
)
from ensemblier.funding.queries.lines import line_of
from ensemblier.funding.views.following import (
    FORM_METHODS,
    answer_form,
    answer_question,
    for_followers,
    line_crumbs,
    of_line,
    person,
    section_context,
    to_keep,
)

SECTION = "agreements"
View = Callable[..., HttpResponseBase]


def _filtered(request: HttpRequest) -> AgreementFilter:
    rows = agreements_seen_by(request.user).order_by("-created_at", "-pk")
    return AgreementFilter(request.GET, rows, request=request)


@require_safe
@for_followers
def agreements(request: HttpRequest) -> HttpResponse:
    filtered = _filtered(request)
    page = page_of(filtered.qs, request)
    today = timezone.localdate()
    context = section_context(
        SECTION,
        filter=filtered,
        is_filtered=any(request.GET.get(name) for name in filtered.filters),
        page=page,
        rows=[row_of(agreement, today) for agreement in page.object_list],
        missing=awards_to_agree(request.user),
    )
    return render(request, "funding/agreements.html", context)


@require_safe
@for_followers
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    today = timezone.localdate()
    rows = [row_of(agreement, today) for agreement in _filtered(request).qs]
    return response_of(export_of_agreements(rows), fmt, _("conventions"))


@require_safe
@of_line
def line(request: HttpRequest, award: Award) -> HttpResponse:
    """One funder's money for one application, from the decision to the last euro."""
    application = award.request.application
    context = {
        "line": line_of(award, timezone.localdate()),
        "award": award,
        "application": application,
        "contract": application.contract,
        "can_write": can_set_amount(request.user, award.request),
        "breadcrumb": line_crumbs(award),
        "current": "agreements",
        "today": timezone.localdate(),
    }
    return render(request, "funding/line.html", context)


@require_safe
@login_required
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """It lives on the page of its first year's line."""
    found = get_object_or_404(agreements_seen_by(request.user), pk=pk)
    award = get_object_or_404(
        Award, request__application=found.application_id, request__funder=found.funder_id
    )
    return redirect("funding:line", award.pk)


@require_http_methods(FORM_METHODS)
@to_keep
def prepare(request: HttpRequest, award: Award) -> HttpResponse:
    later = years_to_agree(award)
    form = AgreementForm(request.POST or None, later=later)
    return answer_form(
        request,
        form,
        operations.prepare_agreement,
        lambda values: {
            "award": award,
            "kind": values["kind"],
            "later_cents": form.later_cents if later else None,
        },
        award=award,
        title=_("Préparer la convention"),
        submit=_("Préparer la convention"),
        done=_("La convention est prête à être relue et envoyée."),
    )


def of_agreement(view: View) -> View:
    """The view gets the agreement and the award of its first year; keepers only."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        agreement = agreements_seen_by(request.user).filter(pk=pk).first()
        award = award_of_year(agreement, agreement.application.year) if agreement else None
        if agreement is None or award is None:
            raise Http404
        require_line(person(request), award.request)
        return view(request, agreement, award, **kwargs)

    return guarded


@require_http_methods(FORM_METHODS)
@of_agreement
def rewrite(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    return answer_question(
        request,
        operations.rewrite_agreement,
        {"agreement": agreement},
        award=award,
        title=_("Réécrire le document de %(reference)s\u00a0?") % {"reference": agreement},
        text=_(
            "Le document est refait avec le modèle en service et les montants d’aujourd’hui. "
            "L’ancien est perdu."
        ),
        submit=_("Réécrire le document"),
        submit_kind="primary",
        done=_("Le document est réécrit."),
    )


@require_http_methods(FORM_METHODS)
@of_agreement
def send(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    return answer_form(
        request,
        DayForm(request.POST or None),
        operations.send_agreement,
        lambda values: {"agreement": agreement, "sent_on": values["day"]},
        award=award,
        title=_("Envoyer %(reference)s à la signature") % {"reference": agreement},
        submit=_("Envoyer"),
        done=_("La convention est envoyée\u00a0: le porteur la voit sur sa page."),
    )


@require_http_methods(FORM_METHODS)
@of_agreement
def sign(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    initial = {
        "bearer_signed_on": agreement.bearer_signed_on,
        "funder_signed_on": agreement.funder_signed_on,
    }
    return answer_form(
        request,
        SignatureForm(request.POST or None, request.FILES or None, initial=initial),
        operations.sign_agreement,
        lambda values: {"agreement": agreement, "uploaded": values.pop("file"), **values},
        award=award,
        title=_("Noter les signatures de %(reference)s") % {"reference": agreement},
        lead=_("La convention est signée quand les deux dates sont écrites."),
        submit=_("Enregistrer"),
        done=_("Les signatures sont notées."),
    )


@require_http_methods(FORM_METHODS)
@of_agreement
def keep_signed(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    return answer_form(
        request,
        FileForm(request.POST or None, request.FILES or None),
        operations.keep_signed_file,
        lambda values: {"agreement": agreement, "uploaded": values["file"]},
        award=award,
        title=_("Joindre %(reference)s signée") % {"reference": agreement},
        submit=_("Joindre"),
        done=_("Le document signé est gardé."),
    )


@require_http_methods(FORM_METHODS)
@of_agreement
def cancel(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    return answer_form(
        request,
        ReasonForm(request.POST or None),
        operations.cancel_agreement,
        lambda values: {"agreement": agreement, **values},
        award=award,
        title=_("Annuler la convention %(reference)s") % {"reference": agreement},
        lead=_("Le financement reste accordé\u00a0; ce qui était attendu ne l’est plus."),
        submit=_("Annuler la convention"),
        done=_("La convention est annulée."),
    )


@require_http_methods(FORM_METHODS)
@of_agreement
def publish(request: HttpRequest, agreement: Agreement, award: Award) -> HttpResponse:
    return answer_form(
        request,
        DayForm(request.POST or None),
        operations.publish_data,
        lambda values: {"agreement": agreement, "published_on": values["day"]},
        award=award,
        title=_("Données essentielles publiées"),
        lead=_("Le décret 2017-779 donne trois mois après la signature."),
        submit=_("Enregistrer"),
        done=_("La publication est notée."),
        back=reverse("funding:agreements"),
    )
