"""The life of a round, and of a request. Whether a round is open is read from the clock."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.core.lifecycle import Lifecycle, Text, Transition
from ensemblier.core.typography import euros
from ensemblier.fund.enums import FINAL, UNDECIDED
from ensemblier.fund.enums import RequestState as State
from ensemblier.fund.enums import RoundState as Campaign
from ensemblier.fund.enums import VoteState as Ballot
from ensemblier.fund.models import FundRequest, Round, Vote
from ensemblier.fund.permissions import can_manage_fund, is_holder_or_assistant


def _is_ready(round: Round) -> Text | None:
    if not round.co_funders.filter(pledged_cents__gt=0).exists():
        return gettext_lazy("Dites d’abord qui met de l’argent dans cette campagne, et combien.")
    return None


def _no_request(round: Round) -> Text | None:
    if round.requests.exists():
        return gettext_lazy("Des demandes sont déjà arrivées\u00a0: la campagne reste annoncée.")
    return None


def _all_decided(round: Round) -> Text | None:
    if round.requests.filter(state__in=UNDECIDED).exists():
        return gettext_lazy("Des demandes attendent encore une réponse.")
    return None


def _all_over(round: Round) -> Text | None:
    if round.requests.exclude(state__in=FINAL).exists():
        return gettext_lazy("Des demandes ne sont pas soldées.")
    return None


ROUND = Lifecycle(
    [
        Transition(
            "announce",
            gettext_lazy("Annoncer"),
            (Campaign.DRAFT,),
            Campaign.OPEN,
            can_manage_fund,
            _is_ready,
        ),
        Transition(
            "withdraw",
            gettext_lazy("Retirer l’annonce"),
            (Campaign.OPEN,),
            Campaign.DRAFT,
            can_manage_fund,
            _no_request,
        ),
        Transition(
            "start_deciding",
            gettext_lazy("Passer à la décision"),
            (Campaign.OPEN,),
            Campaign.DECIDING,
            can_manage_fund,
        ),
        Transition(
            "reopen",
            gettext_lazy("Recevoir à nouveau des demandes"),
            (Campaign.DECIDING,),
            Campaign.OPEN,
            can_manage_fund,
        ),
        Transition(
            "finish",
            gettext_lazy("Tout est décidé"),
            (Campaign.DECIDING,),
            Campaign.DECIDED,
            can_manage_fund,
            _all_decided,
            stamps=("decided_at",),
        ),
        Transition(
            "resume",
            gettext_lazy("Reprendre la décision"),
            (Campaign.DECIDED,),
            Campaign.DECIDING,
            can_manage_fund,
            clears=("decided_at",),
        ),
        Transition(
            "close",
            gettext_lazy("Terminer la campagne"),
            (Campaign.DECIDED,),
            Campaign.CLOSED,
            can_manage_fund,
            _all_over,
            stamps=("closed_at",),
        ),
    ]
)


def _nothing_outstanding(request: FundRequest) -> Text | None:
    if request.to_account_for_cents:
        return _("%(amount)s versés ne sont ni justifiés ni rendus.") % {
            "amount": euros(request.to_account_for_cents)
        }
    return None


def _nothing_paid(request: FundRequest) -> Text | None:
    if request.paid_cents > request.returned_cents:
        return gettext_lazy("De l’argent a été versé\u00a0: il doit d’abord revenir.")
    return None


def _never_paid(request: FundRequest) -> Text | None:
    if request.paid_cents:
        return gettext_lazy("De l’argent a été versé\u00a0: la décision ne change plus.")
    return None


REQUEST = Lifecycle(
    [
        Transition(
            "ask_completion",
            gettext_lazy("Demander ce qui manque"),
            (State.RECEIVED, State.ELIGIBLE),
            State.TO_COMPLETE,
            can_manage_fund,
        ),
        Transition(
            "complete",
            gettext_lazy("Compléter"),
            (State.TO_COMPLETE,),
            State.RECEIVED,
            is_holder_or_assistant,
            clears=("completion_due_on",),
        ),
        Transition(
            "accept",
            gettext_lazy("Dire recevable"),
            (State.RECEIVED, State.TO_COMPLETE),
            State.ELIGIBLE,
            can_manage_fund,
            clears=("completion_due_on",),
        ),
        Transition(
            "refuse",
            gettext_lazy("Dire non recevable"),
            (State.RECEIVED, State.TO_COMPLETE, State.ELIGIBLE),
            State.REFUSED,
            can_manage_fund,
            stamps=("decided_at", "closed_at"),
        ),
        Transition(
            "reconsider",
            gettext_lazy("Reprendre l’examen"),
            (State.REFUSED,),
            State.RECEIVED,
            can_manage_fund,
            clears=("decided_at", "closed_at"),
        ),
        Transition(
            "grant",
            gettext_lazy("Accorder"),
            (State.ELIGIBLE,),
            State.GRANTED,
            can_manage_fund,
            stamps=("decided_at",),
        ),
        Transition(
            "turn_down",
            gettext_lazy("Ne pas retenir"),
            (State.ELIGIBLE,),
            State.NOT_GRANTED,
            can_manage_fund,
            stamps=("decided_at", "closed_at"),
        ),
        Transition(
            "take_back",
            gettext_lazy("Retirer la décision"),
            (State.GRANTED, State.NOT_GRANTED),
            State.ELIGIBLE,
            can_manage_fund,
            _never_paid,
            clears=("decided_at", "closed_at"),
        ),
        Transition(
            "pay",
            gettext_lazy("Verser"),
            (State.GRANTED,),
            State.ADVANCED,
            can_manage_fund,
        ),
        Transition(
            "unpay",
            gettext_lazy("Corriger le versement"),
            (State.ADVANCED,),
            State.GRANTED,
            can_manage_fund,
            _never_paid,
        ),
        Transition(
            "report",
            gettext_lazy("Envoyer le bilan"),
            (State.GRANTED, State.ADVANCED),
            State.REPORTED,
            is_holder_or_assistant,
            stamps=("reported_at",),
        ),
        Transition(
            "ask_report_again",
            gettext_lazy("Demander de compléter le bilan"),
            (State.REPORTED,),
            State.ADVANCED,
            can_manage_fund,
            clears=("reported_at",),
        ),
        Transition(
            "ask_unpaid_report_again",
            gettext_lazy("Demander de compléter le bilan"),
            (State.REPORTED,),
            State.GRANTED,
            can_manage_fund,
            _never_paid,
            clears=("reported_at",),
        ),
        Transition(
            "settle",
            gettext_lazy("Solder"),
            (State.REPORTED,),
            State.CLOSED,
            can_manage_fund,
            _nothing_outstanding,
            stamps=("closed_at",),
        ),
        Transition(
            "cancel",
            gettext_lazy("Annuler"),
            (
                State.RECEIVED,
                State.TO_COMPLETE,
                State.ELIGIBLE,
                State.GRANTED,
                State.ADVANCED,
            ),
            State.CANCELLED,
            is_holder_or_assistant,
            _nothing_paid,
            stamps=("closed_at",),
        ),
    ]
)


def _has_voters(vote: Vote) -> Text | None:
    if not vote.is_by_jury and not vote.codes.exists():
        return gettext_lazy("Imprimez d’abord les codes de vote.")
    if vote.is_by_jury and not vote.jury.exists():
        return gettext_lazy("Dites d’abord qui est dans le jury.")
    return None


VOTE = Lifecycle(
    [
        Transition(
            "open",
            gettext_lazy("Ouvrir le vote"),
            (Ballot.DRAFT,),
            Ballot.OPEN,
            can_manage_fund,
            _has_voters,
        ),
        Transition(
            "close",
            gettext_lazy("Fermer le vote"),
            (Ballot.OPEN,),
            Ballot.CLOSED,
            can_manage_fund,
            stamps=("closed_at",),
        ),
        Transition(
            "reopen",
            gettext_lazy("Rouvrir le vote"),
            (Ballot.CLOSED,),
            Ballot.OPEN,
            can_manage_fund,
            clears=("closed_at",),
        ),
        Transition(
            "count",
            gettext_lazy("Dépouiller et décider"),
            (Ballot.CLOSED,),
            Ballot.DECIDED,
            can_manage_fund,
            stamps=("decided_at",),
        ),
    ]
)
