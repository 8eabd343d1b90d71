"""The list of consultations, the page of each, its papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.appraisal.exports import export_of_consultations
from ensemblier.appraisal.filters import ConsultationFilter
from ensemblier.appraisal.permissions import (
    can_publish_consultation,
    sight_of,
)
from ensemblier.appraisal.queries.consultations import (
    consultations_seen_by,
)
from ensemblier.appraisal.views.common import acting
from ensemblier.appraisal.views.consultations.common import (
    CURRENT,
    crumbs,
    of_consultation,
    sees_consultations,
)
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import (
    can_edit_contract,
    can_view_contract,
    contracts_for,
)
from ensemblier.core.http import download, filename
from ensemblier.core.pagination import page_of
from ensemblier.councils.documents import opinion_pdf, request_pdf, verdict
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.lifecycle import CONSULTATION, can_answer, sits_in_it
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.queries.consultations import presence
from ensemblier.councils.sentences import clock_in_words, presence_in_words, silence_in_words
from ensemblier.councils.views.common import of_council, section_context
from ensemblier.files.views import serve
from ensemblier.ui.pages import visible_to


@require_safe
@visible_to(sees_consultations)
def list_consultations(request: HttpRequest) -> HttpResponse:
    filtered = ConsultationFilter(request.GET, consultations_seen_by(request.user))
    today = timezone.localdate()
    page = page_of(filtered.qs, request)
    writable = [one for one in contracts_for(request.user) if can_edit_contract(request.user, one)]
    context = {
        "filter": filtered,
        "is_filtered": any(request.GET.get(name) for name in filtered.filters),
        "page": page,
        "rows": [(row, clock_in_words(row.days_left(today))) for row in page],
        "writable": writable,
        "current": CURRENT,
    }
    return render(request, "appraisal/consultations.html", context)


@require_safe
@visible_to(sees_consultations)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    filtered = ConsultationFilter(request.GET, consultations_seen_by(request.user))
    table = export_of_consultations(filtered.qs.prefetch_related("present"), timezone.localdate())
    return response_of(table, fmt, _("consultations"))


@require_safe
@of_council
def list_of_council(request: HttpRequest, council: Council) -> HttpResponse:
    """A page of the council among its others."""
    today = timezone.localdate()
    page = page_of(consultations_seen_by(request.user).filter(council=council), request)
    rows = [(row, clock_in_words(row.days_left(today))) for row in page]
    context = section_context(request, council, "consultations", page=page, rows=rows)
    return render(request, "appraisal/council_consultations.html", context)


@require_safe
@of_consultation
def consultation(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Both sides read the same page; the buttons differ."""
    user, today = acting(request), timezone.localdate()
    row = consultation
    is_team = can_edit_contract(user, row.contract)
    subject = getattr(row, "subject", None)
    context = {
        "consultation": row,
        "call": subject.call if subject else None,
        "application": subject.application if subject else None,
        "reads_application": bool(
            subject and subject.application and sight_of(user, subject.application).opens
        ),
        "papers": row.papers.select_related("file"),
        "clock": clock_in_words(row.days_left(today)),
        "is_late": row.days_left(today) < 0,
        "verdict": verdict(row, today),
        "silence": silence_in_words(row.silence),
        "presence": presence_in_words(presence(row), row.others_present),
        "present": row.present.select_related("user"),
        "recusals": row.recusals.select_related("user"),
        "moves": {move.name for move in CONSULTATION.open_to(row, user)},
        "is_team": is_team,
        "is_member": sits_in_it(user, row),
        "can_answer": can_answer(user, row),
        "can_publish": can_publish_consultation(user, row),
        "reads_names": is_team or sits_in_it(user, row),
        "contract": row.contract if can_view_contract(user, row.contract) else None,
        "breadcrumb": crumbs(row),
        "current": CURRENT,
    }
    return render(request, "appraisal/consultation.html", context)


@require_safe
@of_consultation
def paper(request: HttpRequest, consultation: Consultation, paper_pk: int) -> HttpResponseBase:
    row = get_object_or_404(consultation.papers.select_related("file"), pk=paper_pk)
    return serve(row.file, request)


@require_safe
@of_consultation
def minutes(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    if consultation.minutes is None:
        raise Http404
    return serve(consultation.minutes, request)


@require_safe
@of_consultation
def print_request(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    name = filename(_("consultation"), consultation.council, consultation.title, extension="pdf")
    return download(request_pdf(consultation), name, inline=True)


@require_safe
@of_consultation
def print_opinion(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    if consultation.state not in (ConsultationState.ANSWERED, ConsultationState.SILENT):
        raise Http404
    name = filename(_("avis"), consultation.council, consultation.title, extension="pdf")
    return download(opinion_pdf(consultation, timezone.localdate()), name, inline=True)
