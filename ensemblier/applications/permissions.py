"""Who may read and who may write an application.

Before it is submitted it belongs to its authors and to the team; after, also to the funders of
the call and to the councils of its areas or of the whole territory. For anybody else it does not
exist.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ensemblier.applications.enums import RECEIVED, ApplicationState
from ensemblier.applications.lifecycle import is_applicant, is_team
from ensemblier.applications.models import Application, JointApplicant
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import funders_of_call_served_by
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.prepared import Prepared
from ensemblier.councils.models import Council
from ensemblier.councils.permissions import councils_of
from ensemblier.organizations.permissions import organizations_of

WRITABLE = [ApplicationState.DRAFT, ApplicationState.TO_COMPLETE]


def _partners(application: int) -> QuerySet[Any, int]:
    rows = JointApplicant.objects.filter(application=application).order_by()
    return rows.values_list("organization_id", flat=True)


PARTNERS = Prepared(_partners)


def is_joint_applicant(user: Any, application: Application) -> bool:
    mine = organizations_of(user)
    return bool(mine) and not mine.isdisjoint(PARTNERS(application.pk))


def is_author(user: Any, application: Application) -> bool:
    """On the applicant's side of the table."""
    own = application.action.bearer_id in organizations_of(user)
    return own or is_joint_applicant(user, application)


def is_funder_of(user: Any, application: Application) -> bool:
    """An officer of a funder of the call: they see everybody's lines."""
    return application.call is not None and bool(funders_of_call_served_by(user, application.call))


def is_consulted(user: Any, application: Application) -> bool:
    """A member of a council of the contract that covers one of the application's areas, or the
    whole territory."""
    mine = councils_of(user)
    covers = Q(areas__in=application.areas.values("area")) | Q(is_wide=True)
    councils = Council.objects.filter(covers, pk__in=mine, contract=application.contract_id)
    return bool(mine) and councils.exists()


def can_sign_for(user: Any, joint: JointApplicant) -> bool:
    """The agreement of an organization is given by one of its own people; or, on paper, to the
    team that types for it."""
    application = joint.application
    own = joint.organization_id in organizations_of(user)
    return own or (application.is_assisted and is_team(user, application))


def require_sign(user: Any, joint: JointApplicant) -> None:
    if not can_sign_for(user, joint):
        raise NotAllowed(_("L’accord est donné par une personne de la structure elle-même."))


def can_start_for(user: Any, organization_id: int, call: Call) -> bool:
    """Its people; the team, for an organization whose people have no address."""
    return organization_id in organizations_of(user) or can_edit_contract(user, call.contract)


def require_start(user: Any, organization_id: int, call: Call) -> None:
    if not can_start_for(user, organization_id, call):
        raise NotAllowed(
            _("Une demande est préparée par un membre de la structure, ou par l’équipe du contrat.")
        )


def can_view_application(user: Any, application: Application) -> bool:
    if can_view_contract(user, application.contract) or is_author(user, application):
        return True
    if application.state not in RECEIVED:
        return False
    return is_funder_of(user, application) or is_consulted(user, application)


def can_write_application(user: Any, application: Application) -> bool:
    """Now: an application that is submitted is read, not written."""
    if application.state not in WRITABLE:
        return False
    return is_applicant(user, application) or is_joint_applicant(user, application)


def can_appraise_application(user: Any, application: Application) -> bool:
    """See opinions, notes and money while they are being discussed: never the applicant."""
    if is_author(user, application):
        return False
    return can_view_contract(user, application.contract) or is_funder_of(user, application)


def can_manage_application(user: Any, application: Application) -> bool:
    return is_team(user, application) and not is_author(user, application)


def can_post_message(user: Any, application: Application) -> bool:
    """Both sides of the table: the applicants, the team, the funders of the call."""
    return (
        is_team(user, application)
        or is_author(user, application)
        or is_funder_of(user, application)
    )


def can_post_note(user: Any, application: Application) -> bool:
    """A note that the applicants do not read: the team and the funders of the call."""
    if is_author(user, application):
        return False
    return is_team(user, application) or is_funder_of(user, application)


def refuse_recused(application: Application) -> NoReturn:
    """For who has a stake in it; raises NotAllowed."""
    raise NotAllowed(
        _(
            "Vous vous êtes retiré de ce qui concerne %(bearer)s (déport)\u00a0: ce dossier "
            "est examiné sans vous. L’équipe du contrat peut revenir sur un déport."
        )
        % {"bearer": application.action.bearer.name}
    )
