"""The long work: from the people and the quotas to a thousand panels.

Nothing is held while it lasts. What changed meanwhile is seen at the end: the result is then
dropped, and the draw is prepared anew.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.draws.composition import Member, members_of
from ensemblier.draws.enums import SHARE_OF_LOTTERY, DrawState
from ensemblier.draws.lifecycle import DRAW
from ensemblier.draws.lottery import (
    Alternates,
    Estimate,
    InfeasibleQuotas,
    Lottery,
    Problem,
    Quota,
    alternates_of,
    check_enough,
    lottery_of,
    stratified_chances,
)
from ensemblier.draws.models import Draw
from ensemblier.draws.operations.base import locked_draw, note
from ensemblier.draws.operations.draws import editable, forget_result, replace_quotas
from ensemblier.draws.words import relaxation_words

# Beyond, nobody waits in front of a page: the worker computes.
AT_ONCE = 1_000
# How often the plain method is tried to see its chances.
PLAIN_DRAWS = 400


def compute_draw(*, draw: Draw, by: User, at: datetime.datetime) -> Draw:
    """Find the fairest lottery. A small pool is computed now; a large one by the worker.

    Quotas that cannot be met are no refusal: the draw then says which, and how to relax them.
    """
    draw, members = _start(draw, by, at)
    if len(members) > AT_ONCE:
        transaction.on_commit(lambda: compute_in_background.enqueue(draw.pk, by.pk))
        return draw
    return _run(draw, members, by, at)


@task()
def compute_in_background(draw_id: int, by_id: int) -> None:
    """Pages read meanwhile how much is done. Cut short, the draw is back in preparation."""
    draw = Draw.objects.select_related("pool__contract", "contract").get(pk=draw_id)
    if draw.state != DrawState.COMPUTING:
        return
    by = User.objects.get(pk=by_id)
    try:
        _run(draw, sorted_members(draw), by, timezone.now(), _Progress(draw).tell)
    except Refused:
        return
    finally:
        if Draw.objects.filter(pk=draw_id, state=DrawState.COMPUTING).exists():
            reopen_draw(draw=draw, by=by, at=timezone.now())


class _Progress:
    """Writes each whole percent once, in the draw that is being computed."""

    def __init__(self, draw: Draw) -> None:
        self.computing = Draw.objects.filter(pk=draw.pk, state=DrawState.COMPUTING)
        self.written = -1

    def tell(self, done: float) -> None:
        percent = int(100 * done)
        if percent > self.written:
            self.written = percent
            self.computing.update(result={"percent": percent})


@transaction.atomic
def _start(draw: Draw, by: User, at: datetime.datetime) -> tuple[Draw, list[Member]]:
    draw = locked_draw(draw, by)
    transition = DRAW.check("compute", draw, by)
    members = sorted_members(draw)
    # What is malformed is refused before the work begins.
    check_enough(problem_of_draw(draw, members), draw.alternates)
    DRAW.apply(transition, draw, at)
    draw.result = {}
    draw.save()
    return draw, members


def _run(
    draw: Draw,
    members: Sequence[Member],
    by: User,
    at: datetime.datetime,
    tell: Callable[[float], None] | None = None,
) -> Draw:
    problem = problem_of_draw(draw, members)
    try:
        result = result_of(problem, draw.alternates, members, tell or (lambda _done: None))
    except InfeasibleQuotas as refusal:
        result = conflict_of(refusal)
    except InvalidInput as refusal:
        result = {"refusal": str(refusal)}
    return _finish(draw, result, by, at)


@transaction.atomic
def _finish(draw: Draw, result: dict[str, Any], by: User, at: datetime.datetime) -> Draw:
    draw = locked_draw(draw, by)
    if draw.state != DrawState.COMPUTING:
        raise Refused(_("Ce calcul a été arrêté."))
    is_done = "panels" in result and result["digest"] == digest_of_draw(draw)
    DRAW.apply(DRAW.check("finish" if is_done else "reopen", draw, by), draw, at)
    if "panels" in result and not is_done:
        result = {}
    draw.result, draw.computed_at = result, at if is_done else None
    draw.save()
    note("compute_draw", _sentence(is_done) % {"draw": draw}, draw, by, at)
    return draw


def _sentence(is_done: bool) -> str:
    if is_done:
        return _("Tirage calculé\u00a0: %(draw)s")
    return _("Tirage sans solution avec ces quotas\u00a0: %(draw)s")


def sorted_members(draw: Draw) -> list[Member]:
    """In an order that tells nothing of who they are: that of a digest of their codes."""

    def place(member: Member) -> str:
        return hashlib.sha256(member.entrant.code.encode()).hexdigest()

    return sorted(members_of(draw), key=place)


def problem_of_draw(draw: Draw, members: Sequence[Member]) -> Problem:
    """What the lottery is asked. Raises InvalidInput when the parts do not fit together."""
    if not members:
        raise InvalidInput(_("Il n’y a personne à tirer\u00a0: complétez le vivier."))
    quotas = tuple(
        Quota(row.feature, row.value, row.minimum, row.maximum) for row in draw.quotas.all()
    )
    addresses = tuple(member.entrant.address_key for member in members)
    return Problem(
        people=tuple(member.values for member in members),
        quotas=quotas,
        seats=draw.seats,
        addresses=addresses if draw.one_per_address else None,
    )


def digest_of_draw(draw: Draw) -> str:
    """The same as long as nobody entered, left, changed category, and no quota moved."""
    members = sorted_members(draw)
    return digest_of(problem_of_draw(draw, members), draw.alternates, members)


def digest_of(problem: Problem, alternates: int, members: Sequence[Member]) -> str:
    asked = [
        [member.entrant.code, dict(member.values), member.entrant.address_key] for member in members
    ]
    bounds = [dataclasses.astuple(quota) for quota in problem.quotas]
    rules = [bounds, problem.seats, problem.addresses is None, alternates]
    text = json.dumps([asked, *rules], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def result_of(
    problem: Problem, alternates: int, members: Sequence[Member], tell: Callable[[float], None]
) -> dict[str, Any]:
    """The lottery as JSON, with each profile's chances beside those of the plain method."""
    digest = digest_of(problem, alternates, members)
    lottery = lottery_of(problem, seed=digest, tell=lambda done: tell(done * SHARE_OF_LOTTERY))
    waiting = alternates_of(problem, lottery, alternates, seed=digest) if alternates else None
    plain = _plain_chances(problem)
    found = profiles(problem, lottery, plain.chances if plain else None)
    tell(1.0)
    return {
        "digest": digest,
        "panels": [list(panel) for panel in lottery.panels],
        "chances": list(lottery.chances),
        "min_chance": lottery.min_chance,
        "rounding_error": lottery.rounding_error,
        "plain_min_chance": min(_known(found), default=None),
        "plain_is_searched": bool(plain and plain.is_searched),
        "profiles": found,
        **(_waiting(waiting) if waiting else {}),
    }


