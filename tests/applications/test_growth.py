"""Lists read what a person may see, not the applications of the whole country."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.queries.lists import applications_for, listed
from ensemblier.calls.queries import open_calls
from tests.programming import Programming

PEOPLE = ("editor", "applicant", "co_applicant", "funder", "council_member")
READ_WHOLE = re.compile(r"^SCAN (?!CONSTANT)[a-zA-Z]\w*", re.MULTILINE)


@pytest.fixture(autouse=True)
def _explained() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("few rows are read whole by PostgreSQL, whatever the query")


@pytest.mark.parametrize("name", PEOPLE)
def test_rights_lead_to_applications_by_an_index(
    programming: Programming, request: pytest.FixtureRequest, name: str
) -> None:
    person: User = request.getfixturevalue(name)
    plan = listed(applications_for(person)).explain()
    assert READ_WHOLE.findall(plan.replace("SCAN (subquery", "")) == [], plan


def test_open_calls_are_found_among_those_of_all_years(programming: Programming) -> None:
    plan = open_calls(timezone.now()).explain()
    assert "calls_call_open" in plan, plan
