"""Asking back what an action did not earn."""

import pytest
from django.urls import reverse

from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.funding.models import Recovery
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations import ask_money_back, open_report, submit_report
from ensemblier.outcomes.queries.money import money_of
from tests.outcomes.building import AT, Done, fill, make_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(contract) -> Done:
    """750 € spent of 1 000 € agreed: the State's 600 € become 450 €."""
    done = make_done(contract)
    open_report(application=done.application, by=None, at=AT)
    submit_report(report=fill(done, spent=75_000), by=done.president, at=AT)
    return done


def ask(done: Done, by, cents=15_000, reason="Un atelier de moins."):
    amounts = {done.award.pk: cents}
    return ask_money_back(report=done.report, amounts=amounts, reason=reason, by=by, at=AT)


def test_the_team_asks_back_what_the_rule_computes(done, editor):
    assert money_of(done.report).left_to_ask == [(done.award, 15_000)]
    (recovery,) = ask(done, editor)
    assert (recovery.award, recovery.amount_cents) == (done.award, 15_000)
    assert (recovery.reason, recovery.asked_on) == ("Un atelier de moins.", AT.date())
    assert money_of(done.report).left_to_ask == []


def test_what_was_asked_already_is_proposed_no_more(done, editor):
    ask(done, editor, 4_000)
    assert money_of(done.report).left_to_ask == [(done.award, 11_000)]


def test_nothing_is_asked_back_that_was_not_paid(done, editor):
    with pytest.raises(InvalidInput):
        ask(done, editor, 60_001)
    assert Recovery.objects.count() == 0


@pytest.mark.parametrize("cents", [None, 0])
def test_an_amount_is_needed(done, editor, cents):
    with pytest.raises(InvalidInput, match="au moins un montant"):
        ask(done, editor, cents)


def test_a_reason_is_needed(done, editor):
    with pytest.raises(InvalidInput):
        ask(done, editor, reason=" ")
    assert Recovery.objects.count() == 0


def test_only_the_team_asks_back_and_only_once_the_report_came(done, editor, reader):
    for person in (reader, done.president):
        with pytest.raises(NotAllowed):
            ask(done, person)
    Report.objects.update(state=ReportState.DRAFT)
    with pytest.raises(Refused, match="déposé"):
        ask(done, editor)


def test_the_page_proposes_the_amount_and_its_reason(done, editor_client):
    address = reverse("outcomes:ask_money_back", args=[done.report.pk])
    form = editor_client.get(address).context["form"]
    assert form[f"award-{done.award.pk}"].value() == "150"
    assert form["reason"].value() == (
        "L’action a coûté 750\u00a0€, pour un coût convenu de 1\u202f000\u00a0€\u00a0: "
        "l’aide est réduite dans la même proportion."
    )
    refused = editor_client.post(
        address, {f"award-{done.award.pk}": "12,3.4", "reason": "Rien à voir"}
    )
    assert refused.status_code == 200
    assert "12,3.4" in refused.content.decode()
    editor_client.post(address, {f"award-{done.award.pk}": "99,50", "reason": "Convenu"})
    assert Recovery.objects.get().amount_cents == 9_950
