"""The life of a draw: what was published is frozen, what was drawn cannot be drawn again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ensemblier.core.lifecycle import Lifecycle, Transition
from ensemblier.draws.enums import DrawState
from ensemblier.draws.permissions import can_run_draw

PREPARED, COMPUTING, COMPUTED = DrawState.PREPARED, DrawState.COMPUTING, DrawState.COMPUTED
COMMITTED, DRAWN, CANCELLED = DrawState.COMMITTED, DrawState.DRAWN, DrawState.CANCELLED

DRAW = Lifecycle(
    [
        Transition("compute", _("Calculer"), (PREPARED, COMPUTED), COMPUTING, can_run_draw),
        Transition("finish", _("Garder le calcul"), (COMPUTING,), COMPUTED, can_run_draw),
        Transition(
            "reopen", _("Reprendre la préparation"), (COMPUTING, COMPUTED), PREPARED, can_run_draw
        ),
        Transition(
            "commit",
            _("Publier"),
            (COMPUTED,),
            COMMITTED,
            can_run_draw,
            stamps=("committed_at",),
        ),
        Transition("draw", _("Tirer"), (COMMITTED,), DRAWN, can_run_draw, stamps=("drawn_at",)),
        Transition(
            "cancel",
            _("Annuler"),
            (PREPARED, COMPUTED, COMMITTED),
            CANCELLED,
            can_run_draw,
            stamps=("cancelled_at",),
        ),
    ]
)
