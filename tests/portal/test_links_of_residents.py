"""From the neighbourhood to its council, its fund and its draws, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from ensemblier.draws.models import Draw
from ensemblier.portal.draws import thread_of
from ensemblier.territories.models import Area
from tests import factories
from tests.draws.worlds import make_pool
from tests.factories import programming as make
from tests.factories import votes as make_votes
from tests.factories.fund import make_fund, make_round


@pytest.fixture
def place(contract: Contract) -> Area:
    area = factories.make_area(name="Les Prés", code="QN03098P")
    contract.contractareas.create(area=area)
    return area


@pytest.fixture
def council(contract: Contract, place: Area) -> Council:
    return make.make_council(contract, areas=(place,), name="Conseil des Prés")


def published(contract: Contract, by: User, **fields: Any) -> Draw:
    number = contract.draws.count() + 1
    pool = make_pool(contract, by, name=f"Vivier {number}")
    now = timezone.now()
    given = {"name": "Collège d’habitants", "seats": 3, "state": "committed", **fields}
    return Draw.objects.create(
        contract=contract, pool=pool, number=number, created_at=now, commitment="{}", **given
    )


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", ["place", "council"])
def test_a_neighbourhood_and_its_council_lead_to_the_draw_and_the_fund(
    page: str, place: Area, council: Council, editor: User, visitor_client: Client
):
    draw = published(council.contract, editor, council=council)
    fund = make_round(make_fund(council.contract), state="open").fund
    shown = {"place": place, "council": council}[page]

    text = read(visitor_client, shown.get_absolute_url())

    assert f'href="{draw.get_absolute_url()}"' in text
    assert f'href="{reverse("portal:fund", args=[fund.pk])}"' in text


def test_a_council_does_not_show_the_draw_of_another_one(
    council: Council, editor: User, visitor_client: Client
):
    other = make.make_council(council.contract, name="Conseil du Mas")
    published(council.contract, editor, council=other)
    assert "Collège d’habitants" not in read(visitor_client, council.get_absolute_url())


def test_a_draw_not_published_is_on_no_page(
    place: Area, council: Council, editor: User, visitor_client: Client
):
    draw = published(council.contract, editor)
    Draw.objects.filter(pk=draw.pk).update(state="prepared", commitment="")
    assert "Collège d’habitants" not in read(visitor_client, place.get_absolute_url())


def test_the_thread_of_a_draw_goes_up_to_the_contract_and_down_to_its_council(
    council: Council, editor: User
):
    contract = council.contract
    of_one = thread_of(published(contract, editor, council=council))
    of_all = thread_of(published(contract, editor, name="Jury"))
    assert [url for _label, url, _small in of_one["before"]] == [
        contract.get_absolute_url(),
        reverse("portal:draws", args=[contract.slug]),
    ]
    assert of_one["after"] == [("Conseil des Prés", council.get_absolute_url(), "")]
    councils = reverse("portal:councils", args=[contract.slug])
    assert of_all["after"] == [("Les conseils citoyens", councils, "")]


def test_the_home_page_leads_to_councils_draws_and_funds(
    contract: Contract, visitor_client: Client
):
    text = read(visitor_client, reverse("portal:home"))
    for name, args in (
        ("councils", [contract.slug]),
        ("draws", [contract.slug]),
        ("funds", []),
        ("fund_find", []),
        ("draw_how", []),
        ("draw_code", []),
    ):
        assert f'href="{reverse(f"portal:{name}", args=args)}"' in text


def test_a_vote_says_from_which_fund_and_council_it_comes(
    council: Council, editor: User, visitor_client: Client
):
    voted = make_votes.make_voted_round(council.contract)
    voted.fund.council = council
    voted.fund.save()
    vote, _codes = make_votes.opened(voted, editor, at=timezone.now())
    text = read(visitor_client, reverse("portal:vote", args=[vote.pk]))
    assert text.count(f'href="{council.get_absolute_url()}"') == 1
    assert text.count(f'href="{reverse("portal:fund", args=[voted.fund_id])}"') >= 2
