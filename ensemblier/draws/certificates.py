"""The commitment and the certificate of a draw, from its rows."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from ensemblier.draws.composition import Member
from ensemblier.draws.lottery import (
    Lottery,
    Problem,
    certificate_of,
    file_of,
    fingerprint_of,
    with_outcome,
)
from ensemblier.draws.models import Draw


@dataclass(frozen=True)
class Commitment:
    """What is published before the draw: the bytes of its file as text, its own fingerprint,
    and that of each person."""

    text: str
    fingerprint: str
    people: Sequence[str]


def commitment_of(
    draw: Draw, problem: Problem, members: Sequence[Member], at: datetime.datetime
) -> Commitment:
    people = [print_of(member) for member in members]
    certificate = certificate_of(
        problem,
        lottery_kept(draw),
        fingerprints=people,
        title=draw.name,
        digits_source=digits_source(draw),
        published_at=timezone.localtime(at),
        code_version=f"ensemblier {importlib.metadata.version('ensemblier')}",
    )
    return Commitment(file_of(certificate).decode(), certificate["commitment"], people)


def print_of(member: Member) -> str:
    person = member.entrant
    return fingerprint_of(person.code, str(person), person.birth_year)


def lottery_kept(draw: Draw) -> Lottery:
    """The lottery as it was computed."""
    return Lottery(
        tuple(draw.result["chances"]), tuple(tuple(panel) for panel in draw.result["panels"])
    )


def digits_source(draw: Draw) -> str:
    """«trois boules tirées en public…, le 10 juin 2026 à 18:30, mairie»."""
    when = timezone.localtime(draw.ceremony_at) if draw.ceremony_at else None
    parts = [str(draw.get_chance_display()), draw.chance_words, draw.place]
    parts += [when.isoformat(timespec="minutes")] if when else []
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Certificate:
    """The bytes of its file as text, and the rows of those who came out."""

    text: str
    panel: Sequence[int]


def certificate_after(draw: Draw, at: datetime.datetime) -> Certificate:
    """What the commitment becomes once `draw.digits` came out."""
    certificate = with_outcome(
        json.loads(draw.commitment), digits=draw.digits, drawn_at=timezone.localtime(at)
    )
    return Certificate(file_of(certificate).decode(), certificate["outcome"]["panel"])
