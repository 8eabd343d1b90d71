"""Committee sessions: those that one sees, their agenda, what waits to be put on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ensemblier.applications.models import Application, Request
from ensemblier.appraisal.models import SheetNote
from ensemblier.appraisal.permissions import DISCUSSED, recused_from
from ensemblier.appraisal.queries.committees import examined_by
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.contracts.permissions import contracts_for
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Body, Seat, Session
from ensemblier.organizations.permissions import funders_served_by, organizations_of


def sessions_seen_by(user: Any) -> QuerySet[Session]:
    """`can_view_session` as a list, the latest first; each with `note_count`."""
    today = timezone.localdate()
    seats = Seat.objects.on(today).filter(
        Q(user=user) | Q(organization__in=organizations_of(user) | funders_served_by(user))
    )
    funded = Envelope.objects.filter(funder__in=funders_served_by(user))
    examined = Committee.objects.filter(call__in=funded.values("call"))
    return (
        Session.objects.filter(
            Q(contract__in=contracts_for(user))
            | Q(body__in=seats.values("body"))
            | Q(body__in=examined.values("body"))
        )
        .select_related("body", "contract")
        .annotate(
            note_count=Count("sheet_notes"),
            examined_count=Count("sheet_notes__examined_at"),
        )
        .order_by("-starts_at", "pk")
    )


def session_for(user: Any, pk: int) -> Session | None:
    return sessions_seen_by(user).filter(pk=pk).first()


def agenda_of(session: Session) -> QuerySet[SheetNote]:
    """In order, each with `asked_cents`."""
    asked = (
        Request.objects.filter(application=OuterRef("application"))
        .order_by()
        .values("application")
        .annotate(total=Sum("amount_cents"))
        .values("total")
    )
    return (
        SheetNote.objects.filter(session=session)
        .select_related("application__action__bearer", "application__call", "session__body")
        .annotate(**{"asked_cents": Coalesce(Subquery(asked), 0)})
        .order_by("rank", "pk")
    )


def recused_on_agenda(session: Session, user: Any) -> set[int]:
    """The applications of the agenda of which `user` reads the title alone."""
    rows = Application.objects.filter(recused_from(user), sheet_notes__session=session)
    return set(rows.values_list("pk", flat=True))


@dataclass(frozen=True)
class Pending:
    """An application that waits for a committee; `seen_on` when a session examined it already."""

    application: Application
    already: Session | None


def pending_for(session: Session) -> list[Pending]:
    """What may be put on the agenda: applications discussed, of the committees that this body
    holds, or of the contract when it holds none; those of its agenda aside."""
    committees = list(Committee.objects.filter(body=session.body_id).select_related("call"))
    on_agenda = SheetNote.objects.filter(session=session).values("application")
    elsewhere = SheetNote.objects.filter(
        session__state__in=[SessionState.PLANNED, SessionState.OPEN]
    ).values("application")
    rows = (
        Application.objects.filter(contract=session.contract_id, state__in=DISCUSSED)
        .exclude(pk__in=on_agenda)
        .exclude(pk__in=elsewhere)
        .select_related("action__bearer", "call")
        .prefetch_related(
            "nodes__node",
            "areas__area",
            Prefetch(
                "sheet_notes",
                SheetNote.objects.filter(session__state=SessionState.CLOSED).select_related(
                    "session__body"
                ),
            ),
        )
        .order_by("reference")
    )
    if committees:
        rows = rows.filter(call__in={committee.call_id for committee in committees})
    examined = _examined(list(rows), committees, session.body_id) if committees else list(rows)
    return [Pending(row, _already(row)) for row in examined]


def _examined(
    rows: list[Application], committees: list[Committee], body_id: int
) -> list[Application]:
    calls: dict[int, Call] = {committee.call_id: committee.call for committee in committees}
    kept = []
    # Years that are over have nothing that waits.
    for key in dict.fromkeys(row.call_id for row in rows if row.call_id is not None):
        call = calls[key]
        of_call = [row for row in rows if row.call_id == key]
        found = examined_by(call, of_call)
        kept += [row for row in of_call if row.pk in found and found[row.pk].body_id == body_id]
    return kept


def _already(application: Application) -> Session | None:
    notes = list(application.sheet_notes.all())
    return notes[-1].session if notes else None


def bodies_to_convene(user: Any) -> QuerySet[Body]:
    """Bodies in activity of the contracts that `user` runs."""
    return (
        Body.objects.filter(contract__in=contracts_for(user), is_active=True)
        .select_related("contract")
        .order_by("contract__name", "name", "pk")
    )


@dataclass(frozen=True)
class Place:
    """A seat, and whether its holder came: «present», «excused» or nothing."""

    seat: Seat
    answer: str


def attendance_of(session: Session) -> tuple[list[Place], list[str]]:
    """The seats held on the day, and the names of the guests."""
    day = timezone.localdate(session.starts_at)
    rows = list(session.attendances.all())
    answers = {
        row.seat_id: "excused" if row.is_excused else "present" for row in rows if row.seat_id
    }
    seats = (
        Seat.objects.on(day)
        .filter(body=session.body_id)
        .select_related("user", "organization")
        .order_by("-chairs", "pk")
    )
    places = [Place(seat, answers.get(seat.pk, "")) for seat in seats]
    return places, [row.name for row in rows if row.seat_id is None]
