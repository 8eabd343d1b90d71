"""Why a line gets less than it asked: facts read from the finished sharing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ensemblier.core.typography import euros, number
from ensemblier.funding.sharing.problem import (
    WHOLE,
    Limit,
    LimitKind,
    Line,
    Problem,
    Reason,
    Share,
)

NAMED = 3


def reasons_of(
    problem: Problem,
    amounts: Sequence[int],
    freed: Sequence[tuple[Share, Sequence[int]]] = (),
    *,
    is_proven: bool = True,
) -> dict[int, list[Reason]]:
    """{line: its reasons}, for the lines that get less than they asked.

    `freed` holds, for each least share that is exactly met, the sharing without it.
    """
    return {
        line.id: list(_reasons(problem, amounts, place, freed, is_proven))
        for place, line in enumerate(problem.lines)
        if amounts[place] < line.asked
    }


def _reasons(
    problem: Problem,
    amounts: Sequence[int],
    place: int,
    freed: Sequence[tuple[Share, Sequence[int]]],
    is_proven: bool,
) -> Iterator[Reason]:
    line = problem.lines[place]
    if not line.priority:
        yield Reason("priority", _("Ni les avis ni la priorité de son objectif ne la retiennent."))
        return
    wanted = _wanted(problem, amounts, place)
    if minimum := _minimum(problem, amounts, place):
        yield minimum
    blocking = blocking_limits(problem, amounts, wanted)
    for limit in blocking:
        yield _blocked(problem, amounts, limit)
    if against := _against(problem, amounts, place, blocking, is_proven):
        yield against
    for rule, other in freed:
        if other[place] > amounts[place]:
            yield _reserved(problem, rule, other[place])


def _awaits_action(problem: Problem, amounts: Sequence[int], place: int) -> bool:
    """Whether this line alone cannot carry its action to the least that is useful to it."""
    line = problem.lines[place]
    given = sum(amounts[sibling] for sibling in problem.places_of_action[line.action])
    raised = given - amounts[place] + line.above(amounts[place], problem.step)
    return raised < problem.action_of[line.action].minimum


def _wanted(problem: Problem, amounts: Sequence[int], place: int) -> dict[int, int]:
    """{position: cents more} that would give this line more: its next allowed amount, or all
    that its action asked while the action is below the least that is useful to it."""
    line = problem.lines[place]
    if not _awaits_action(problem, amounts, place):
        return {place: line.above(amounts[place], problem.step) - amounts[place]}
    return {
        sibling: problem.lines[sibling].asked - amounts[sibling]
        for sibling in problem.places_of_action[line.action]
        if problem.lines[sibling].priority
    }


def blocking_limits(
    problem: Problem, amounts: Sequence[int], wanted: dict[int, int]
) -> list[Limit]:
    """Those that the wanted amounts would exceed, everything else unchanged; envelopes last,
    since others may have drained them only because of the rules."""
    blocking = []
    for limit in problem.limits:
        room = limit.room(amounts)
        weight = sum(limit.weights.get(place, 0) * more for place, more in wanted.items())
        if room is not None and weight > room:
            blocking.append(limit)
    return sorted(blocking, key=lambda limit: limit.kind == LimitKind.ENVELOPE)


def _minimum(problem: Problem, amounts: Sequence[int], place: int) -> Reason | None:
    line = problem.lines[place]
    if _awaits_action(problem, amounts, place):
        return _action_minimum(problem, line.action)
    least = line.least(problem.step)
    if amounts[place] == 0 and least > min(problem.step, line.asked):
        return Reason(
            "minimum",
            _("Son minimum utile, %(minimum)s, ne tient pas dans le reste.")
            % {"minimum": euros(least)},
        )
    return None


def _action_minimum(problem: Problem, action_id: int) -> Reason:
    minimum = problem.action_of[action_id].minimum
    lines = [problem.lines[place] for place in problem.places_of_action[action_id]]
    asked = sum(line.asked for line in lines if line.priority)
    text = _("L’action a besoin de %(minimum)s au moins, qui ne tiennent pas dans le reste.")
    if asked < minimum:
        text = _(
            "L’action a besoin de %(minimum)s au moins\u00a0; ses demandes à partager ici n’en "
            "font que %(asked)s."
        )
    return Reason("action_minimum", text % {"minimum": euros(minimum), "asked": euros(asked)})


def _blocked(problem: Problem, amounts: Sequence[int], limit: Limit) -> Reason:
    left = (limit.room(amounts) or 0) // limit.scale
    values = {"label": limit.label, "left": euros(left)}
    if limit.kind == LimitKind.ENVELOPE:
        text = _("L’enveloppe «\u00a0%(label)s\u00a0» est épuisée.")
        if left:
            text = _("Il ne reste que %(left)s dans l’enveloppe «\u00a0%(label)s\u00a0».")
    elif limit.kind == LimitKind.CEILING:
        values["ceiling"] = euros(limit.upper or 0)
        text = _("L’action atteint son plafond de %(ceiling)s.")
        if left:
            text = _("Il ne reste que %(left)s sous le plafond de l’action, %(ceiling)s.")
    else:
        maximum = limit.share.maximum if limit.share and limit.share.maximum is not None else 0
        values["share"] = number(maximum / 100)
        values["amount"] = euros(maximum * problem.total // WHOLE)
        text = _(
            "«\u00a0%(label)s\u00a0» atteint sa part maximale\u00a0: %(share)s\u00a0%%, "
            "soit %(amount)s."
        )
        if left:
            text = _(
                "Il ne reste que %(left)s sous la part maximale de «\u00a0%(label)s\u00a0»\u00a0: "
                "%(share)s\u00a0%%, soit %(amount)s."
            )
    return Reason(limit.kind, text % values)


def _against(
    problem: Problem,
    amounts: Sequence[int],
    place: int,
    blocking: Sequence[Limit],
    is_proven: bool,
) -> Reason | None:
    """How the priorities of those served from what stands in the way compare with this one."""
    line = problem.lines[place]
    rules = [limit for limit in blocking if limit.kind != LimitKind.ENVELOPE] or blocking
    served = [
        problem.lines[other]
        for other in sorted({other for limit in rules for other in limit.weights})
        if amounts[other] and problem.lines[other].action != line.action
    ]
    if not served:
        return None
    if lower := [other for other in served if other.priority < line.priority]:
        return _lower_served(problem, lower, is_proven)
    if any(other.priority == line.priority for other in served):
        return Reason(
            "equal_served",
            _(
                "Les lignes qui y sont servies ont une priorité égale ou plus haute\u00a0; à "
                "égalité, le partage aide le plus d’actions, puis suit l’ordre du tableau."
            ),
        )
    return Reason("higher_served", _("Toutes les lignes servies y ont une priorité plus haute."))


def _lower_served(problem: Problem, lower: Sequence[Line], is_proven: bool) -> Reason:
    names = list(dict.fromkeys(problem.action_of[line.action].label for line in lower))
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed += _(" et %(count)d de plus") % {"count": len(names) - NAMED}
    text = _("Des priorités plus basses y sont servies\u00a0: %(names)s.") % {"names": listed}
    if is_proven:
        text += " " + _(
            "Sous ces règles, leur reprendre de l’argent n’améliorerait pas l’ensemble."
        )
    return Reason("lower_served", text)


def _reserved(problem: Problem, rule: Share, otherwise: int) -> Reason:
    return Reason(
        "reserved",
        _(
            "La part minimale de «\u00a0%(label)s\u00a0», %(share)s\u00a0%%, réserve de "
            "l’argent\u00a0: sans elle, cette ligne recevrait %(amount)s."
        )
        % {
            "label": rule.label,
            "share": number((rule.minimum or 0) / 100),
            "amount": euros(otherwise),
        },
    )
