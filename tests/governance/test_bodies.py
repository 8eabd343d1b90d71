from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.governance import operations
from ensemblier.governance.enums import BodyKind, SessionState
from ensemblier.governance.models import Body, Seat
from tests import factories
from tests.factories import programming as make

DAY = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
SEAT = {"organization": None, "starts_on": DAY, "votes": True, "chairs": False, "title": ""}


@pytest.fixture
def body(contract: Contract) -> Body:
    return make.make_body(contract, name="CTP Emploi")


def at(name: str, body: Body, *args: object) -> str:
    return reverse(f"governance:{name}", args=[body.pk, *args])


def test_two_bodies_of_one_name_are_refused(body: Body, editor: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.create_body(
            contract=body.contract,
            values={"name": "CTP Emploi", "kind": BodyKind.PROGRAMMING},
            by=editor,
            at=NOW,
        )
    assert str(refused.value) == "Une instance de ce contrat porte déjà ce nom."


def test_reader_may_not_seat_anybody(body: Body, reader: User) -> None:
    with pytest.raises(NotAllowed):
        operations.add_seat(body=body, values=SEAT, full_name="Ana", by=reader, at=NOW)


def test_person_is_found_by_address_or_made_known(body: Body, editor: User, reader: User) -> None:
    known = operations.add_seat(
        body=body, values=SEAT, email=str(reader.email).upper(), by=editor, at=NOW
    )
    new = operations.add_seat(body=body, values=SEAT, full_name="Ana Neuf", by=editor, at=NOW)

    assert known.user == reader
    assert new.user is not None
    assert (new.user.full_name, new.user.email) == ("Ana Neuf", None)
    assert Entry.objects.filter(action="governance.add_seat").count() == 2


def test_seat_is_somebodys_and_once(body: Body, editor: User, reader: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.add_seat(body=body, values=SEAT, by=editor, at=NOW)
    assert str(refused.value) == "Indiquez une personne ou une structure."

    operations.add_seat(body=body, values=SEAT, email=str(reader.email), by=editor, at=NOW)
    with pytest.raises(InvalidInput) as refused:
        operations.add_seat(body=body, values=SEAT, email=str(reader.email), by=editor, at=NOW)
    assert str(refused.value) == "Cette personne ou cette structure siège déjà ici."


def test_seat_ends_once_and_stays_in_the_history(
    body: Body, editor: User, editor_client: Client
) -> None:
    seat = make.make_seat(body, starts_on=DAY, user=factories.make_user(full_name="Ana Passée"))

    operations.end_seat(seat=seat, on=datetime.date(2026, 2, 1), by=editor, at=NOW)

    with pytest.raises(Refused):
        operations.end_seat(seat=seat, on=datetime.date(2026, 2, 2), by=editor, at=NOW)
    page = editor_client.get(at("body", body)).content.decode()
    assert page.index("Ceux qui ont siégé") < page.index("Ana Passée")


def test_session_changes_until_it_begins(body: Body, editor: User) -> None:
    soon = NOW + datetime.timedelta(days=10)
    session = operations.plan_session(body=body, starts_at=soon, place="Mairie", by=editor, at=NOW)
    operations.update_session(session=session, values={"place": "Salle 2"}, by=editor, at=NOW)
    session.refresh_from_db()
    assert session.place == "Salle 2"

    operations.cancel_session(session=session, by=editor, at=NOW)
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    with pytest.raises(Refused) as refused:
        operations.update_session(session=session, values={"place": ""}, by=editor, at=NOW)
    assert str(refused.value) == "Cette séance a déjà eu lieu, ou elle est annulée."


def test_body_that_has_stopped_meets_no_more(body: Body, editor: User) -> None:
    operations.update_body(body=body, values={"is_active": False}, by=editor, at=NOW)

    with pytest.raises(Refused):
        operations.plan_session(body=body, starts_at=NOW, by=editor, at=NOW)


def test_team_keeps_bodies_from_the_list(contract: Contract, editor_client: Client) -> None:
    values = {"name": "CTP Santé", "kind": "programming", "is_active": "on"}
    editor_client.post(reverse("governance:create", args=[contract.slug]), values)
    body = Body.objects.get()
    seat = {"full_name": "Ana", "email": "ana@ville.test", "starts_on": "2026-01-01"}
    editor_client.post(at("add_seat", body), seat)
    held = Seat.objects.get()
    editor_client.post(at("edit_seat", body, held.pk), {"starts_on": "2026-01-01", "chairs": "on"})
    editor_client.post(at("plan_session", body), {"starts_at": "2030-03-01T14:00"})
    session = body.sessions.get()
    editor_client.post(
        at("edit_session", body, session.pk), {"starts_at": "2030-03-01T15:00", "place": "Mairie"}
    )

    held.refresh_from_db()
    session.refresh_from_db()
    assert held.chairs
    assert timezone.localtime(session.starts_at).strftime("%Y-%m-%d %H:%M") == "2030-03-01 15:00"
    editor_client.post(at("end_seat", body, held.pk), {"on": "2026-02-01"})
    editor_client.post(at("cancel_session", body, session.pk))
    editor_client.post(at("edit", body), {"name": "CTP Santé", "kind": "board"})
    body.refresh_from_db()
    assert (body.kind, body.is_active) == ("board", False)
    for name in ("export_seats", "export_sessions"):
        assert editor_client.get(at(name, body, "csv")).status_code == 200
    assert "CTP Santé" in editor_client.get(reverse("governance:list")).content.decode()


def test_others_find_nothing(body: Body, outsider_client: Client, reader_client: Client) -> None:
    assert outsider_client.get(at("body", body)).status_code == 404
    assert reader_client.get(at("body", body)).status_code == 200
    assert reader_client.get(at("edit", body)).status_code == 403


def test_as_many_queries_for_many_as_for_few(body: Body, reader_client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader_client.get(url).status_code == 200
        return len(captured)

    make.make_seat(body, organization=factories.make_organization())
    make.make_session(body)
    urls = [reverse("governance:list"), at("body", body)]
    before = [cost(url) for url in urls]
    for _number in range(5):
        make.make_seat(body)
        make.make_session(body)
        make.make_body(body.contract)

    assert [cost(url) for url in urls] == before
