"""Sheets, packs, agendas and minutes, as PDF and DOCX."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from ensemblier.applications.models import Application
from ensemblier.appraisal.documents import Pack, as_docx, as_pdf
from ensemblier.appraisal.documents.papers import (
    KINDS,
    pack_of_committee,
    paper_of_application,
    paper_of_session,
)
from ensemblier.appraisal.permissions import Sight
from ensemblier.appraisal.views.common import of_call, of_file
from ensemblier.appraisal.views.sessions import of_session
from ensemblier.calls.models import Call, Committee
from ensemblier.calls.permissions import can_view_call
from ensemblier.core.http import download, filename
from ensemblier.governance.models import Session

WRITERS = {"pdf": as_pdf, "docx": as_docx}


def _answer(pack: Pack, fmt: str, *names: object) -> HttpResponse:
    return download(WRITERS[fmt](pack), filename(*names, extension=fmt), inline=fmt == "pdf")


def _known(fmt: str) -> None:
    if fmt not in WRITERS:
        raise Http404


@require_safe
@of_file
def sheet(
    request: HttpRequest, application: Application, sight: Sight, fmt: str
) -> HttpResponseBase:
    _known(fmt)
    if not sight.all_opinions:
        raise Http404
    return _answer(paper_of_application(application), fmt, application.reference, "fiche")


@require_safe
@of_call
def committee(request: HttpRequest, call: Call, committee_id: int, fmt: str) -> HttpResponseBase:
    _known(fmt)
    if not can_view_call(request.user, call):
        raise Http404
    row = get_object_or_404(Committee.objects.select_related("body"), call=call, pk=committee_id)
    return _answer(pack_of_committee(call, row, request.user), fmt, row.body, call.year)


@require_safe
@of_session
def session(request: HttpRequest, session: Session, kind: str, fmt: str) -> HttpResponseBase:
    _known(fmt)
    if kind not in KINDS:
        raise Http404
    day = timezone.localdate(session.starts_at)
    return _answer(paper_of_session(session, request.user, kind), fmt, kind, session.body, day)
