"""The demonstration, loaded behind a live server, and its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import Application
from ensemblier.appraisal.operations.files import appraise_applications
from ensemblier.calls.enums import QuestionKind
from ensemblier.calls.models import Call, Question, WantedAttachment
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.demo.loading import load_demonstration
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.organizations.models import Organization
from tests import factories
from tests.factories import programming as make
from tests.snapshots import snapshot


@pytest.fixture(scope="session")
def put_aside() -> dict[str, Any]:
    """Databases already made in this process, by name; see `tests.snapshots`."""
    return {}


@pytest.fixture
def demonstration(transactional_db: None, put_aside: dict[str, Any]) -> dict[str, User]:
    """The invented installation; its accounts by what they are."""
    if put_aside.get("demonstration"):
        put_aside["demonstration"].put_back()
    else:
        load_demonstration()
        put_aside["demonstration"] = snapshot()
    by_email = {user.email: user for user in User.objects.all()}
    return {name: by_email[account.email] for name, account in ACCOUNTS.items()}


@dataclass
class OpenCall:
    """«La Ronde» may ask «Préfecture» and «Ville» for money, with a question and a paper."""

    call: Call
    prefecture: Organization
    town: Organization
    association: Organization
    treasurer: User


@pytest.fixture
def open_call(transactional_db: None, contract: Contract) -> OpenCall:
    areas = tuple(factories.make_area(name=name) for name in ("Les Prés", "La Rivière"))
    for area in areas:
        ContractArea.objects.create(contract=contract, area=area)
    plan = factories.make_plan(contract, name="Plan d’ici")
    version = factories.make_version(plan)
    nodes = tuple(
        factories.make_node(version, title=title, short_title=title)
        for title in ("Se rencontrer", "Apprendre")
    )
    call = make.make_call(contract, nodes=nodes, areas=areas, name="Appel d’ici", slug="appel")
    prefecture, town = (make.make_funder(name=name) for name in ("Préfecture", "Ville"))
    for rank, funder in enumerate((prefecture, town)):
        make.make_envelope(call, funder, rank=rank)
    question = {"kind": QuestionKind.YES_NO, "label": "L’action est-elle gratuite ?"}
    Question.objects.create(call=call, is_required=True, **question)
    WantedAttachment.objects.create(call=call, label="Devis")
    association = factories.make_organization(name="La Ronde")
    treasurer = factories.make_user("tresor@example.org", full_name="Inès Demande")
    make.make_member(association, user=treasurer)
    return OpenCall(call, prefecture, town, association, treasurer)


@dataclass
class Received(OpenCall):
    """Three applications in appraisal, each asking 1 000 € and 500 €; opinions are expected."""

    applications: list[Application]
    delegate: User


@pytest.fixture
def received(open_call: OpenCall, editor: User) -> Received:
    now = timezone.now()
    applications = []
    for name in ("Goûters", "Lectures", "Potager"):
        action = make.make_action(open_call.call.contract, open_call.association, name=name)
        application = make.make_application(
            open_call.call,
            action,
            state=ApplicationState.SUBMITTED,
            areas=tuple(open_call.call.areas.all()),
            attested_by="Inès Demande",
        )
        for funder, cents in ((open_call.prefecture, 1_000_00), (open_call.town, 500_00)):
            make.make_request(application, funder, amount_cents=cents)
        applications.append(application)
    delegate = factories.make_user("delegue@example.org", full_name="Denis Délégué")
    make.make_officer(open_call.prefecture, user=delegate)
    appraise_applications(applications=applications, by=editor, at=now)
    return Received(**vars(open_call), applications=applications, delegate=delegate)
