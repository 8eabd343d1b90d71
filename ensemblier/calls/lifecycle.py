"""The life of a call. Whether it is open is read from the clock: it is no state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.lifecycle import Lifecycle, Text, Transition


def _is_team(user: object, call: Call) -> bool:
    return can_edit_contract(user, call.contract)


def _no_application(call: Call) -> Text | None:
    if call.applications.exists():
        return _(
            "Des dossiers répondent déjà à cet appel : il reste public. Archivez-le quand "
            "tout est fini."
        )
    return None


CALL = Lifecycle(
    [
        Transition("publish", _("Publier"), (CallState.DRAFT,), CallState.PUBLISHED, _is_team),
        Transition(
            "unpublish",
            _("Retirer du site"),
            (CallState.PUBLISHED,),
            CallState.DRAFT,
            _is_team,
            _no_application,
        ),
        Transition("archive", _("Archiver"), (CallState.PUBLISHED,), CallState.ARCHIVED, _is_team),
        Transition(
            "reopen", _("Désarchiver"), (CallState.ARCHIVED,), CallState.PUBLISHED, _is_team
        ),
    ]
)
