"""Bodies, seats and sessions as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.governance.models import Seat, Session

Table = tuple[list[str], Iterable[list[Any]]]


def export_of_bodies(bodies: Iterable[Any]) -> Table:
    columns = [_("instance"), _("sorte"), _("contrat"), _("en activité"), _("sièges")]
    return columns, (
        [body.name, body.get_kind_display(), body.contract.name, body.is_active, body.seat_count]
        for body in bodies
    )


def export_of_seats(seats: Iterable[Seat]) -> Table:
    columns = [
        _("structure"),
        _("personne"),
        _("en qualité de"),
        _("a une voix"),
        _("préside"),
        _("depuis le"),
        _("jusqu’au"),
    ]
    return columns, (
        [
            seat.organization.name if seat.organization else "",
            str(seat.user or ""),
            seat.title,
            seat.votes,
            seat.chairs,
            seat.starts_on,
            seat.ends_on,
        ]
        for seat in seats
    )


def export_of_sessions(sessions: Iterable[Session]) -> Table:
    return [_("séance"), _("lieu"), _("état")], (
        [
            timezone.localtime(session.starts_at).strftime("%d/%m/%Y %H:%M"),
            session.place,
            session.get_state_display(),
        ]
        for session in sessions
    )
