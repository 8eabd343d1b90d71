"""Sessions: the list, the agenda, who came, the minutes. The screen shown to the room, which
bears money, is in the room of the money."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.appraisal.exports import export_of_agenda, export_of_sessions
from ensemblier.appraisal.filters import SessionFilter
from ensemblier.appraisal.forms import SessionForm
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.operations.sessions import (
    StaleMinutes,
    add_to_agenda,
    close_session,
    mark_examined,
    open_session,
    order_agenda,
    remove_from_agenda,
    reopen_session,
    save_minutes,
    set_attendance,
)
from ensemblier.appraisal.permissions import can_run_session, require_run_session
from ensemblier.appraisal.queries.sessions import (
    agenda_of,
    attendance_of,
    bodies_to_convene,
    pending_for,
    recused_on_agenda,
    session_for,
    sessions_seen_by,
)
from ensemblier.appraisal.views.common import FORM_METHODS, acting, number_in, numbers_in
from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import can_view_contract, edits_some_contract
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.typography import clock, long_date
from ensemblier.governance.models import Session
from ensemblier.governance.operations import plan_session
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.ui.pages import form_page

CURRENT = "sessions"
SessionView = Callable[..., HttpResponseBase]


def of_session(view: SessionView) -> SessionView:
    """The view gets the session; for people who do not attend it, it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, session_id: int, **kwargs: Any) -> HttpResponseBase:
        session = session_for(request.user, session_id)
        if session is None:
            raise Http404
        return view(request, session, **kwargs)

    return guarded


def of_session_team(view: SessionView) -> SessionView:
    @of_session
    @wraps(view)
    def guarded(request: HttpRequest, session: Session, **kwargs: Any) -> HttpResponseBase:
        require_run_session(request.user, session)
        return view(request, session, **kwargs)

    return guarded


def session_url(session: Session) -> str:
    return reverse("appraisal:session", args=[session.pk])


def crumbs(session: Session, here: object = "") -> list[tuple[Any, str]]:
    name = f"{session.body}, {long_date(session.starts_at)}"
    items: list[tuple[Any, str]] = [(_("Séances"), reverse("appraisal:sessions"))]
    return [*items, (name, session_url(session)), (here, "")] if here else [*items, (name, "")]


@require_safe
@login_required
def list_sessions(request: HttpRequest) -> HttpResponse:
    rows = sessions_seen_by(request.user)
    if not (rows.exists() or edits_some_contract(request.user) or _takes_part(request.user)):
        raise Http404
    filtered = SessionFilter(request.GET, rows)
    context = {
        "filter": filtered,
        "is_filtered": any(value for key, value in request.GET.items() if key != "page"),
        "page": page_of(filtered.qs, request),
        "can_create": edits_some_contract(request.user),
        "current": CURRENT,
    }
    return render(request, "appraisal/sessions.html", context)


def _takes_part(user: Any) -> bool:
    """A funder, or somebody who reads a contract: told that there is no session yet."""
    return bool(funders_served_by(user)) or bodies_to_convene(user).exists()


