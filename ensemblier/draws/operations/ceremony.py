"""From what is published beforehand to the three digits, and to the certificate."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.typography import long_moment
from ensemblier.draws.certificates import certificate_after, commitment_of
from ensemblier.draws.composition import Member
from ensemblier.draws.letter_codes import digest_of
from ensemblier.draws.lifecycle import DRAW
from ensemblier.draws.lottery import number_of
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.operations.base import locked_draw, note
from ensemblier.draws.operations.computing import digest_of_draw, problem_of_draw, sorted_members

COMMIT_FIELDS = ("chance", "chance_words", "ceremony_at", "place")


@transaction.atomic
def commit_draw(*, draw: Draw, values: Mapping[str, Any], by: User, at: datetime.datetime) -> Draw:
    """Publish the pool's fingerprints, the quotas and the thousand panels. Nothing of the pool
    nor of the draw changes any more."""
    draw = locked_draw(draw, by)
    transition = DRAW.check("commit", draw, by)
    set_values(draw, values, COMMIT_FIELDS)
    if draw.ceremony_at is None or draw.ceremony_at <= at:
        raise InvalidInput(_("Le tirage vient après la publication."), field="ceremony_at")
    if draw.result["digest"] != digest_of_draw(draw):
        raise Refused(
            _("Le vivier ou les quotas ont changé depuis le calcul\u00a0: calculez à nouveau.")
        )
    members = sorted_members(draw)
    DRAW.apply(transition, draw, at)
    commitment = commitment_of(draw, problem_of_draw(draw, members), members, at)
    draw.commitment, draw.fingerprint = commitment.text, commitment.fingerprint
    _write_tickets(draw, members, commitment.people)
    draw.result = _kept(draw.result)
    draw.save()
    note("commit_draw", _("Tirage publié\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)
    return draw


def _kept(result: Mapping[str, Any]) -> dict[str, Any]:
    """Without the panels, the chances and the lists of alternates, which are published now."""
    kept = {name: value for name, value in result.items() if name not in ("panels", "chances")}
    if "alternates" in kept:
        kept["alternates"] = {"unmet": kept["alternates"]["unmet"]}
    return kept


def _write_tickets(draw: Draw, members: Sequence[Member], fingerprints: Sequence[str]) -> None:
    times = [0] * len(members)
    for panel in draw.result["panels"]:
        for row in panel:
            times[row] += 1
    features = list(dict.fromkeys(quota.feature for quota in draw.quotas.all()))
    Ticket.objects.bulk_create(
        (
            Ticket(
                contract_id=draw.contract_id,
                draw=draw,
                row=row,
                entrant=member.entrant,
                fingerprint=fingerprint,
                code_digest=digest_of(member.entrant.code),
                profile=", ".join(member.values[feature] for feature in features)[:300],
                panels=times[row],
            )
            for row, (member, fingerprint) in enumerate(zip(members, fingerprints, strict=True))
        ),
        batch_size=500,
    )


def is_before_its_hour(draw: Draw, at: datetime.datetime) -> bool:
    return draw.ceremony_at is not None and at < draw.ceremony_at


@transaction.atomic
def draw_panel(
    *,
    draw: Draw,
    digits: str,
    witnesses: str,
    by: User,
    at: datetime.datetime,
    is_early: bool = False,
) -> Draw:
    """The digits came out: the panel of that number is the one. There is no way back.

    The public comes at the hour that was published: `is_early` says that someone chose not to
    wait for it."""
    draw = locked_draw(draw, by)
    transition = DRAW.check("draw", draw, by)
    number_of(digits)
    if is_before_its_hour(draw, at) and not is_early:
        raise InvalidInput(
            _("Le tirage est annoncé pour le %(moment)s : le public viendra à cette heure.")
            % {"moment": long_moment(draw.ceremony_at)},
            field="is_early",
        )
    draw.digits, draw.witnesses = digits, witnesses.strip()
    DRAW.apply(transition, draw, at)
    certificate = certificate_after(draw, at)
    draw.certificate = certificate.text
    draw.save()
    _rank(draw, certificate.panel, "rank")
    _rank(draw, certificate.alternates, "alternate_rank")
    summary = _("Tirage fait\u00a0: %(draw)s, chiffres %(digits)s") % {
        "draw": draw,
        "digits": digits,
    }
    note("draw_panel", summary, draw, by, at)
    return draw


def _rank(draw: Draw, rows: Sequence[int], field: str) -> None:
    tickets = {ticket.row: ticket for ticket in draw.tickets.filter(row__in=rows)}
    for rank, row in enumerate(rows, start=1):
        setattr(tickets[row], field, rank)
    Ticket.objects.bulk_update(tickets.values(), [field])
