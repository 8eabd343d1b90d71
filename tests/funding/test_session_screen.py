"""The screen of a session: what the room sees, and the money that funders write on it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.appraisal.models import Recusal, SheetNote
from ensemblier.funding.models import Award
from ensemblier.governance.models import Session
from tests import factories
from tests.conftest import client_of
from tests.factories import programming as make
from tests.programming import Programming

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(programming: Programming) -> Session:
    body = make.make_body(programming.call.contract)
    make.make_committee(programming.call, body)
    return make.make_session(body)


@pytest.fixture
def note(programming: Programming, session: Session) -> SheetNote:
    return put(session, programming.application, 1)


def put(session, application, rank):
    return SheetNote.objects.create(
        contract=session.contract, session=session, application=application, rank=rank
    )


def address(note, name="session"):
    return reverse(f"funding:{name}", args=[note.session_id, note.pk])


def recuse(programming: Programming, user: User) -> None:
    Recusal.objects.create(
        contract=programming.call.contract,
        call=programming.call,
        user=user,
        organization=programming.bearer,
        reason="Lien.",
        declared_by=user,
        declared_at=programming.call.opens_at,
    )


def test_the_room_reads_who_what_where_and_how_much(programming, note, editor):
    make.make_opinion(programming.application, programming.envelope.funder, value="reserved")
    seen = client_of(editor).get(address(note)).content.decode()
    for words in (
        programming.application.title,
        "La Ronde",
        "Le Pont",
        "Les Prés",
        "1\u202f000\u00a0€",
        "favorable avec réserves",
        "reste 10\u202f000\u00a0€",
    ):
        assert words in seen
    assert 'value="500"' in seen


def test_next_and_previous_are_always_there(programming, note, editor):
    second = put(note.session, make.make_application(programming.call, state="admissible"), 2)
    agenda = reverse("appraisal:session", args=[note.session_id])
    client = client_of(editor)
    first_page = client.get(address(note)).content.decode()
    assert f'data-previous="{agenda}" data-next="{address(second)}"' in first_page
    second_page = client.get(address(second)).content.decode()
    assert f'data-previous="{address(note)}" data-next="{agenda}"' in second_page


def test_a_funder_writes_its_own_amount_and_no_other(programming, note, funder):
    region = make.make_funder(name="Région")
    make.make_envelope(programming.call, region)
    other = make.make_request(programming.application, region)
    data = {
        f"proposed-{programming.request.pk}": "750,50",
        f"seen-{programming.request.pk}": "50000",
        f"proposed-{other.pk}": "10",
        f"seen-{other.pk}": "",
    }
    response = client_of(funder).post(address(note, "session_amounts"), data)
    assert response.url == f"{address(note)}#montants"
    programming.award.refresh_from_db()
    assert programming.award.proposed_cents == 750_50
    assert not Award.objects.filter(request=other).exists()


def test_good_amounts_are_written_and_the_others_come_back_as_typed(programming, note, editor):
    region = make.make_funder(name="Région")
    make.make_envelope(programming.call, region)
    other = make.make_request(programming.application, region, amount_cents=100_00)
    data = {
        f"proposed-{programming.request.pk}": "12,3.4",
        f"seen-{programming.request.pk}": "50000",
        f"proposed-{other.pk}": "80",
        f"seen-{other.pk}": "",
    }
    response = client_of(editor).post(address(note, "session_amounts"), data)
    assert response.status_code == 422
    seen = response.content.decode()
    assert "n’est pas un montant" in seen and 'value="12,3.4"' in seen
    assert Award.objects.get(request=other).proposed_cents == 80_00
    programming.award.refresh_from_db()
    assert programming.award.proposed_cents == 500_00
    data = {f"proposed-{other.pk}": "101", f"seen-{other.pk}": "8000"}
    response = client_of(editor).post(address(note, "session_amounts"), data)
    assert response.status_code == 422
    assert Award.objects.get(request=other).proposed_cents == 80_00


def test_an_amount_that_another_changed_is_not_overwritten(programming, note, editor):
    number = programming.request.pk
    data = {f"proposed-{number}": "900", f"seen-{number}": "40000"}
    response = client_of(editor).post(address(note, "session_amounts"), data)
    assert response.status_code == 422
    programming.award.refresh_from_db()
    assert programming.award.proposed_cents == 500_00


def test_who_stays_out_reads_the_title_alone(programming, note, funder):
    make.make_opinion(
        programming.application,
        programming.envelope.funder,
        value="favourable",
        comment="Très utile.",
    )
    note.text = "On en parle."
    note.save()
    recuse(programming, funder)
    seen = client_of(funder).get(address(note)).content.decode()
    assert programming.application.title in seen and "Déport" in seen
    for hidden in ("Très utile.", "On en parle.", "1\u202f000", "500"):
        assert hidden not in seen
    data = {f"proposed-{programming.request.pk}": "1"}
    assert client_of(funder).post(address(note, "session_amounts"), data).status_code == 403


def test_a_closed_session_is_read_only(programming, note, editor):
    note.session.state = "closed"
    note.session.save()
    client = client_of(editor)
    seen = client.get(address(note)).content.decode()
    assert "data-minutes" not in seen and "Enregistrer les montants" not in seen
    data = {f"proposed-{programming.request.pk}": "1"}
    assert client.post(address(note, "session_amounts"), data).status_code == 403


def test_who_sits_reads_and_writes_nothing(programming, note):
    seated = factories.make_user()
    make.make_seat(note.session.body, user=seated)
    client = client_of(seated)
    seen = client.get(address(note)).content.decode()
    assert "La Ronde" in seen and "data-minutes" not in seen
    data = {f"proposed-{programming.request.pk}": "1"}
    assert client.post(address(note, "session_amounts"), data).status_code == 403


@pytest.mark.parametrize("person", ["outsider", "applicant", "council_member", "other_funder"])
def test_others_do_not_know_that_it_exists(note, person, request):
    client = client_of(request.getfixturevalue(person))
    assert client.get(address(note)).status_code == 404


def test_the_screen_costs_the_same_on_a_long_agenda(
    programming, note, editor, django_assert_max_num_queries
):
    client = client_of(editor)
    client.get(address(note))
    with django_assert_max_num_queries(40) as few:
        client.get(address(note))
    for rank in range(2, 14):
        row = make.make_application(programming.call, state=ApplicationState.ADMISSIBLE)
        put(note.session, row, rank)
        make.make_request(programming.application)
        make.make_opinion(programming.application, make.make_council(programming.call.contract))
    with django_assert_max_num_queries(40) as many:
        client.get(address(note))
    assert len(many) == len(few)
