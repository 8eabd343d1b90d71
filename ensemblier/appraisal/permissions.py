"""Who gives an opinion, who reads those of others, and who stays out of the room.

The team and the funders of the call read every opinion, the notes and the money under
discussion. Councils read what councils said and what is asked. Applicants read no opinion while
their application is discussed; once it is decided they read what was said of it, without the
amounts: a document that prepares a decision may be asked for as soon as the decision is taken
(code des relations entre le public et l'administration, art. L. 311-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.enums import RECEIVED, ApplicationState
from ensemblier.applications.models import Application, JointApplicant
from ensemblier.applications.permissions import (
    can_appraise_application,
    can_manage_application,
    is_author,
    is_consulted,
    refuse_recused,
)
from ensemblier.appraisal.models import Opinion, Recusal
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.calls.permissions import can_view_call
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.prepared import Prepared
from ensemblier.councils.enums import UNDER_WAY
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.permissions import can_publish, councils_of
from ensemblier.governance.models import Seat, Session
from ensemblier.organizations.permissions import funders_served_by, organizations_of

DISCUSSED = [ApplicationState.ADMISSIBLE, ApplicationState.IN_APPRAISAL]
SETTLED = [ApplicationState.DECIDED, ApplicationState.CLOSED]


def is_recused(user: Any, application: Application) -> bool:
    """Declared, or plain: nobody judges the application of an organization of theirs."""
    if not user.is_authenticated:
        return False
    return is_author(user, application) or has_declared_a_stake(user, application)


def _stakes(user: int, call: int, application: int, bearer: int) -> QuerySet[Any, int]:
    partners = JointApplicant.objects.filter(application=application).values("organization")
    rows = Recusal.objects.filter(user=user, call=call).order_by()
    found = rows.filter(Q(organization=bearer) | Q(organization__in=partners))
    return found.values_list("pk", flat=True)


STAKES = Prepared(_stakes)


def has_declared_a_stake(user: Any, application: Application) -> bool:
    """For the bearer of the application or an organization that acts with it."""
    call, bearer = application.call_id, application.action.bearer_id
    return call is not None and bool(STAKES(user.pk, call, application.pk, bearer))


def recused_from(user: Any) -> Q:
    """`is_recused` as a condition on applications, for lists."""
    mine = organizations_of(user)
    joint = JointApplicant.objects.filter(application=OuterRef("pk"))
    declared = Recusal.objects.filter(user=user, call=OuterRef("call"))
    partners = JointApplicant.objects.filter(application=OuterRef(OuterRef("pk")))
    return (
        Q(action__bearer__in=mine)
        | Q(Exists(joint.filter(organization__in=mine)))
        | Q(Exists(declared.filter(organization=OuterRef("action__bearer"))))
        | Q(Exists(declared.filter(organization__in=partners.values("organization"))))
    )


def require_not_recused(user: Any, application: Application) -> None:
    if is_recused(user, application):
        refuse_recused(application)


def can_give_opinion(user: Any, opinion: Opinion) -> bool:
    return may_write_opinion(user, opinion) and not is_recused(user, opinion.application)


def may_write_opinion(user: Any, opinion: Opinion) -> bool:
    """In the name of one's funder, service or council; the team writes down what it was told.
    Recusal is asked separately."""
    return can_edit_contract(user, opinion.contract) or speaks_for(user, opinion)


def speaks_for(user: Any, opinion: Opinion) -> bool:
    """Of the funder, the service or the council whose opinion it is."""
    if opinion.council_id is not None:
        return opinion.council_id in councils_of(user)
    return opinion.organization_id in funders_served_by(user)


def is_asked(user: Any, application: Application) -> bool:
    """Whether one's service was asked about the application without funding the call."""
    served = funders_served_by(user)
    return bool(served) and application.opinions.filter(organization__in=served).exists()


