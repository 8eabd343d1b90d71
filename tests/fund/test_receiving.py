"""A request arrives: from a phone, from a sheet of paper; its limits, its bearer."""

from __future__ import annotations

import datetime

import pytest

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.fund.enums import BearerKind, Channel, RequestState
from ensemblier.fund.models import Bearer, FundRequest
from ensemblier.fund.operations.examining import ask_completion
from ensemblier.fund.operations.receiving import (
    Cost,
    Who,
    complete_request,
    receive_request,
    update_request,
)
from tests import factories
from tests.factories import fund as make
from tests.factories import programming

pytestmark = pytest.mark.django_db

AT, DAY = make.AT, datetime.timedelta(days=1)
NADEGE = Who(kind=BearerKind.RESIDENT, name="Nadège Bobine", phone="06 12 34 56 78")


def values(**fields: object) -> dict[str, object]:
    return {
        "title": "Cinéma dans la cour",
        "description": "Un film, un drap.",
        "starts_on": make.TODAY + 30 * DAY,
        "ends_on": None,
        "place": "la cour",
        "audience": "tout le quartier",
        "people": 100,
        "asked_cents": 400_00,
        "area": None,
        **fields,
    }


def send(round, who=NADEGE, *, by=None, at=AT, costs=(("film", 250_00), ("drap", 150_00)), **more):
    fields = {name: more.pop(name) for name in list(more) if name in values()}
    return receive_request(
        round=round,
        values=values(**fields),
        costs=[Cost(label, cents) for label, cents in costs],
        who=who,
        by=by,
        at=at,
        **more,
    )


def test_a_resident_asks_from_a_phone():
    round = make.make_round(make.make_fund(code="FPH"))

    request = send(round)

    assert (request.reference, request.state) == ("FPH-2026-001", RequestState.RECEIVED)
    assert [(one.label, one.planned_cents) for one in request.lines.all()] == [
        ("film", 250_00),
        ("drap", 150_00),
    ]
    assert (request.bearer.name, request.bearer.phone) == ("Nadège Bobine", "0612345678")
    assert [step.target for step in request.steps.all()] == ["received"]
    assert len(request.code) == 14


def test_the_trail_names_no_resident():
    send(make.make_round())
    told = Entry.objects.get(action="fund.receive_request")
    assert "Nadège" not in f"{told.summary} {told.changes}"


def test_requests_are_numbered_in_order():
    round = make.make_round(make.make_fund(code="FPH"))
    second = Who(kind=BearerKind.RESIDENT, name="Ali", phone="0611111111")
    assert [send(round).reference, send(round, second).reference] == [
        "FPH-2026-001",
        "FPH-2026-002",
    ]


@pytest.mark.parametrize("phone", ["+33 6 12 34 56 78", "06.12.34.56.78", "0612345678"])
def test_the_same_telephone_is_the_same_bearer(phone):
    round = make.make_round()
    first = send(round)
    again = send(round, Who(kind=BearerKind.RESIDENT, name="Nadège", phone=phone), title="Autre")
    assert again.bearer == first.bearer


def test_a_stranger_gives_nobody_else_s_answers_an_address(mailoutbox):
    """Who knows a telephone number could otherwise read the answers of its owner."""
    round = make.make_round()
    first = send(round)
    stranger = Who(
        kind=BearerKind.RESIDENT, name="Xavier", email="x@example.org", phone=NADEGE.phone
    )
    again = send(round, stranger, title="Autre")
    assert again.bearer == first.bearer
    assert Bearer.objects.get().email == ""
    assert mailoutbox == []


def test_the_team_adds_what_it_learns_of_a_bearer():
    round = make.make_round()
    send(round)
    editor = factories.make_user()
    factories.make_role(editor, round.contract)
    told = Who(kind=BearerKind.RESIDENT, name="Nadège", email="n@example.org", phone=NADEGE.phone)
    send(round, told, by=editor, channel=Channel.PAPER, title="Autre")
    assert (Bearer.objects.get().name, Bearer.objects.get().email) == (
        "Nadège Bobine",
        "n@example.org",
    )


