"""What a decision sets off in rooms above, which this one cannot know of."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application

# Rooms above add theirs when they are loaded (`apps.ready`). Each is called in the transaction of
# the decision, with the application held, who decided and when; safe to call again, since an
# application that was opened again is decided again.
DECISION_EFFECTS: list[Callable[[Application, User, datetime.datetime], object]] = []


def follow_decision(application: Application, by: User, at: datetime.datetime) -> None:
    for effect in DECISION_EFFECTS:
        effect(application, by, at)