def is_asked_as_council(user: Any, application: Application) -> bool:
    """Whether the team asked a council of `user`, wherever the action takes place."""
    mine = councils_of(user)
    if not mine:
        return False
    if application.opinions.filter(council__in=mine).exists():
        return True
    sent = application.consultation_subjects.filter(consultation__state__in=UNDER_WAY)
    return sent.filter(consultation__council__in=mine).exists()


@dataclass(frozen=True)
class Sight:
    """What somebody reads and does in the file of an application."""

    is_team: bool = False
    all_opinions: bool = False
    council_opinions: bool = False
    own_opinions: bool = False
    notes: bool = False

    @property
    def opens(self) -> bool:
        return self.all_opinions or self.council_opinions or self.own_opinions

    @property
    def money(self) -> bool:
        """What is proposed and granted; what is asked is in the application itself."""
        return self.all_opinions


def sight_of(user: Any, application: Application) -> Sight:
    """Nothing for the applicants, who have their own page; recusal is asked separately."""
    if is_author(user, application):
        return Sight()
    if can_appraise_application(user, application):
        team = can_manage_application(user, application)
        if application.state not in RECEIVED and not can_view_contract(user, application.contract):
            return Sight()
        return Sight(
            is_team=team,
            all_opinions=True,
            council_opinions=True,
            own_opinions=True,
            notes=True,
        )
    if application.state not in RECEIVED:
        return Sight()
    consulted = is_consulted(user, application) or is_asked_as_council(user, application)
    return Sight(council_opinions=consulted, own_opinions=consulted or is_asked(user, application))


def can_read_opinions_given(user: Any, application: Application) -> bool:
    """The applicants, once their application is decided."""
    return is_author(user, application) and application.state in SETTLED


def can_appraise_call(user: Any, call: Call) -> bool:
    """Open the list of what is to be appraised: team, funders, councils and services asked."""
    if can_view_call(user, call):
        return True
    if any_council_of(user, call):
        return True
    served = funders_served_by(user)
    return (
        bool(served)
        and Opinion.objects.filter(application__call=call, organization__in=served).exists()
    )


def can_publish_consultation(user: Any, consultation: Consultation) -> bool:
    """As a button: nothing of an application is told before it is decided."""
    subject = getattr(consultation, "subject", None)
    application = subject.application if subject else None
    is_told = application is None or application.state in SETTLED
    return bool(consultation.value) and is_told and can_publish(user, consultation)


def refuse_out_of_consultation() -> NoReturn:
    """For a member with a stake; raises NotAllowed."""
    raise NotAllowed(
        _(
            "Vous vous êtes retiré de cette consultation (déport)\u00a0: elle se passe sans vous. "
            "L’équipe du contrat peut revenir sur un déport."
        )
    )


def any_council_of(user: Any, call: Call) -> bool:
    """A council of the contract in which `user` sits."""
    mine = councils_of(user)
    return bool(mine) and Council.objects.filter(pk__in=mine, contract=call.contract_id).exists()


def holds_seat(user: Any, session: Session) -> bool:
    """Sits today in the body that meets, in person or for an organization."""
    seats = Seat.objects.on(timezone.localdate()).filter(body=session.body_id)
    for_whom = organizations_of(user) | funders_served_by(user)
    return seats.filter(Q(user=user) | Q(organization__in=for_whom)).exists()


def can_view_session(user: Any, session: Session) -> bool:
    """The team, those who sit, and the funders of the calls that the body examines."""
    if not user.is_authenticated:
        return False
    if can_view_contract(user, session.contract) or holds_seat(user, session):
        return True
    served = funders_served_by(user)
    examined = Committee.objects.filter(body=session.body_id)
    return bool(served) and (
        Envelope.objects.filter(funder__in=served, call__in=examined.values("call")).exists()
    )


def can_run_session(user: Any, session: Session) -> bool:
    return can_edit_contract(user, session.contract)


def require_run_session(user: Any, session: Session) -> None:
    if not can_run_session(user, session):
        raise NotAllowed(
            _("L’ordre du jour et le compte rendu sont tenus par l’équipe du contrat.")
        )
