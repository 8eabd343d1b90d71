"""The commitment and the certificate of a draw, from its rows."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ensemblier.draws.composition import Member
from ensemblier.draws.lottery import (
    Alternates,
    Change,
    Lottery,
    Problem,
    Quota,
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
        alternates=alternates_kept(draw, len(members)),
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


def alternates_kept(draw: Draw, people: int) -> Alternates | None:
    kept = draw.result.get("alternates")
    if not kept:
        return None
    return Alternates(
        lists=tuple(tuple(rows) for rows in kept["lists"]),
        seats=kept["seats"],
        quotas=tuple(Quota(**bound) for bound in kept["quotas"]),
        unmet=tuple(Change(Quota(**one["old"]), Quota(**one["new"])) for one in kept["unmet"]),
        people=people,
    )


def problem_published(draw: Draw) -> tuple[Problem, Mapping[str, int]]:
    """What was asked, as everyone reads it in the commitment; and the row of each fingerprint."""
    committed = json.loads(draw.commitment)["committed"]
    pool = committed["pool"]
    problem = Problem(
        people=tuple(
            dict(zip(committed["features"], person["categories"], strict=True)) for person in pool
        ),
        quotas=tuple(
            Quota(one["feature"], one["value"], one["min"], one["max"])
            for one in committed["quotas"]
        ),
        seats=committed["seats"],
        addresses=tuple(
            "" if person["address"] is None else str(person["address"]) for person in pool
        ),
    )
    return problem, {person["fingerprint"]: row for row, person in enumerate(pool)}


def digits_source(draw: Draw) -> str:
    """«trois boules tirées en public…, le 10 juin 2026 à 18:30, mairie»."""
    when = timezone.localtime(draw.ceremony_at) if draw.ceremony_at else None
    parts = [str(draw.get_chance_display()), draw.chance_words, draw.place]
    parts += [when.isoformat(timespec="minutes")] if when else []
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Certificate:
    """The bytes of its file as text, and the rows of those who came out, in order."""

    text: str
    panel: Sequence[int]
    alternates: Sequence[int]


def certificate_after(draw: Draw, at: datetime.datetime) -> Certificate:
    """What the commitment becomes once `draw.digits` came out."""
    certificate = with_outcome(
        json.loads(draw.commitment), digits=draw.digits, drawn_at=timezone.localtime(at)
    )
    outcome = certificate["outcome"]
    return Certificate(
        file_of(certificate).decode(), outcome["panel"], outcome.get("alternates", [])
    )
