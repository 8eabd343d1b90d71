"""A call of the contract «ici», what was asked in it, and the people of the year around it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.models import Application, JointApplicant, Request
from ensemblier.appraisal.models import Recusal
from ensemblier.calls.models import Call, Envelope
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.funding.models import Award
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area
from tests import factories
from tests.factories import programming as make


@dataclass
class Programming:
    """«La Ronde» asks «Préfecture» for money, with «Le Pont»; «Le Lien» asks for nothing."""

    area: Area
    call: Call
    envelope: Envelope
    council: Council
    bearer: Organization
    partner: Organization
    bystander: Organization
    application: Application
    draft: Application
    request: Request
    award: Award


def add_application(call: Call, bearer: Organization, partner: Organization, **fields: object):
    action = make.make_action(call.contract, bearer)
    application = make.make_application(call, action, **fields)
    JointApplicant.objects.create(application=application, organization=partner)
    return application


@pytest.fixture
def programming(contract: Contract) -> Programming:
    area = factories.make_area(name="Les Prés")
    call = make.make_call(contract, areas=(area,), slug="appel")
    envelope = make.make_envelope(call, make.make_funder(name="Préfecture"))
    bearer, partner, bystander = (
        factories.make_organization(name=name) for name in ("La Ronde", "Le Pont", "Le Lien")
    )
    application = add_application(
        call, bearer, partner, state=ApplicationState.IN_APPRAISAL, areas=(area,)
    )
    request = make.make_request(application, envelope.funder, state=LineState.PROPOSED)
    return Programming(
        area=area,
        call=call,
        envelope=envelope,
        council=make.make_council(contract, areas=(area,)),
        bearer=bearer,
        partner=partner,
        bystander=bystander,
        application=application,
        draft=add_application(call, bearer, partner, areas=(area,)),
        request=request,
        award=make.make_award(request, envelope=envelope, proposed_cents=500_00),
    )


@pytest.fixture
def applicant(programming: Programming) -> User:
    """Of the association that bears the applications."""
    user = factories.make_user("applicant@example.org", full_name="Inès Demande")
    return make.make_member(programming.bearer, user=user)


@pytest.fixture
def co_applicant(programming: Programming) -> User:
    """Of the association that joins it."""
    user = factories.make_user("co-applicant@example.org", full_name="Yanis Avecelle")
    return make.make_member(programming.partner, user=user)


@pytest.fixture
def other_association(programming: Programming) -> User:
    """Of an association that has nothing to do with them."""
    user = factories.make_user("association@example.org", full_name="Sonia Voisine")
    return make.make_member(programming.bystander, user=user)


@pytest.fixture
def funder(programming: Programming) -> User:
    """Decides for the funder of the call."""
    user = factories.make_user("funder@example.org", full_name="Denis Délégué")
    return make.make_officer(programming.envelope.funder, user=user)


@pytest.fixture
def other_funder(programming: Programming) -> User:
    """Decides for a funder that puts nothing into the call."""
    user = factories.make_user("other-funder@example.org", full_name="Rose Région")
    return make.make_officer(make.make_funder(name="Région"), user=user)


@pytest.fixture
def council_member(programming: Programming) -> User:
    """Sits in the council of the application's neighbourhood."""
    user = factories.make_user("council@example.org", full_name="Karim Quartier")
    make.make_mandate(programming.council, user)
    return user


@pytest.fixture
def recused_member(programming: Programming) -> User:
    """Sits in the same council, and stays out of what concerns the bearer."""
    user = factories.make_user("recused@example.org", full_name="Lucie Déport")
    make.make_mandate(programming.council, user)
    Recusal.objects.create(
        contract=programming.call.contract,
        call=programming.call,
        user=user,
        organization=programming.bearer,
        reason="Elle y travaille.",
        declared_by=user,
        declared_at=programming.call.opens_at,
    )
    return user
