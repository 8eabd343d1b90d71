"""Opinions on the public page of a council: those it chose to publish, without a name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ensemblier.contracts.models import Contract
from ensemblier.councils.models import Council
from tests import factories
from tests.factories import programming as make
from tests.factories.consultations import make_consultation


@pytest.fixture
def council(contract: Contract) -> Council:
    return make.make_council(contract, name="Conseil des Prés")


def publish(council: Council, **fields: object) -> None:
    mandate = make.make_mandate(council, factories.make_user(full_name="Ana Présente"))
    values = {"state": "answered", "published_at": timezone.now(), "given_by": mandate.user}
    row = make_consultation(council, **{**values, **fields})
    row.present.set([mandate])


def test_only_what_is_published_and_no_name(council: Council, visitor_client: Client) -> None:
    publish(council, title="Le banc", value="reserved", text="À l’ombre.", others_present=2)
    publish(council, title="Le secret", published_at=None)

    page = visitor_client.get(council.get_absolute_url()).content.decode()

    assert "Le banc" in page
    assert "favorable avec réserves" in page
    assert "1 habitant, 2 autres personnes" in page
    assert "À l’ombre." in page
    assert "Le secret" not in page
    assert "Ana Présente" not in page


def test_as_many_queries_for_many_as_for_few(council: Council, visitor_client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            url = f"{council.get_absolute_url()}?{timezone.now().timestamp()}"
            assert visitor_client.get(url).status_code == 200
        return len(captured)

    publish(council)
    before = cost()
    for _number in range(4):
        publish(council)
    assert cost() == before
