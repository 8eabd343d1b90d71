"""Every write on a body, its seats and the days on which it meets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.accounts.people import known_or_new
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.operations.base import locked, set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import long_moment
from ensemblier.governance.enums import SessionState
from ensemblier.governance.models import Body, Seat, Session
from ensemblier.organizations.models import Organization

BODY_FIELDS = ("kind", "name", "sessions_per_year", "is_active")
SEAT_FIELDS = ("organization", "title", "votes", "chairs", "starts_on", "ends_on")
SESSION_FIELDS = ("starts_at", "place")


@transaction.atomic
def create_body(
    *, contract: Contract, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Body:
    body = Body(contract=locked(contract, by))
    set_values(body, values, BODY_FIELDS)
    body.save()
    _note("create_body", _("Instance créée : %(body)s") % {"body": body}, body, body, by, at)
    return body


@transaction.atomic
def update_body(*, body: Body, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Body:
    body = _held(body, by)
    changes = set_values(body, values, BODY_FIELDS)
    if changes:
        body.save()
        summary = _("Instance modifiée : %(body)s") % {"body": body}
        _note("update_body", summary, body, body, by, at, changes)
    return body


@transaction.atomic
def add_seat(
    *,
    body: Body,
    values: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    full_name: str = "",
    email: str = "",
) -> Seat:
    """Held by an organization, by a person, or by a person for an organization."""
    body = _held(body, by)
    seat = Seat(body=body)
    if full_name.strip() or email.strip():
        seat.user = known_or_new(full_name=full_name, email=email)
    if seat.user is None and values.get("organization") is None:
        raise InvalidInput(_("Indiquez une personne ou une structure."), field="organization")
    _refuse_twice(body, seat.user, values.get("organization"), values["starts_on"])
    set_values(seat, values, SEAT_FIELDS)
    seat.save()
    summary = _("%(seat)s siège à %(body)s") % {"seat": seat, "body": body}
    _note("add_seat", summary, seat, body, by, at)
    return seat


@transaction.atomic
def update_seat(*, seat: Seat, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Seat:
    body = _held(seat.body, by)
    seat = Seat.objects.select_related("user", "organization").get(pk=seat.pk)
    changes = set_values(seat, values, SEAT_FIELDS)
    if changes:
        seat.save()
        summary = _("Siège modifié : %(seat)s (%(body)s)") % {"seat": seat, "body": body}
        _note("update_seat", summary, seat, body, by, at, changes)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, on: datetime.date, by: User, at: datetime.datetime) -> Seat:
    """`on` is the last day; the seat stays in the history of the body."""
    body = _held(seat.body, by)
    seat = Seat.objects.select_related("user", "organization").get(pk=seat.pk)
    if seat.ends_on is not None and seat.ends_on <= on:
        raise Refused(_("Ce siège a déjà pris fin."))
    if on < seat.starts_on:
        raise InvalidInput(_("La date de fin précède la date de début."), field="on")
    changes = set_values(seat, {"ends_on": on}, SEAT_FIELDS)
    seat.save()
    summary = _("%(seat)s ne siège plus à %(body)s") % {"seat": seat, "body": body}
    _note("end_seat", summary, seat, body, by, at, changes)
    return seat


@transaction.atomic
def plan_session(
    *, body: Body, starts_at: datetime.datetime, by: User, at: datetime.datetime, place: str = ""
) -> Session:
    body = _held(body, by)
    if not body.is_active:
        raise Refused(_("Cette instance n’est plus en activité."))
    session = Session(body=body, contract=body.contract)
    set_values(session, {"starts_at": starts_at, "place": place}, SESSION_FIELDS)
    session.save()
    summary = _("Séance prévue : %(session)s") % {"session": _named(session)}
    _note("plan_session", summary, session, body, by, at)
    return session


@transaction.atomic
def update_session(
    *, session: Session, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Session:
    """As long as it has not begun."""
    body, session = _planned(session, by)
    changes = set_values(session, values, SESSION_FIELDS)
    if changes:
        session.save()
        summary = _("Séance modifiée : %(session)s") % {"session": _named(session)}
        _note("update_session", summary, session, body, by, at, changes)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: User, at: datetime.datetime) -> Session:
    body, session = _planned(session, by)
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    summary = _("Séance annulée : %(session)s") % {"session": _named(session)}
    changes = {"state": [SessionState.PLANNED.value, SessionState.CANCELLED.value]}
    _note("cancel_session", summary, session, body, by, at, changes)
    return session


def _held(body: Body, by: User) -> Body:
    contract = locked(body.contract, by)
    fresh = Body.objects.get(pk=body.pk)
    fresh.contract = contract
    return fresh


def _planned(session: Session, by: User) -> tuple[Body, Session]:
    body = _held(session.body, by)
    session = Session.objects.select_for_update().get(pk=session.pk)
    session.body = body
    if session.state != SessionState.PLANNED:
        raise Refused(_("Cette séance a déjà eu lieu, ou elle est annulée."))
    return body, session


def _refuse_twice(
    body: Body, user: User | None, organization: Organization | None, day: datetime.date
) -> None:
    """One seat at a time for a person, or for an organization that names nobody."""
    held = Seat.objects.on(day).filter(body=body)
    same = held.filter(user=user) if user else held.filter(user=None, organization=organization)
    if same.exists():
        raise InvalidInput(
            _("Cette personne ou cette structure siège déjà ici."),
            field="full_name" if user else "organization",
        )


def _named(session: Session) -> str:
    return f"{session.body}, {long_moment(session.starts_at)}"


def _note(  # noqa: PLR0917
    action: str,
    summary: str,
    target: models.Model,
    body: Body,
    by: User,
    at: datetime.datetime,
    changes: dict[str, list[Any]] | None = None,
) -> None:
    record(
        action=f"governance.{action}",
        summary=summary,
        by=by,
        at=at,
        target=target,
        contract_id=body.contract_id,
        changes=changes,
    )
