"""The life of a report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from ensemblier.core.lifecycle import Lifecycle, Transition
from ensemblier.outcomes.enums import ReportState as State
from ensemblier.outcomes.permissions import is_examiner, is_reporter

REPORT = Lifecycle(
    [
        Transition("start", gettext_lazy("Commencer"), (State.DUE,), State.DRAFT, is_reporter),
        Transition(
            "submit",
            gettext_lazy("Déposer le bilan"),
            (State.DUE, State.DRAFT, State.TO_COMPLETE),
            State.SUBMITTED,
            is_reporter,
            stamps=("submitted_at",),
            clears=("completion_due_on",),
        ),
        Transition(
            "ask_completion",
            gettext_lazy("Demander un complément"),
            (State.SUBMITTED,),
            State.TO_COMPLETE,
            is_examiner,
        ),
        Transition(
            "accept",
            gettext_lazy("Accepter"),
            (State.SUBMITTED,),
            State.ACCEPTED,
            is_examiner,
            stamps=("accepted_at",),
        ),
        Transition(
            "reopen",
            gettext_lazy("Revenir sur l’acceptation"),
            (State.ACCEPTED,),
            State.SUBMITTED,
            is_examiner,
            clears=("accepted_at",),
        ),
    ]
)
