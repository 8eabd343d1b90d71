"""After the draw: answers, seats in the council."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.councils.enums import College
from ensemblier.councils.enums import Origin as SeatOrigin
from ensemblier.councils.enums import Sex as SeatSex
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.operations.mandates import add_mandate
from ensemblier.draws.enums import Answer, DrawState, Sex
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.operations.base import locked_draw, note
from ensemblier.draws.queries.draws import IS_OUT

SEXES = {Sex.WOMAN: SeatSex.FEMALE, Sex.MAN: SeatSex.MALE}


@transaction.atomic
def set_answer(
    *,
    ticket: Ticket,
    answer: str,
    answered_on: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> Ticket:
    """Yes, no, or not yet. Who sits in a council already does so until the mandate is ended;
    no then says that they left, and their place is to be filled."""
    draw = locked_draw(ticket.draw, by)
    ticket = Ticket.objects.select_related("mandate").get(pk=ticket.pk)
    if draw.state != DrawState.DRAWN or (ticket.rank or ticket.alternate_rank) is None:
        raise Refused(_("Cette personne n’a pas été tirée au sort."))
    if ticket.mandate and not has_ended(ticket.mandate, timezone.localdate(at)):
        raise Refused(_("Cette personne siège déjà\u00a0: mettez fin à son mandat d’abord."))
    if answer not in Answer.values:
        raise InvalidInput(_("Choisissez une réponse de la liste."), field="answer")
    ticket.answer = answer
    ticket.answered_on = (answered_on or timezone.localdate(at)) if answer else None
    ticket.save(update_fields=["answer", "answered_on"])
    words = _("%(draw)s, rang %(rank)d\u00a0: réponse %(answer)s")
    if ticket.rank is None:
        words = _("%(draw)s, suppléant n°\u00a0%(rank)d\u00a0: réponse %(answer)s")
    rank = ticket.rank or ticket.alternate_rank
    summary = words % {"draw": draw, "rank": rank, "answer": Answer(answer).label}
    note("set_answer", summary, draw, by, at)
    return ticket


def has_ended(mandate: Mandate, day: datetime.date) -> bool:
    """Its last day has come: whoever resigns in the evening may be replaced that evening."""
    return mandate.ends_on is not None and mandate.ends_on <= day


@transaction.atomic
def seat_accepting(
    *,
    draw: Draw,
    council: Council,
    starts_on: datetime.date,
    by: User,
    at: datetime.datetime,
) -> int:
    """Those who said yes enter the residents' college, as drawn by lot; how many. Alternates
    whom nobody called enter as alternates."""
    draw = locked_draw(draw, by)
    if council.contract_id != draw.contract_id:
        raise InvalidInput(_("Ce conseil n’est pas de ce contrat."), field="council")
    tickets = Ticket.objects.filter(
        IS_OUT, draw=draw, answer=Answer.ACCEPTED, mandate=None, entrant__isnull=False
    )
    seated = 0
    for ticket in tickets.select_related("entrant").order_by("rank", "alternate_rank"):
        person = ticket.entrant
        ticket.mandate = add_mandate(
            council=council,
            full_name=str(person),
            college=College.RESIDENTS,
            starts_on=starts_on,
            sex=SEXES.get(Sex(person.sex), "") if person else "",
            origin=SeatOrigin.DRAWN,
            is_alternate=ticket.rank is None and ticket.stands_in_for_id is None,
            by=by,
            at=at,
        )
        ticket.save(update_fields=["mandate"])
        seated += 1
    if not seated:
        raise Refused(_("Personne n’attend d’entrer au conseil\u00a0: notez d’abord qui accepte."))
    summary = _("%(count)d personnes tirées au sort entrent au conseil %(council)s") % {
        "count": seated,
        "council": council,
    }
    note("seat_accepting", summary, draw, by, at)
    return seated
