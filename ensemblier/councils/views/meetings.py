"""Meetings of a council: planned, convened, told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.exports.councils import export_of_meetings
from ensemblier.councils.forms import MeetingForm, PresenceForm
from ensemblier.councils.models import Council, Meeting
from ensemblier.councils.queries import meetings_of, members_on
from ensemblier.councils.views.common import (
    FORM_METHODS,
    address,
    answer_form,
    answer_question,
    of_council,
    section_context,
    to_write,
)


def _meeting(council: Council, pk: int) -> Meeting:
    meeting = get_object_or_404(meetings_of(council), pk=pk)
    meeting.council = council
    return meeting


def _page_of_meeting(meeting: Meeting) -> str:
    return address(meeting.council, "meeting", meeting.pk)


@require_safe
@of_council
def meetings(request: HttpRequest, council: Council) -> HttpResponse:
    now = timezone.now()
    rows = meetings_of(council)
    context = section_context(
        request,
        council,
        "meetings",
        coming=list(rows.filter(starts_at__gte=now).order_by("starts_at", "pk")[:50]),
        page=page_of(rows.filter(starts_at__lt=now), request),
    )
    return render(request, "councils/meetings.html", context)


@require_safe
@of_council
def export_meetings(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    return response_of(export_of_meetings(meetings_of(council)), fmt, council.name, _("réunions"))


@require_safe
@of_council
def meeting(request: HttpRequest, council: Council, meeting_pk: int) -> HttpResponse:
    found = _meeting(council, meeting_pk)
    noted = {one.mandate_id: one for one in found.presences.all()}
    context = section_context(
        request,
        council,
        "meetings",
        meeting=found,
        is_past=found.starts_at < timezone.now(),
        members=[(mandate, noted.get(mandate.pk)) for mandate in members_on(found)],
        minutes=list(found.minutes.defer("text", "search_text").order_by("pk")),
    )
    return render(request, "councils/meeting.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def plan_meeting(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        MeetingForm(request.POST or None),
        operations.plan_meeting,
        lambda values: {"council": council, "values": values},
        council=council,
        contract=council.contract,
        section="meetings",
        title=_("Prévoir une réunion"),
        submit=_("Prévoir la réunion"),
        done=_("La réunion est prévue. Vous pouvez convoquer les membres."),
        after=_page_of_meeting,
    )


@require_http_methods(FORM_METHODS)
@to_write
def edit_meeting(request: HttpRequest, council: Council, meeting_pk: int) -> HttpResponse:
    found = _meeting(council, meeting_pk)
    return answer_form(
        request,
        MeetingForm(request.POST or None, meeting=found),
        operations.update_meeting,
        lambda values: {"meeting": found, "values": values},
        council=council,
        contract=council.contract,
        section="meetings",
        title=_("Modifier la réunion"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
        after=_page_of_meeting,
    )


@require_http_methods(FORM_METHODS)
@to_write
def presences(request: HttpRequest, council: Council, meeting_pk: int) -> HttpResponse:
    found = _meeting(council, meeting_pk)
    form = PresenceForm(request.POST or None, meeting=found, members=members_on(found))
    return answer_form(
        request,
        form,
        operations.note_presences,
        lambda _values: {"meeting": found, **form.as_arguments()},
        council=council,
        contract=council.contract,
        section="meetings",
        title=_("Qui était là"),
        submit=_("Enregistrer les présences"),
        done=_("Les présences sont notées."),
        after=_page_of_meeting,
    )


@require_http_methods(FORM_METHODS)
@to_write
def convene(request: HttpRequest, council: Council, meeting_pk: int) -> HttpResponse:
    found = _meeting(council, meeting_pk)
    reachable = sum(1 for mandate in members_on(found) if mandate.user.email)
    return answer_question(
        request,
        operations.convene,
        {"meeting": found},
        council=council,
        section="meetings",
        title=_("Convoquer les membres\u00a0?"),
        text=_(
            "Un courriel part à %(count)d membres, avec la date, le lieu et l’ordre du jour. "
            "Prévenez autrement ceux qui n’ont pas d’adresse."
        )
        % {"count": reachable},
        submit=_("Envoyer la convocation"),
        done=_("La convocation est envoyée."),
        submit_kind="primary",
        back=_page_of_meeting(found),
    )


@require_http_methods(FORM_METHODS)
@to_write
def cancel_meeting(request: HttpRequest, council: Council, meeting_pk: int) -> HttpResponse:
    found = _meeting(council, meeting_pk)
    return answer_question(
        request,
        operations.cancel_meeting,
        {"meeting": found},
        council=council,
        section="meetings",
        title=_("Annuler cette réunion\u00a0?"),
        text=_("Elle quitte le site. Les membres déjà convoqués reçoivent un courriel."),
        submit=_("Annuler la réunion"),
        done=_("La réunion est annulée."),
        back=_page_of_meeting(found),
    )
