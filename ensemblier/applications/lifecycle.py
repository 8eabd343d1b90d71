"""The life of an application, and that of the request to each of its funders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.applications.enums import FUNDED
from ensemblier.applications.enums import ApplicationState as State
from ensemblier.applications.enums import LineState as Line
from ensemblier.applications.models import Application, Request
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.lifecycle import Lifecycle, Transition
from ensemblier.organizations.permissions import funders_served_by, organizations_of

UNDER_WAY = (State.SUBMITTED, State.RESUBMITTED, State.ADMISSIBLE, State.IN_APPRAISAL)
UNSETTLED = (Line.REQUESTED, Line.OPINION, Line.PROPOSED)


def is_team(user: Any, application: Application) -> bool:
    return can_edit_contract(user, application.contract)


def is_applicant(user: Any, application: Application) -> bool:
    """A person of the bearer; the team itself when it types for somebody without an address."""
    own = application.action.bearer_id in organizations_of(user)
    return own or (application.is_assisted and is_team(user, application))


def speaks_for_funder(user: Any, request: Request) -> bool:
    """An officer of the funder, or the team that writes down what the funder decided."""
    own = request.funder_id in funders_served_by(user)
    return own or can_edit_contract(user, request.contract)


def _all_settled(application: Application) -> str | None:
    left = application.requests.filter(state__in=UNSETTLED).select_related("funder")
    names = ", ".join(request.funder.label for request in left)
    if not names:
        return None
    return _("Ces financeurs n’ont pas encore décidé\u00a0: %(names)s.") % {"names": names}


def _nothing_granted(application: Application) -> str | None:
    """Money that is granted is taken back first, by its funder: it never stays behind."""
    giving = application.requests.filter(state__in=FUNDED).select_related("funder")
    names = ", ".join(request.funder.label for request in giving)
    if not names:
        return None
    return _(
        "De l’argent est déjà accordé à ce dossier : %(names)s. "
        "Le financeur doit d’abord revenir sur sa décision."
    ) % {"names": names}


APPLICATION = Lifecycle(
    [
        Transition(
            "submit",
            gettext_lazy("Déposer"),
            (State.DRAFT,),
            State.SUBMITTED,
            is_applicant,
            stamps=("submitted_at",),
            told=gettext_lazy(
                "Votre dossier {reference} «\u00a0{title}\u00a0» est déposé. "
                "Vous serez tenu au courant."
            ),
        ),
        Transition(
            "ask_completion",
            gettext_lazy("Demander un complément"),
            UNDER_WAY,
            State.TO_COMPLETE,
            is_team,
        ),
        Transition(
            "resubmit",
            gettext_lazy("Déposer le complément"),
            (State.TO_COMPLETE,),
            State.RESUBMITTED,
            is_applicant,
            clears=("completion_due_on",),
            told=gettext_lazy(
                "Le complément du dossier {reference} «\u00a0{title}\u00a0» est déposé."
            ),
        ),
        Transition(
            "admit",
            gettext_lazy("Déclarer recevable"),
            (State.SUBMITTED, State.RESUBMITTED, State.INADMISSIBLE),
            State.ADMISSIBLE,
            is_team,
            told=gettext_lazy("Votre dossier {reference} «\u00a0{title}\u00a0» est recevable."),
        ),
        Transition(
            "reject",
            gettext_lazy("Déclarer irrecevable"),
            (State.SUBMITTED, State.TO_COMPLETE, State.RESUBMITTED, State.ADMISSIBLE),
            State.INADMISSIBLE,
            is_team,
            _nothing_granted,
            told=gettext_lazy(
                "Votre dossier {reference} «\u00a0{title}\u00a0» n’est pas recevable\u00a0: "
                "{reason}"
            ),
        ),
        Transition(
            "appraise",
            gettext_lazy("Mettre en instruction"),
            (State.ADMISSIBLE,),
            State.IN_APPRAISAL,
            is_team,
            told=gettext_lazy(
                "Votre dossier {reference} «\u00a0{title}\u00a0» est en instruction."
            ),
        ),
        Transition(
            "decide",
            gettext_lazy("Arrêter la décision"),
            (State.IN_APPRAISAL,),
            State.DECIDED,
            is_team,
            _all_settled,
            stamps=("decided_at",),
            told=gettext_lazy(
                "La décision sur votre dossier {reference} «\u00a0{title}\u00a0» est connue."
            ),
        ),
        Transition(
            "reopen",
            gettext_lazy("Rouvrir l’instruction"),
            (State.DECIDED,),
            State.IN_APPRAISAL,
            is_team,
            clears=("decided_at",),
        ),
        Transition(
            "close",
            gettext_lazy("Clore"),
            (State.DECIDED,),
            State.CLOSED,
            is_team,
            told=gettext_lazy("Votre dossier {reference} «\u00a0{title}\u00a0» est clos."),
        ),
        Transition(
            "withdraw",
            gettext_lazy("Retirer le dossier"),
            (State.DRAFT, State.SUBMITTED, State.TO_COMPLETE, State.RESUBMITTED, State.ADMISSIBLE),
            State.WITHDRAWN,
            is_applicant,
            _nothing_granted,
            told=gettext_lazy("Le dossier {reference} «\u00a0{title}\u00a0» est retiré."),
        ),
        Transition(
            "resume",
            gettext_lazy("Reprendre le dossier"),
            (State.WITHDRAWN,),
            State.DRAFT,
            is_applicant,
            clears=("submitted_at",),
        ),
    ]
)

LINE = Lifecycle(
    [
        Transition(
            "give_opinion",
            gettext_lazy("Donner un avis"),
            (Line.REQUESTED,),
            Line.OPINION,
            speaks_for_funder,
        ),
        Transition(
            "propose",
            gettext_lazy("Proposer un montant"),
            (Line.REQUESTED, Line.OPINION, Line.POSTPONED),
            Line.PROPOSED,
            speaks_for_funder,
        ),
        Transition(
            "withdraw_proposal",
            gettext_lazy("Retirer la proposition"),
            (Line.PROPOSED,),
            Line.REQUESTED,
            speaks_for_funder,
        ),
        Transition(
            "grant",
            gettext_lazy("Accorder"),
            (*UNSETTLED, Line.POSTPONED),
            Line.GRANTED,
            speaks_for_funder,
        ),
        Transition(
            "refuse",
            gettext_lazy("Refuser"),
            (*UNSETTLED, Line.POSTPONED),
            Line.REFUSED,
            speaks_for_funder,
        ),
        Transition(
            "postpone", gettext_lazy("Ajourner"), UNSETTLED, Line.POSTPONED, speaks_for_funder
        ),
        Transition(
            "revise",
            gettext_lazy("Revenir sur la décision"),
            (Line.GRANTED, Line.REFUSED, Line.POSTPONED),
            Line.PROPOSED,
            speaks_for_funder,
        ),
        Transition(
            "sign_agreement",
            gettext_lazy("Signer la convention"),
            (Line.GRANTED,),
            Line.AGREEMENT,
            speaks_for_funder,
        ),
        Transition(
            "cancel_agreement",
            gettext_lazy("Annuler la convention"),
            (Line.AGREEMENT,),
            Line.GRANTED,
            speaks_for_funder,
        ),
        Transition(
            "pay",
            gettext_lazy("Payer"),
            (Line.GRANTED, Line.AGREEMENT),
            Line.PAID,
            speaks_for_funder,
        ),
        Transition(
            "unpay",
            gettext_lazy("Corriger un paiement"),
            (Line.PAID,),
            Line.GRANTED,
            speaks_for_funder,
        ),
        Transition(
            "justify", gettext_lazy("Justifier"), (Line.PAID,), Line.JUSTIFIED, speaks_for_funder
        ),
    ]
)
