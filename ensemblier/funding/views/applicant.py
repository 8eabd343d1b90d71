"""«Mes financements»: what an association may know of its money, and its papers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ensemblier.applications.models import Application
from ensemblier.applications.permissions import can_appraise_application, is_author
from ensemblier.core.http import download
from ensemblier.files.models import StoredFile
from ensemblier.files.views import serve
from ensemblier.funding.documents.pdf import pdf_of
from ensemblier.funding.models import Agreement, Letter
from ensemblier.funding.queries.for_applicant import SHOWN_AGREEMENTS, told_lines


@require_safe
@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant's page; the team and the funders read it as the applicant does."""
    found = get_object_or_404(
        Application.objects.select_related("action__bearer", "call", "contract"), pk=pk
    )
    own = is_author(request.user, found)
    if not own and not can_appraise_application(request.user, found):
        raise Http404
    lines = told_lines(found, timezone.localdate())
    context = {
        "application": found,
        "contract": found.contract,
        "lines": lines,
        "is_author": own,
        "granted_cents": sum(
            line.award.granted_cents or 0 for line in lines if line.award and line.is_granted
        ),
        "paid_cents": sum(line.paid_cents for line in lines),
        "breadcrumb": [(found.title, found.get_absolute_url()), (_("Mes financements"), "")],
        "current": "applications",
    }
    return render(request, "funding/application.html", context)


@require_safe
@login_required
def letter(request: HttpRequest, pk: int, fmt: str) -> HttpResponseBase:
    """Once sent, for the applicant; before, for those who appraise."""
    found = get_object_or_404(
        Letter.objects.select_related("award__request__application__action", "file"), pk=pk
    )
    asked = found.award.request.application
    told = found.sent_at is not None and is_author(request.user, asked)
    if not told and not can_appraise_application(request.user, asked):
        raise Http404
    return _paper(request, found.file, fmt)


@require_safe
@login_required
def agreement_document(request: HttpRequest, pk: int, fmt: str) -> HttpResponseBase:
    """`fmt` is pdf, docx, or «signe» for the signed paper."""
    found = get_object_or_404(
        Agreement.objects.select_related("application__action", "file", "signed_file"), pk=pk
    )
    told = found.state in SHOWN_AGREEMENTS and is_author(request.user, found.application)
    if not told and not can_appraise_application(request.user, found.application):
        raise Http404
    if fmt == "signe":
        if found.signed_file is None:
            raise Http404
        return serve(found.signed_file, request)
    if found.file is None:
        raise Http404
    return _paper(request, found.file, fmt)


def _paper(request: HttpRequest, stored: StoredFile, fmt: str) -> HttpResponseBase:
    if fmt == "docx":
        return serve(stored, request)
    if fmt != "pdf":
        raise Http404
    with stored.content.open("rb") as content:
        stem = stored.name.rpartition(".")[0]
        return download(pdf_of([content.read()], title=stem, author=""), f"{stem}.pdf")
