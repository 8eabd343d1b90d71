"""The screen of a committee session: one application, its opinions and its money, the minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ensemblier.appraisal.operations.sessions import WRITABLE
from ensemblier.appraisal.permissions import can_run_session, require_not_recused
from ensemblier.appraisal.views.sessions import of_session
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.core.money import figure, parse_euros
from ensemblier.funding.enums import AmountField
from ensemblier.funding.operations.amounts import Cell, set_amounts
from ensemblier.funding.queries.session_screen import Column, Screen, screen_of
from ensemblier.funding.views.common import person
from ensemblier.governance.models import Session

CURRENT = "sessions"


def _screen(request: HttpRequest, session: Session, pk: int) -> Screen:
    screen = screen_of(session, pk, request.user, is_open=session.state in WRITABLE)
    if screen is None:
        raise Http404
    return screen


def _url(session: Session, pk: int) -> str:
    return reverse("funding:session", args=[session.pk, pk])


@require_safe
@of_session
def session(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    return _page(request, _screen(request, session, pk))


def _page(request: HttpRequest, screen: Screen, status: int = 200) -> HttpResponse:
    session = screen.session
    for column in screen.columns:
        if not column.typed and not column.error and column.line.proposed is not None:
            column.typed = figure(column.line.proposed)
    context = {
        "screen": screen,
        "session": session,
        "note": screen.note,
        "sheet": screen.sheet,
        "previous_url": _url(session, screen.previous) if screen.previous else "",
        "next_url": _url(session, screen.following) if screen.following else "",
        "agenda_url": reverse("appraisal:session", args=[session.pk]),
        "here": _url(session, screen.note.pk),
        "writes_minutes": screen.sheet is not None
        and session.state in WRITABLE
        and can_run_session(request.user, session),
        "writes_money": any(column.is_writable for column in screen.columns),
        "current": CURRENT,
    }
    return render(request, "funding/session.html", context, status=status)


@require_POST
@of_session
def amounts(request: HttpRequest, session: Session, pk: int) -> HttpResponseBase:
    """What the funders propose: good amounts are written, the others come back as typed."""
    screen = _screen(request, session, pk)
    application = screen.note.application
    require_not_recused(request.user, application)
    if not any(column.is_writable for column in screen.columns):
        raise NotAllowed(
            _("Chaque financeur écrit ses montants, tant que la séance n’est pas terminée.")
        )
    by_request = {column.line.request_id: column for column in screen.columns}
    cells = [cell for column in screen.columns if (cell := _cell(request, column)) is not None]
    if cells and application.call is not None:
        batch = set_amounts(
            call=application.call, cells=cells, by=person(request), at=timezone.now(), partly=True
        )
        for cell, refusal in batch.refusals.items():
            by_request[cell.request_id].error = str(refusal)
        if batch.awards:
            done = ngettext(
                "%(count)d montant enregistré.", "%(count)d montants enregistrés.",
                len(batch.awards),
            )  # fmt: skip
            messages.success(request, done % {"count": len(batch.awards)})
    if any(column.error for column in screen.columns):
        return _page(request, screen, status=422)
    return redirect(f"{_url(session, pk)}#montants")


def _cell(request: HttpRequest, column: Column) -> Cell | None:
    """What was typed for a funder, if it is not what the page showed."""
    number = column.line.request_id
    if not column.is_writable or f"proposed-{number}" not in request.POST:
        return None
    column.typed = request.POST.get(f"proposed-{number}", "").strip()
    seen = request.POST.get(f"seen-{number}", "")
    before = int(seen) if seen.isdecimal() and len(seen) < 16 else None
    try:
        cents = parse_euros(column.typed) if column.typed else None
    except InvalidInput as refusal:
        column.error = str(refusal)
        return None
    if cents == before:
        return None
    return Cell(number, AmountField.PROPOSED, cents, (before,))
