"""What keeps an action from asking for one more year, as rooms above may know."""

from __future__ import annotations

from collections.abc import Callable

from ensemblier.applications.models import Action
from ensemblier.calls.models import Call

# Each says why an action may not be renewed in a call, or None. Rooms above add theirs when they
# are loaded (`apps.ready`): a late report, which this room cannot know of.
RENEWAL_OBSTACLES: list[Callable[[Action, Call], str | None]] = []


def obstacle_to_renewal(action: Action, call: Call) -> str | None:
    for obstacle in RENEWAL_OBSTACLES:
        if sentence := obstacle(action, call):
            return sentence
    return None
