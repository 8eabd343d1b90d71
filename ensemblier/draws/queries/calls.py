"""Which alternate comes in for whom, by the rule that was published.

Everything is read from what was published: the rule gives the same answer once names are gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from ensemblier.draws.certificates import problem_published
from ensemblier.draws.enums import Answer
from ensemblier.draws.lottery import alternate_for
from ensemblier.draws.models import Draw, Ticket
from ensemblier.draws.queries.draws import leaving, sitting, waiting


@dataclass(frozen=True)
class Call:
    """Somebody who leaves, and the alternate who comes in; None when none of them fits."""

    leaver: Ticket
    alternate: Ticket | None


def calls_of(first: Draw) -> list[Call]:
    """For each person who said no and whom nobody replaces yet, in the order of the draw."""
    leavers = list(leaving(first).select_related("entrant").order_by("draw", "rank", "row"))
    left = list(waiting(first).exclude(answer=Answer.REFUSED))
    if not leavers or not left:
        return [Call(one, None) for one in leavers]
    problem, rows = problem_published(first)
    in_place = {rows[print_] for print_ in sitting(first).values_list("fingerprint", flat=True)}
    calls = []
    for leaver in leavers:
        place = rows[leaver.fingerprint]
        row = alternate_for(problem, in_place, place, [rows[one.fingerprint] for one in left])
        found = next((one for one in left if rows[one.fingerprint] == row), None)
        if found:
            left.remove(found)
            in_place = in_place - {place} | {rows[found.fingerprint]}
        calls.append(Call(leaver, found))
    return calls
