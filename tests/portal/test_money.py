"""What was granted is read by everyone, on the page of each thing that it was granted for."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.core.spreadsheets import read_grid
from ensemblier.funding.models import Payment
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Reached
from ensemblier.outcomes.sums import Line, Money, pieces_of
from ensemblier.portal.money import by_year_and_funder
from tests import factories
from tests.factories import programming as make

DAY = datetime.date(2025, 6, 1)


@pytest.fixture
def granted(contract):
    """«Le bal» in Les Prés and elsewhere: 300 € of two funders, 200 € paid, 7 people."""
    version = factories.make_version(factories.make_plan(contract, kind="contract", slug="plan"))
    pillar = factories.make_node(version, code="1", title="Vivre ensemble")
    goal = factories.make_node(version, pillar, code="1.1", title="Danser")
    area = factories.make_area(name="Les Prés", code="QN03001I")
    call = make.make_call(contract, nodes=(goal,), year=2025)
    bearer = factories.make_organization(name="La Ronde")
    action = make.make_action(contract, bearer, name="Le bal", number=7)
    application = grant(call, action, area, 200_00, 100_00)
    report = make.make_report(application, state=ReportState.ACCEPTED, accepted_at=call.opens_at)
    for sex, number in (("female", 4), ("male", 3)):
        Reached.objects.create(report=report, sex=sex, age_band="18-25", area=area, number=number)
    return application


def grant(call, action, area, *amounts: int, state: str = ApplicationState.DECIDED):
    application = make.make_application(
        call, action, state=state, areas=(area,), public_summary="On danse."
    )
    for rank, cents in enumerate(amounts):
        funder = make.make_funder(name=f"Financeur {rank} {application.pk}")
        request = make.make_request(
            application, funder, amount_cents=500_00, state=LineState.GRANTED
        )
        award = make.make_award(
            request, envelope=make.make_envelope(call, funder), granted_cents=cents
        )
        if rank == 0:
            Payment.objects.create(
                contract=call.contract,
                award=award,
                kind="single",
                amount_cents=cents,
                expected_on=DAY,
                made_on=DAY,
            )
    return application


def pages_of(application) -> dict[str, str]:
    contract = application.contract
    node = application.nodes.get().node
    area = application.areas.first().area
    return {
        "contract": contract.get_absolute_url(),
        "node": reverse("portal:node", args=[contract.slug, "plan", node.theme_id]),
        "branch": reverse("portal:node", args=[contract.slug, "plan", node.parent.theme_id]),
        "area": area.get_absolute_url(),
        "actions": reverse("portal:actions", args=[contract.slug]),
        "action": reverse("portal:action", args=[contract.slug, 7]),
    }


@pytest.mark.parametrize("page", ["contract", "node", "branch", "area", "actions", "action"])
def test_each_page_says_what_was_granted(granted, visitor_client, page: str):
    content = visitor_client.get(pages_of(granted)[page]).content.decode()
    assert "300\u00a0€" in content
    assert "Le bal" in content


@pytest.mark.parametrize("page", ["contract", "node", "area", "action"])
def test_each_page_says_who_was_reached(granted, visitor_client, page: str):
    content = visitor_client.get(pages_of(granted)[page]).content.decode()
    assert "4 femmes et 3 hommes" in content


@pytest.mark.parametrize(
    "state",
    [ApplicationState.IN_APPRAISAL, ApplicationState.SUBMITTED, ApplicationState.DRAFT],
)
def test_what_is_not_decided_is_not_public(granted, visitor_client, state: str):
    granted.state = state
    granted.save()
    pages = pages_of(granted)
    assert visitor_client.get(pages.pop("action")).status_code == 404
    for address in pages.values():
        assert "Le bal" not in visitor_client.get(f"{address}?x=1").content.decode()


def test_what_is_refused_or_asked_is_not_public(granted, visitor_client):
    granted.requests.update(state=LineState.REFUSED)
    assert visitor_client.get(pages_of(granted)["action"]).status_code == 404
    granted.requests.update(state=LineState.GRANTED)
    content = visitor_client.get(pages_of(granted)["action"]).content.decode()
    assert "500\u00a0€" not in content


def test_people_of_a_report_that_is_not_accepted_are_not_public(granted, visitor_client):
    granted.report.state = ReportState.SUBMITTED
    granted.report.save()
    content = visitor_client.get(pages_of(granted)["action"]).content.decode()
    assert "femmes" not in content


def test_the_years_of_an_action_stand_on_one_page(granted, visitor_client):
    call = make.make_call(granted.contract, nodes=(granted.nodes.get().node,), year=2026)
    grant(call, granted.action, granted.areas.first().area, 50_00)
    response = visitor_client.get(pages_of(granted)["action"])
    years = [(one.application.year, one.money.granted) for one in response.context["years"]]
    assert years == [(2026, 50_00), (2025, 300_00)]
    cards = visitor_client.get(pages_of(granted)["actions"]).context["page"].object_list
    assert [(card.years, card.granted) for card in cards] == [([2026, 2025], 350_00)]


def test_actions_are_found_by_area_theme_funder_year_and_words(granted, visitor_client):
    address = pages_of(granted)["actions"]
    area, node = granted.areas.first().area, granted.nodes.get().node
    request = granted.requests.first()
    right = [
        f"quartier={area.pk}",
        f"element={node.theme_id}",
        f"element={node.parent.theme_id}",
        f"financeur={request.funder_id}",
        "annee=2025",
        "q=ronde",
        "q=BAL",
    ]
    wrong = ["quartier=aucun", "element=999999", "financeur=1", "annee=2024", "q=onde"]
    found = {
        query: visitor_client.get(f"{address}?{query}").context["count"] for query in right + wrong
    }
    assert found == {**dict.fromkeys(right, 1), **dict.fromkeys(wrong, 0)}


def test_an_action_opens_what_it_is_granted_for(granted, visitor_client):
    content = visitor_client.get(pages_of(granted)["action"]).content.decode()
    pages = pages_of(granted)
    assert f'href="{pages["node"]}"' in content
    assert f'href="{pages["area"]}"' in content


def test_the_list_is_exported(granted, visitor_client):
    address = reverse("portal:actions_export", args=[granted.contract.slug, "xlsx"])
    grid = read_grid(visitor_client.get(address).content)
    assert grid[1][:3] + grid[1][4:6] == ["7", "Le bal", "La Ronde", "2025", "300"]


def test_the_tree_weighs_its_branches_by_what_was_granted(granted, visitor_client):
    plan = granted.nodes.get().node.version.plan
    response = visitor_client.get(plan.get_absolute_url())
    tree = response.context["tree"]
    assert (tree.weighs_money, tree.roots[0].weight, tree.roots[0].share) == (True, 300_00, 100)
    assert "300\u00a0€" in response.content.decode()


def test_a_contract_that_is_not_public_shows_no_money(granted, visitor_client, reader_client):
    contract = granted.contract
    contract.is_public = False
    contract.save()
    pages = pages_of(granted)
    assert visitor_client.get(pages["actions"]).status_code == 404
    assert visitor_client.get(pages["action"]).status_code == 404
    assert "Le bal" not in visitor_client.get(f"{pages['area']}?x=1").content.decode()
    assert reader_client.get(pages["actions"]).context["count"] == 0


def test_an_action_that_does_not_exist_is_not_found(granted, visitor_client):
    for number in (8, 10**30):
        address = reverse("portal:action", args=[granted.contract.slug, number])
        assert visitor_client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["contract", "node", "area", "actions", "action"])
def test_a_page_costs_the_same_for_one_action_and_for_twenty(granted, visitor_client, page: str):
    address = f"{pages_of(granted)[page]}?x=1"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert visitor_client.get(address).status_code == 200
        return len(captured)

    queries()
    before = queries()
    call, area = granted.call, granted.areas.first().area
    for _ in range(20):
        grant(call, make.make_action(granted.contract), area, 10_00)
    assert queries() == before


def test_the_smaller_funders_share_one_color(db):
    funders = [make.make_funder(name=f"F{rank}") for rank in range(8)]
    lines = [
        Line(rank, rank, rank, 2025, funder.pk, 1, None, (), Money(granted=(rank + 1) * 100))
        for rank, funder in enumerate(funders)
    ]
    columns, rows = by_year_and_funder(pieces_of(lines))
    assert columns == ["F7", "F6", "F5", "F4", "F3", "autres financeurs"]
    assert [(row["values"], row["display"]) for row in rows] == [
        ([800, 700, 600, 500, 400, 600], "36\u00a0€")
    ]