def _waiting(alternates: Alternates) -> dict[str, Any]:
    """The lists of alternates, and what the pages say of them."""
    return {
        "alternates": {
            "seats": alternates.seats,
            "lists": [list(rows) for rows in alternates.lists],
            "quotas": [_bound(quota) for quota in alternates.quotas],
            "unmet": [
                {"old": _bound(change.old), "new": _bound(change.new)}
                for change in alternates.unmet
            ],
        }
    }


def _known(found: Sequence[Mapping[str, Any]]) -> list[float]:
    return [one["plain"] for one in found if one["plain"] is not None]


def _plain_chances(problem: Problem) -> Estimate | None:
    """None where no panel of people taken one by one meets the quotas."""
    try:
        return stratified_chances(problem, draws=PLAIN_DRAWS)
    except InvalidInput:
        return None


def profiles(
    problem: Problem, lottery: Lottery, plain: Sequence[float] | None
) -> list[dict[str, Any]]:
    """Each profile: how many bear it, the smallest and the largest chance of theirs. With the
    plain method, the mean over those who bear it, seen over many draws."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for row in range(len(problem.people)):
        rows.setdefault(problem.category_of(row), []).append(row)
    found = []
    for category, members in rows.items():
        drawn = [lottery.times[row] for row in members]
        found.append(
            {
                "label": ", ".join(category),
                "people": len(members),
                "chance": sum(lottery.chances[row] for row in members) / len(members),
                "drawn": [min(drawn), max(drawn)],
                "plain": plain and sum(plain[row] for row in members) / len(members),
            }
        )
    return sorted(found, key=lambda one: (one["chance"], one["label"]))


def conflict_of(refusal: InfeasibleQuotas) -> dict[str, Any]:
    """Which bounds cannot hold together, and the smallest change that lets a panel exist."""
    return {
        "conflict": [
            {"kind": limit.kind.value, **(_bound(limit.quota) if limit.quota else {})}
            for limit in refusal.conflict
        ],
        "relaxation": [
            {"old": _bound(change.old), "new": _bound(change.new)}
            for change in refusal.relaxation.changes
        ],
        "seats": refusal.relaxation.seats,
    }


def _bound(quota: Quota) -> dict[str, Any]:
    return {
        "feature": quota.feature,
        "value": quota.value,
        "minimum": quota.minimum,
        "maximum": quota.maximum,
    }


@transaction.atomic
def relax_quotas(*, draw: Draw, by: User, at: datetime.datetime) -> Draw:
    """Change the bounds as the computation proposed."""
    draw = editable(draw, by)
    if "relaxation" not in draw.result:
        raise Refused(_("Aucun assouplissement n’est proposé\u00a0: calculez d’abord."))
    new = {_key(change["old"]): change["new"] for change in draw.result["relaxation"]}
    before = [Quota(q.feature, q.value, q.minimum, q.maximum) for q in draw.quotas.all()]
    replace_quotas(
        draw, [_relaxed(quota, new.get((quota.feature, quota.value))) for quota in before]
    )
    draw.relaxed = [*draw.relaxed, *relaxation_words(draw)]
    draw.seats = draw.result["seats"]
    forget_result(draw)
    draw.save()
    note("relax_quotas", _("Quotas assouplis\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)
    return draw


def _key(bound: Mapping[str, Any]) -> tuple[str, str]:
    return bound["feature"], bound["value"]


def _relaxed(quota: Quota, bound: Mapping[str, Any] | None) -> Quota:
    if bound is None:
        return quota
    return dataclasses.replace(quota, minimum=bound["minimum"], maximum=bound["maximum"])


@transaction.atomic
def reopen_draw(*, draw: Draw, by: User, at: datetime.datetime) -> Draw:
    """Go back to the preparation: a computation under way is then dropped when it ends."""
    draw = locked_draw(draw, by)
    DRAW.apply(DRAW.check("reopen", draw, by), draw, at)
    forget_result(draw)
    draw.save()
    note("reopen_draw", _("Préparation reprise\u00a0: %(draw)s") % {"draw": draw}, draw, by, at)
    return draw
