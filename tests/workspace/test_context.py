"""The menu of each kind of person."""

from __future__ import annotations

import pytest

from ensemblier.workspace.context import keys_for
from tests.factories import make_organization
from tests.factories import programming as make

pytestmark = pytest.mark.django_db

THE_YEAR = {
    *("calls", "applications", "appraisal", "sessions"),
    *("funding", "agreements", "reports", "figures"),
}


def test_a_reader_of_the_contract_sees_the_contract_and_the_year(reader):
    assert keys_for(reader) == {"home"} | THE_YEAR | {
        *("contracts", "plans", "governance", "councils", "consultations", "fund", "draws"),
        *("territories", "organizations"),
    }


def test_an_officer_of_a_funder_sees_the_year_and_the_funds():
    assert keys_for(make.make_officer(make.make_funder())) == {"home", "fund"} | THE_YEAR


def test_a_person_of_an_association_sees_their_files_and_reports():
    member = make.make_member(make_organization())
    assert keys_for(member) == {"home", "my_organization", "applications", "reports"}


def test_a_member_of_a_council_gives_opinions_and_reads_its_fund():
    assert keys_for(make.make_mandate(make.make_council()).user) == {
        *("home", "appraisal", "consultations", "councils", "fund"),
    }


def test_who_works_for_nobody_yet_is_led_to_their_organization(outsider):
    assert keys_for(outsider) == {"home", "my_organization"}