def test_a_council_of_another_contract_has_no_say():
    """Nor do its members, who would enter requests in a fund that is not theirs."""
    round, elsewhere = make.make_round(), programming.make_council()
    member = programming.make_mandate(elsewhere).user
    with pytest.raises(InvalidInput, match="autre contrat") as refusal:
        send(round, by=member, council=elsewhere, channel=Channel.PAPER)
    assert refusal.value.field == "council"


def test_an_association_is_known_by_its_file():
    round = make.make_round()
    ronde = factories.make_organization(name="La Ronde")
    who = [
        Who(kind=BearerKind.ASSOCIATION, name="Ronde", email=email, organization=ronde)
        for email in ("a@example.org", "b@example.org")
    ]
    assert send(round, who[0]).bearer == send(round, who[1], title="Autre").bearer


def test_the_same_words_sent_twice_are_one_request():
    round = make.make_round()
    assert send(round).pk == send(round).pk
    assert FundRequest.objects.count() == 1


def test_somebody_who_leaves_no_contact_is_asked_for_one():
    with pytest.raises(InvalidInput, match="adresse électronique ou un numéro") as refusal:
        send(make.make_round(), Who(kind=BearerKind.RESIDENT, name="Nadège"))
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"asked_cents": 700_01}, "asked_cents", "700\xa0€ au plus pour une action"),
        ({"asked_cents": 400_01}, "asked_cents", "vos dépenses font 400\xa0€"),
        ({"starts_on": make.TODAY + 14 * DAY}, "starts_on", "à partir du 17 mars 2026"),
    ],
)
def test_what_is_out_of_the_rules_is_told_beside_its_field(fields, field, sentence):
    round = make.make_round(min_delay_days=15)
    costs = (("tout", 800_00),) if fields.get("asked_cents") == 700_01 else (("tout", 400_00),)
    with pytest.raises(InvalidInput, match=sentence) as refusal:
        send(round, costs=costs, **fields)
    assert refusal.value.field == field
    assert (FundRequest.objects.count(), Bearer.objects.count()) == (0, 0)


def test_a_round_opens_and_closes_at_the_minute():
    round = make.make_round()
    instant = datetime.timedelta(seconds=1)
    with pytest.raises(Refused, match="ne reçoit pas"):
        send(round, at=round.opens_at - instant)
    send(round, at=round.opens_at)
    with pytest.raises(Refused, match="ne reçoit pas"):
        send(round, at=round.closes_at, title="Trop tard")


def test_the_team_enters_the_day_after_a_sheet_given_in_time():
    round = make.make_round()
    editor = factories.make_user()
    factories.make_role(editor, round.contract)

    request = send(round, by=editor, at=round.closes_at + DAY, channel=Channel.PAPER)

    assert (request.channel, request.entered_by) == ("paper", editor)


def test_a_member_enters_for_their_own_council_only():
    round = make.make_round()
    council, other = (programming.make_council(round.contract) for _rank in range(2))
    member = programming.make_mandate(council).user

    assert send(round, by=member, council=council).council == council
    with pytest.raises(NotAllowed, match="membres du conseil"):
        send(round, by=member, council=other, title="Ailleurs")


def test_what_was_missing_is_answered_with_the_code(editor, contract):
    round = make.make_round(make.make_fund(contract))
    request = send(round)
    ask_completion(
        request=request, missing="Le devis.", due_on=make.TODAY + 5 * DAY, by=editor, at=AT
    )

    done = complete_request(
        request=request,
        values=values(description="Voici le devis."),
        costs=[Cost("film", 400_00)],
        by=None,
        at=AT + DAY,
    )

    assert (done.state, done.completion_due_on) == (RequestState.RECEIVED, None)
    assert [line.label for line in done.lines.all()] == ["film"]
    with pytest.raises(Refused, match="Rechargez"):
        complete_request(
            request=done, values=values(), costs=[Cost("film", 400_00)], by=None, at=AT
        )


def test_a_correction_by_the_team_is_told_without_free_words(editor, contract):
    request = send(make.make_round(make.make_fund(contract)))
    update_request(
        request=request,
        values=values(people=60, description="Chez Mme Untel."),
        costs=[Cost("film", 400_00)],
        by=editor,
        at=AT,
    )
    told = Entry.objects.get(action="fund.update_request").changes
    assert told["people"] == [100, 60]
    assert told["description"] == []
    assert told["costs"] == [[["film", 25000], ["drap", 15000]], [["film", 40000]]]
