"""The life of a consultation. Whether its answer is late is read from the clock: it is no state."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.lifecycle import Lifecycle, Transition
from ensemblier.councils.enums import ConsultationState
from ensemblier.councils.models import Consultation, ConsultationRecusal, Mandate

DRAFT, SENT, ANSWERED, SILENT, CANCELLED = (
    ConsultationState.DRAFT,
    ConsultationState.SENT,
    ConsultationState.ANSWERED,
    ConsultationState.SILENT,
    ConsultationState.CANCELLED,
)


def _is_team(user: Any, consultation: Consultation) -> bool:
    return can_edit_contract(user, consultation.contract)


def sits_in_it(user: Any, consultation: Consultation) -> bool:
    """A member of the council today."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    seats = Mandate.objects.on(timezone.localdate())
    return seats.filter(user=user, council=consultation.council_id).exists()


def is_recused_from(user: Any, consultation: Consultation) -> bool:
    return ConsultationRecusal.objects.filter(consultation=consultation, user=user).exists()


def can_answer(user: Any, consultation: Consultation) -> bool:
    """A member without a stake; the team, which writes down what it was handed."""
    if user is None or not user.is_authenticated or is_recused_from(user, consultation):
        return False
    return _is_team(user, consultation) or sits_in_it(user, consultation)


def _is_the_clock(user: Any, _consultation: Consultation) -> bool:
    """The daily task: no person makes a council silent."""
    return user is None


CONSULTATION = Lifecycle(
    [
        Transition("send", _("Envoyer"), (DRAFT,), SENT, _is_team, stamps=("sent_at", "told_at")),
        Transition(
            "answer", _("Répondre"), (SENT, SILENT), ANSWERED, can_answer, stamps=("closed_at",)
        ),
        Transition("correct", _("Corriger l’avis"), (ANSWERED,), ANSWERED, can_answer),
        Transition(
            "fall_silent",
            _("Prendre acte du silence"),
            (SENT,),
            SILENT,
            _is_the_clock,
            stamps=("closed_at",),
        ),
        Transition(
            "cancel", _("Annuler"), (SENT, SILENT), CANCELLED, _is_team, stamps=("closed_at",)
        ),
    ]
)
