"""A life-cycle says who may, what stands in the way, and what else changes with the state."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.lifecycle import Lifecycle, Transition

AT = datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)
DOOR = Lifecycle(
    [
        Transition(
            "close",
            "Fermer",
            ("open",),
            "closed",
            who=lambda user, _door: user == "gardien",
            guard=lambda door: "Quelqu’un est dedans." if door.inside else None,
            stamps=("closed_at",),
            clears=("opened_at",),
        )
    ]
)


def door(**fields: object) -> SimpleNamespace:
    return SimpleNamespace(**{"state": "open", "inside": 0, "opened_at": AT, **fields})


def test_the_arrow_writes_the_state_and_what_goes_with_it():
    ours = door()
    written = DOOR.apply(DOOR.check("close", ours, "gardien"), ours, AT)
    assert written == ["state", "closed_at", "opened_at"]
    assert (ours.state, ours.closed_at, ours.opened_at) == ("closed", AT, None)


@pytest.mark.parametrize(
    ("ours", "user", "refusal", "words"),
    [
        (door(state="closed"), "gardien", Refused, "Rechargez la page"),
        (door(), "passant", NotAllowed, "pas le droit"),
        (door(inside=1), "gardien", Refused, "Quelqu’un est dedans"),
    ],
)
def test_the_arrow_stays_shut(ours, user, refusal, words):
    with pytest.raises(refusal, match=words):
        DOOR.check("close", ours, user)
