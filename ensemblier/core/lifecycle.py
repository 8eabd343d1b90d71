"""Life-cycles as tables: states, transitions, who may, what must hold; the docs draw them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ensemblier.core.exceptions import NotAllowed, Refused

Text = str | Promise


@dataclass(frozen=True)
class Transition:
    """One arrow of a life-cycle.

    `guard` returns None when the object may go through, else the sentence that says why not.
    `who` is a predicate of (user, object). The effect: the columns of `stamps` take the instant,
    those of `clears` become empty. `told` is the sentence for the people whom the change
    concerns, with names in braces that the room's own operation fills in.
    """

    name: str
    label: Text
    sources: tuple[str, ...]
    target: str
    who: Callable[[Any, Any], bool]
    guard: Callable[[Any], Text | None] = lambda _object: None
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    told: Text = ""


class Lifecycle:
    """The transitions of one kind of object, whose state is kept in `field`."""

    def __init__(self, transitions: Iterable[Transition], field: str = "state") -> None:
        self.transitions = {transition.name: transition for transition in transitions}
        self.field = field

    def state_of(self, thing: Any) -> str:
        return getattr(thing, self.field)

    def check(self, name: str, thing: Any, user: Any) -> Transition:
        """The transition, if `user` may do it to `thing` now; raises Refused or NotAllowed."""
        transition = self.transitions[name]
        if self.state_of(thing) not in transition.sources:
            raise Refused(_("Ce n’est plus possible dans l’état actuel. Rechargez la page."))
        if not transition.who(user, thing):
            raise NotAllowed(_("Vous n’avez pas le droit de faire cela."))
        if obstacle := transition.guard(thing):
            raise Refused(obstacle)
        return transition

    def apply(self, transition: Transition, thing: Any, at: datetime.datetime) -> list[str]:
        """Do to `thing` what the arrow says, without saving; the columns written."""
        setattr(thing, self.field, transition.target)
        for name in transition.stamps:
            setattr(thing, name, at)
        for name in transition.clears:
            setattr(thing, name, None)
        return [self.field, *transition.stamps, *transition.clears]

    def open_to(self, thing: Any, user: Any) -> list[Transition]:
        """What `user` can do to `thing` now, guards aside: the buttons of a page."""
        return [
            transition
            for transition in self.transitions.values()
            if self.state_of(thing) in transition.sources and transition.who(user, thing)
        ]

    def as_mermaid(self) -> str:
        """The picture for the docs."""
        arrows = [
            f"    {source} --> {transition.target}: {transition.name}"
            for transition in self.transitions.values()
            for source in transition.sources
        ]
        return "\n".join(["stateDiagram-v2", *arrows])
