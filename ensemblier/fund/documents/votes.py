"""Slips of codes and blank ballots, as tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.core.pdf import write_pdf
from ensemblier.core.typography import euros, long_moment
from ensemblier.fund.models import Candidate, Vote

FOLDER = Path(__file__).parent.parent / "typst"


def slips_pdf(vote: Vote, codes: Sequence[str], address: str) -> bytes:
    """One slip by code, to cut out; `address` is where to vote."""
    return write_pdf(
        FOLDER / "slips.typ",
        {
            **_about(vote, _("Codes de vote, à découper")),
            "codes": list(codes),
            "address": address,
            "round": vote.round.title,
            "dates": dates_of(vote),
            "words": {
                "yours": _("Votre code de vote"),
                "where": _("Pour voter, allez à cette adresse\u00a0:"),
                "paper": _("Ou sur papier\u00a0: %(place)s. Apportez ce code.")
                % {"place": vote.place}
                if vote.place
                else "",
                "once": _("Il sert une fois. Personne ne peut savoir ce que vous avez voté."),
            },
        },
    )


def blank_ballot_pdf(vote: Vote, candidates: Sequence[Candidate]) -> bytes:
    return write_pdf(
        FOLDER / "ballot.typ",
        {
            **_about(vote, _("Bulletin de vote")),
            "candidates": [
                {
                    "number": row.number,
                    "title": row.request.title,
                    "place": row.request.place,
                    "cost": euros(row.cost_cents),
                }
                for row in candidates
                if not row.is_withdrawn
            ],
            "words": {
                "how": _(
                    "Cochez tous les projets que vous soutenez, autant que vous voulez. "
                    "N’écrivez rien d’autre, pas même votre nom."
                ),
                "cost": _("Coût"),
            },
        },
    )


def _about(vote: Vote, subtitle: str) -> dict[str, Any]:
    return {
        "title": vote.round.title,
        "subtitle": subtitle,
        "kicker": vote.round.fund.name,
        "author": vote.contract.manager.name,
        "lang": (get_language() or "fr")[:2],
        "footer": f"{vote.round.title} – {vote.contract.name}",
    }


def dates_of(vote: Vote) -> str:
    return _("Du %(start)s au %(end)s.") % {
        "start": long_moment(vote.opens_at),
        "end": long_moment(vote.closes_at),
    }
