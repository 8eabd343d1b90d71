"""A call with its team, its funders, its council and its committee, and what was asked in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application, Request
from ensemblier.appraisal.operations.files import appraise_application
from ensemblier.appraisal.operations.sessions import add_to_agenda
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.governance.models import Body, Session
from ensemblier.organizations.models import Organization
from ensemblier.territories.models import Area
from tests import factories
from tests.factories import programming as make

AT = datetime.datetime(2026, 1, 15, 9, 0, tzinfo=datetime.UTC)


@dataclass
class Year:
    """«La Ronde» asks the State and the Region for money, in the neighbourhood of a council."""

    area: Area
    call: Call
    state: Organization
    region: Organization
    envelope: Envelope
    council: Council
    body: Body
    committee: Committee
    bearer: Organization
    application: Application
    request: Request


@pytest.fixture
def year(contract: Contract) -> Year:
    area = factories.make_area(name="Les Prés")
    call = make.make_call(contract, areas=(area,), name="Appel 2026", year=2026, slug="appel-2026")
    state, region = make.make_funder(name="Préfecture"), make.make_funder(name="Région")
    envelope = make.make_envelope(call, state)
    make.make_envelope(call, region)
    body = make.make_body(contract, name="CTP Jeunesse")
    bearer = factories.make_organization(name="La Ronde")
    application = make.make_application(
        call,
        make.make_action(contract, bearer, name="Ateliers du mercredi"),
        areas=(area,),
        state=ApplicationState.SUBMITTED,
    )
    request = make.make_request(application, state, amount_cents=3_000_00)
    make.make_request(application, region, amount_cents=1_000_00)
    return Year(
        area=area,
        call=call,
        state=state,
        region=region,
        envelope=envelope,
        council=make.make_council(contract, areas=(area,), name="Conseil des Prés"),
        body=body,
        committee=make.make_committee(call, body),
        bearer=bearer,
        application=application,
        request=request,
    )


@pytest.fixture
def delegate(year: Year) -> User:
    """Of the State."""
    user = factories.make_user("delegate@example.org", full_name="Dounia Déléguée")
    return make.make_officer(year.state, user=user)


@pytest.fixture
def regional(year: Year) -> User:
    user = factories.make_user("regional@example.org", full_name="Rémi Région")
    return make.make_officer(year.region, user=user)


@pytest.fixture
def resident(year: Year) -> User:
    """Of the council."""
    user = factories.make_user("resident@example.org", full_name="Rachida Résidente")
    make.make_mandate(year.council, user)
    return user


@pytest.fixture
def treasurer(year: Year) -> User:
    """Of the association that asks."""
    user = factories.make_user("treasurer@example.org", full_name="Théo Trésorier")
    return make.make_member(year.bearer, user=user)


@pytest.fixture
def appraised(year: Year, editor: User) -> Application:
    return appraise_application(application=year.application, by=editor, at=AT)


@pytest.fixture
def session(year: Year, appraised: Application, editor: User) -> Session:
    """To come, with the application on its agenda."""
    session = make.make_session(year.body)
    add_to_agenda(session=session, applications=[appraised], by=editor, at=AT)
    return session