@require_safe
@login_required
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    rows = sessions_seen_by(request.user)
    if not (rows.exists() or edits_some_contract(request.user) or _takes_part(request.user)):
        raise Http404
    filtered = SessionFilter(request.GET, rows)
    return response_of(export_of_sessions(filtered.qs), fmt, _("séances"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest) -> HttpResponseBase:
    if not edits_some_contract(request.user):
        if not sessions_seen_by(request.user).exists() and not _takes_part(request.user):
            raise Http404
        raise NotAllowed(_("Les séances sont prévues par l’équipe du contrat."))
    form = SessionForm(request.POST or None, bodies=bodies_to_convene(request.user))
    if request.method == "POST" and form.is_valid():
        planned = do_in_form(
            form, plan_session, by=acting(request), at=timezone.now(), **form.cleaned_data
        )
        if planned is not None:
            messages.success(request, _("La séance est prévue. Composez son ordre du jour."))
            return redirect(session_url(planned))
    title = _("Prévoir une séance")
    return form_page(
        request,
        form,
        title=title,
        back=reverse("appraisal:sessions"),
        breadcrumb=[(_("Séances"), reverse("appraisal:sessions")), (title, "")],
        submit=_("Prévoir la séance"),
        current=CURRENT,
    )


@require_safe
@of_session
def session(request: HttpRequest, session: Session) -> HttpResponse:
    """The agenda; for the team, what may be put on it, who came, what to do next."""
    runs = can_run_session(request.user, session)
    notes = list(agenda_of(session))
    closed = recused_on_agenda(session, request.user)
    is_writable = runs and session.state in ("planned", "open")
    places, guests = attendance_of(session)
    context = {
        "session": session,
        "notes": [(note, note.application_id in closed) for note in notes],
        "first": next((note for note in notes if note.application_id not in closed), None),
        "asked": sum(note.asked_cents or 0 for note in notes if note.application_id not in closed),
        "examined": sum(1 for note in notes if note.examined_at),
        "runs": runs,
        "is_writable": is_writable,
        "pending": pending_for(session) if is_writable else [],
        "places": places,
        "guests": guests,
        "contract": session.contract if can_view_contract(request.user, session.contract) else None,
        "breadcrumb": crumbs(session),
        "current": CURRENT,
    }
    return render(request, "appraisal/session.html", context)


@require_safe
@of_session
def export_agenda(request: HttpRequest, session: Session, fmt: str) -> HttpResponse:
    closed = recused_on_agenda(session, request.user)
    notes = list(agenda_of(session))
    for note in notes:
        if note.application_id in closed:
            note.asked_cents = None
    table = export_of_agenda(notes)
    return response_of(table, fmt, _("ordre du jour"), session.body)


@require_POST
@of_session_team
def add(request: HttpRequest, session: Session) -> HttpResponseBase:
    ticked = set(numbers_in(request.POST.getlist("pk")))
    chosen = [row.application for row in pending_for(session) if row.application.pk in ticked]
    if not chosen:
        messages.error(request, _("Cochez au moins un dossier."))
        return redirect(session_url(session))
    done = ngettext(
        "%(count)d dossier mis à l’ordre du jour.",
        "%(count)d dossiers mis à l’ordre du jour.",
        len(chosen),
    )
    do_with_message(
        request,
        add_to_agenda,
        done=done % {"count": len(chosen)},
        session=session,
        applications=chosen,
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(session_url(session))


@require_POST
@of_session_team
def order(request: HttpRequest, session: Session) -> HttpResponseBase:
    """By the ranks typed, or one place up or down by a button («up-12»)."""
    notes = list(agenda_of(session))
    ranks = {}
    for place, note in enumerate(notes, start=1):
        typed = request.POST.get(f"rank-{note.pk}", "")
        # Twice the number leaves a place before and after each: a moved row falls between two.
        number = number_in(typed)
        wanted = place if number is None else min(number, len(notes))
        ranks[note.pk] = 2 * wanted + (wanted > place) - (wanted < place)
    for step, places in (("up-", -3), ("down-", 3)):
        moved = number_in(request.POST.get("move", ""), step)
        if moved in ranks:
            ranks[moved] += places
    do_with_message(
        request,
        order_agenda,
        session=session,
        ranks=ranks,
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(f"{session_url(session)}#ordre-du-jour")


@require_POST
@of_session_team
def move(request: HttpRequest, session: Session, deed: str) -> HttpResponseBase:
    deeds = {"ouvrir": open_session, "clore": close_session, "rouvrir": reopen_session}
    if deed not in deeds:
        raise Http404
    do_with_message(request, deeds[deed], session=session, by=acting(request), at=timezone.now())
    return redirect(session_url(session))


@require_POST
@of_session_team
def attendance(request: HttpRequest, session: Session) -> HttpResponseBase:
    answers = {
        number: request.POST.get(f"seat-{number}", "")
        for number in numbers_in(request.POST, "seat-")
    }
    do_with_message(
        request,
        set_attendance,
        done=_("Les présences sont enregistrées."),
        session=session,
        answers=answers,
        guests=request.POST.get("guests", "").splitlines(),
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(f"{session_url(session)}#presences")


def _note(session: Session, pk: int) -> SheetNote:
    return get_object_or_404(agenda_of(session).select_related("session__contract"), pk=pk)


@require_POST
@of_session_team
def remove(request: HttpRequest, session: Session, note_id: int) -> HttpResponseBase:
    do_with_message(
        request,
        remove_from_agenda,
        done=_("Le dossier est retiré de l’ordre du jour."),
        note=_note(session, note_id),
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(f"{session_url(session)}#ordre-du-jour")


@require_POST
@of_session_team
def minutes(request: HttpRequest, session: Session, note_id: int) -> HttpResponseBase:
    """Saved as one types, by a script that reads JSON; or by a button, then on to `next`."""
    note = _note(session, note_id)
    by_script = request.headers.get("Accept", "").startswith("application/json")
    edition = number_in(request.POST.get("edition", ""))
    text = request.POST.get("text", "")
    try:
        saved = save_minutes(
            note=note,
            text=text,
            edition=-1 if edition is None else edition,
            by=acting(request),
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except StaleMinutes as refusal:
        if by_script:
            return JsonResponse(
                {"message": str(refusal), "text": refusal.text, "edition": refusal.edition},
                status=409,
            )
        return _conflict(request, session, note, refusal, text)
    except Refused as refusal:
        if by_script:
            return JsonResponse({"message": str(refusal)}, status=422)
        messages.error(request, str(refusal))
        return redirect(_next(request, session))
    if by_script:
        moment = clock(timezone.now())
        return JsonResponse(
            {"edition": saved.edition, "message": _("Enregistré à %(moment)s") % {"moment": moment}}
        )
    messages.success(request, _("Le compte rendu est enregistré."))
    return redirect(_next(request, session))


def _conflict(
    request: HttpRequest, session: Session, note: SheetNote, refusal: StaleMinutes, text: str
) -> HttpResponse:
    """Both texts side by side, nothing lost."""
    context = {
        "session": session,
        "note": note,
        "kept": refusal.text,
        "edition": refusal.edition,
        "text": text,
        "next": _next(request, session),
        "breadcrumb": crumbs(session, note.application.reference),
        "current": CURRENT,
    }
    return render(request, "appraisal/minutes_conflict.html", context, status=409)


@require_POST
@of_session_team
def examined(request: HttpRequest, session: Session, note_id: int) -> HttpResponseBase:
    do_with_message(
        request,
        mark_examined,
        note=_note(session, note_id),
        examined=request.POST.get("examined") == "1",
        by=acting(request),
        at=timezone.now(),
    )
    return redirect(_next(request, session))


def _next(request: HttpRequest, session: Session) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else session_url(session)
