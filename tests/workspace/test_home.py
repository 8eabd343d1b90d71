"""What awaits me, and nothing else."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, Milestone, Signatory
from ensemblier.files.models import StoredFile
from ensemblier.notices.operations import notify
from ensemblier.organizations.enums import DocumentKind
from ensemblier.organizations.models import Organization, OrganizationDocument
from ensemblier.plans.models import PlanImport
from ensemblier.workspace.queries.home import awaiting, contracts_with_figures
from tests import factories

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
HOME = "/espace/"


def lines(user: User) -> list[tuple[str, str]]:
    return [(line.verb, line.what) for line in awaiting(User.objects.get(pk=user.pk), TODAY)]


def urls(user: User) -> list[str]:
    return [line.url for line in awaiting(User.objects.get(pk=user.pk), TODAY)]


def make_file() -> StoredFile:
    return StoredFile.objects.create(
        name="x.pdf", content_type="application/pdf", size=1, uploaded_at=timezone.now()
    )


def make_paper(organization: Organization, **fields: Any) -> OrganizationDocument:
    fields.setdefault("kind", DocumentKind.INSURANCE)
    fields.setdefault("valid_from", TODAY - 365 * DAY)
    return OrganizationDocument.objects.create(
        organization=organization, file=make_file(), **fields
    )


def test_steps_due_soon_or_late_come_by_date(editor: User, contract: Contract) -> None:
    for title, due in (("Dans un mois", 30), ("En retard", -3), ("Plus tard", 61)):
        Milestone.objects.create(contract=contract, title=title, due_on=TODAY + due * DAY)
    Milestone.objects.create(contract=contract, title="Faite", due_on=TODAY, done_on=TODAY)

    found = awaiting(editor, TODAY)

    assert [(line.what, line.is_late) for line in found] == [
        ("En retard", True),
        ("Dans un mois", False),
    ]
    assert found[0].contract == "Contrat d’ici"


def test_drafts_and_imports_wait_without_date(editor: User, contract: Contract) -> None:
    plan = factories.make_plan(contract, name="Plan d’ici")
    factories.make_version(plan, published=False, title="Révision")
    factories.make_version(factories.make_plan(contract))
    PlanImport.objects.create(
        contract=contract,
        name="Lu hier",
        file=make_file(),
        parsed={},
        created_by=editor,
        created_at=timezone.now(),
    )

    assert lines(editor) == [
        ("Relire et enregistrer", "Lu hier"),
        ("Achever et publier", "Plan d’ici, Révision"),
    ]
    assert urls(editor)[0] == reverse(
        "plans:import_preview", args=["ici", PlanImport.objects.get().pk]
    )


def test_each_line_leads_where_it_is_done(editor: User, contract: Contract) -> None:
    factories.make_version(factories.make_plan(contract, slug="plan"), published=False)
    Milestone.objects.create(contract=contract, title="Étape", due_on=TODAY)
    paper = make_paper(contract.manager, valid_to=TODAY + DAY)
    notify(user=editor, kind="k", text="Nouvelle.", at=timezone.now())

    assert urls(editor) == [
        "/espace/contrats/ici/calendrier/",
        reverse("organizations:detail", args=[paper.organization_id]),
        reverse("plans:edit", args=["ici", "plan"]),
        "/espace/notifications/",
    ]


def test_papers_to_ask_again_are_those_near_me_not_yet_replaced(
    editor: User, contract: Contract
) -> None:
    manager = contract.manager
    signatory = factories.make_organization(name="Bailleur")
    Signatory.objects.create(contract=contract, organization=signatory, title="directrice")
    stranger = factories.make_organization()
    make_paper(manager, title="Assurance", valid_to=TODAY + 10 * DAY)
    make_paper(signatory, title="Statuts", kind=DocumentKind.STATUTES, valid_to=TODAY - DAY)
    make_paper(signatory, title="Vieille", valid_to=TODAY - DAY)
    make_paper(signatory, title="Neuve", valid_from=TODAY, valid_to=TODAY + 300 * DAY)
    make_paper(stranger, title="Ailleurs", valid_to=TODAY)

    assert lines(editor) == [
        ("Demander à nouveau", "Statuts – Bailleur"),
        ("Demander à nouveau", f"Assurance – {manager.label}"),
    ]


def test_unread_notices_are_one_line(reader: User) -> None:
    for _rank in range(3):
        notify(user=reader, kind="k", text="Nouvelle.", at=timezone.now())

    assert lines(reader) == [("Lire", "3 notifications")]


@pytest.mark.parametrize("who", ["reader", "other_member", "outsider"])
def test_who_cannot_write_is_not_asked_to(
    who: str, contract: Contract, request: pytest.FixtureRequest
) -> None:
    Milestone.objects.create(contract=contract, title="Ici", due_on=TODAY)
    factories.make_version(factories.make_plan(contract), published=False)

    assert lines(request.getfixturevalue(who)) == []


def test_a_good_day_says_so(reader_client: Client) -> None:
    page = reader_client.get(HOME).content.decode()

    assert "Rien ne vous attend" in page
    assert "Contrat d’ici" in page


def test_an_outsider_is_told_what_to_do(outsider_client: Client) -> None:
    page = outsider_client.get(HOME).content.decode()

    assert "Vous n’avez pas encore de droit sur un contrat." in page
    assert "Relire le journal" not in page
    assert "Tenir les contrats" not in page


def test_a_visitor_signs_in(db: None, visitor_client: Client) -> None:
    assert visitor_client.get(HOME).status_code == 302


def test_figures_of_my_contracts(reader: User, contract: Contract) -> None:
    other = factories.make_organization()
    Signatory.objects.create(contract=contract, organization=other, title="x", signed_on=TODAY)
    Signatory.objects.create(
        contract=contract, organization=factories.make_organization(), title="x"
    )
    factories.make_plan(contract)
    factories.make_contract()

    found = contracts_with_figures(reader).get()

    assert (found.plan_count, found.signed_count, found.signatory_count) == (1, 1, 2)


def fill(contract: Contract, user: User) -> None:
    factories.make_version(factories.make_plan(contract), published=False)
    Milestone.objects.create(contract=contract, title="Étape", due_on=TODAY)
    make_paper(contract.manager, valid_to=TODAY, kind=DocumentKind.OTHER)


def test_home_costs_the_same_for_one_contract_or_many(
    administrator_client: Client, administrator: User
) -> None:
    fill(factories.make_contract(), administrator)
    with CaptureQueriesContext(connection) as one:
        administrator_client.get(HOME)
    for _rank in range(6):
        fill(factories.make_contract(), administrator)
    with CaptureQueriesContext(connection) as many:
        administrator_client.get(HOME)

    assert len(one) == len(many)
