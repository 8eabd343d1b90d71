"""Who said no gives their place to an alternate, by the rule that was published."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import Refused
from ensemblier.councils.operations.mandates import MANDATE_FIELDS, update_mandate
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.operations.base import locked_draw, note
from ensemblier.draws.queries.calls import calls_of


@transaction.atomic
def call_alternates(*, draw: Draw, by: User, at: datetime.datetime) -> int:
    """Those whom the rule names come in; how many. Who sat as an alternate now holds the seat."""
    first = locked_draw(draw.replaced or draw, by)
    called = 0
    for call in calls_of(first):
        if call.alternate:
            _come_in(first, call.alternate, call.leaver, by, at)
            called += 1
    if not called:
        raise Refused(_("Aucun suppléant ne peut entrer\u00a0: préparez un remplacement."))
    return called


def _come_in(first: Draw, ticket: Ticket, leaver: Ticket, by: User, at: datetime.datetime) -> None:
    ticket.stands_in_for = leaver
    ticket.save(update_fields=["stands_in_for"])
    if ticket.mandate:
        values = {name: getattr(ticket.mandate, name) for name in MANDATE_FIELDS}
        update_mandate(
            mandate=ticket.mandate, values=values | {"is_alternate": False}, by=by, at=at
        )
    summary = _("%(draw)s\u00a0: le suppléant n°\u00a0%(rank)d est appelé") % {
        "draw": first,
        "rank": ticket.alternate_rank,
    }
    note("call_alternate", summary, first, by, at)
