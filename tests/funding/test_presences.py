"""Who else has the matrix open: told by the page while it is seen, forgotten soon after."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed
from ensemblier.funding.models import Presence
from ensemblier.funding.operations.presences import forget_presences, note_presence
from ensemblier.funding.queries.presences import present_with
from tests import factories
from tests.browser import PageMaker
from tests.conftest import client_of
from tests.factories import programming as make
from tests.funding.worlds import World

AT = datetime.datetime(2026, 11, 30, 10, 0, tzinfo=datetime.UTC)


def seconds(count: int) -> datetime.timedelta:
    return datetime.timedelta(seconds=count)


@pytest.fixture
def world(contract):
    return World(contract)


@pytest.fixture
def officer(world):
    return make.make_officer(world.region, user=factories.make_user(full_name="Rose Région"))


def names(user, world, at=AT):
    return [str(present) for present in present_with(user, world.call, at=at)]


def test_one_reads_who_else_is_there_and_for_which_funder(world, editor, officer):
    note_presence(call=world.call, by=editor, at=AT)
    note_presence(call=world.call, by=officer, at=AT)
    assert names(editor, world) == ["Rose Région (Région)"]
    assert names(officer, world) == ["Emma Écriture"]


def test_only_the_funders_of_the_call_are_named(world, editor, officer):
    elsewhere = make.make_funder(name="Mairie d’ailleurs")
    make.make_officer(elsewhere, user=officer)
    note_presence(call=world.call, by=officer, at=AT)
    assert names(editor, world) == ["Rose Région (Région)"]


def test_who_left_a_minute_ago_is_no_longer_there(world, editor, officer):
    note_presence(call=world.call, by=officer, at=AT)
    assert names(editor, world, AT + seconds(59)) == ["Rose Région (Région)"]
    assert names(editor, world, AT + seconds(60)) == []


def test_a_beat_writes_over_the_one_before_and_leaves_no_trail(world, officer):
    before = Entry.objects.count()
    for later in (0, 20, 40):
        note_presence(call=world.call, by=officer, at=AT + seconds(later))
    (presence,) = Presence.objects.all()
    assert (presence.user, presence.seen_at) == (officer, AT + seconds(40))
    assert presence.contract == world.call.contract
    assert Entry.objects.count() == before


def test_another_call_and_a_closed_account_say_nothing(world, editor, officer):
    other = World(factories.make_contract()).call
    note_presence(call=other, by=make.make_officer(other.envelopes.earliest("pk").funder), at=AT)
    note_presence(call=world.call, by=officer, at=AT)
    officer.is_active = False
    officer.save()
    assert names(editor, world) == []


def test_an_outsider_is_refused_and_unseen(world, outsider, outsider_client):
    with pytest.raises(NotAllowed):
        note_presence(call=world.call, by=outsider, at=AT)
    assert outsider_client.post(world.address("beat")).status_code == 404
    assert not Presence.objects.exists()


def test_a_beat_is_posted_and_answers_with_the_names(world, editor_client, officer):
    beat = world.address("beat")
    assert editor_client.get(beat).status_code == 405
    assert editor_client.post(beat).json() == {"company": ""}
    assert client_of(officer).post(beat).json() == {"company": "Avec vous\u00a0: Emma Écriture"}
    assert editor_client.post(beat).json() == {"company": "Avec vous\u00a0: Rose Région (Région)"}


def test_reading_the_page_writes_nobody_down(world, editor_client):
    assert editor_client.get(world.page).status_code == 200
    assert not Presence.objects.exists()


def test_a_beat_costs_the_same_for_two_people_or_twenty(
    world, editor_client, officer, django_assert_max_num_queries
):
    note_presence(call=world.call, by=officer, at=timezone.now())
    with django_assert_max_num_queries(10):
        editor_client.post(world.address("beat"))
    for _person in range(20):
        note_presence(call=world.call, by=make.make_officer(world.state), at=timezone.now())
    with django_assert_max_num_queries(10):
        editor_client.post(world.address("beat"))


def test_presences_are_forgotten_after_a_day(world, editor, officer):
    note_presence(call=world.call, by=editor, at=AT)
    note_presence(call=world.call, by=officer, at=AT + seconds(2))
    assert forget_presences(at=AT + datetime.timedelta(days=1, seconds=1), days=1) == 1
    assert Presence.objects.get().user == officer


@pytest.mark.browser
def test_two_people_meet_at_the_matrix(transactional_db, contract, editor, browser_page: PageMaker):
    world = World(contract)
    rose = make.make_officer(world.region, user=factories.make_user(full_name="Rose Région"))
    first = browser_page(user=rose)
    with first.expect_response("**/present/"):
        first.goto(world.page)
    expect(first.locator(".matrix-company")).to_be_empty()
    second = browser_page(user=editor)
    second.goto(world.page)
    expect(second.locator(".matrix-company")).to_have_text("Avec vous\u00a0: Rose Région (Région)")
    with first.expect_response("**/present/"):
        first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator(".matrix-company")).to_have_text("Avec vous\u00a0: Emma Écriture")
