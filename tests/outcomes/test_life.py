"""From a report handed in to a file that is closed."""

import datetime

import pytest

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.indicators.models import Value
from ensemblier.notices.models import Notice
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Measured
from ensemblier.outcomes.operations import (
    NotReady,
    accept_report,
    ask_completion,
    open_report,
    reopen_report,
    submit_report,
)
from ensemblier.outcomes.queries.money import money_of
from tests.factories import programming as make
from tests.outcomes.building import AT, Done, fill, make_done

pytestmark = pytest.mark.django_db
LATER = AT + datetime.timedelta(days=10)


@pytest.fixture
def done(contract) -> Done:
    done = make_done(contract)
    open_report(application=done.application, by=None, at=AT)
    Notice.objects.all().delete()
    return done


def submitted(done: Done, **amounts: int):
    return submit_report(report=fill(done, **amounts), by=done.president, at=AT)


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "text"))


def test_what_is_missing_is_told_step_by_step(done):
    with pytest.raises(NotReady) as refusal:
        submit_report(report=done.report, by=done.president, at=AT)
    assert [(item.step, item.key) for item in refusal.value.obstacles] == [
        ("recit", "narrative"),
        ("recit", "dates_and_places"),
        ("recit", "objectives_reached"),
        ("budget", "actual-604"),
        ("budget", "actual-641"),
        ("budget", f"received-{done.request.pk}"),
        ("budget", "actual-own"),
        ("depot", "signed_by"),
        ("depot", "signed_as"),
    ]
    assert done.report.state == ReportState.DUE


def test_a_gap_must_be_explained(done):
    report = fill(done, spent=80_000)
    done.application.budget_lines.update(variance_reason="")
    with pytest.raises(NotReady) as refusal:
        submit_report(report=report, by=done.president, at=AT)
    assert [item.sentence for item in refusal.value.obstacles] == [
        "Expliquez l’écart de la ligne «\u00a0Rémunération des personnels\u00a0»\u00a0: "
        "700\u00a0€ prévus, 500\u00a0€ réalisés."
    ]


def test_the_team_is_told_that_a_report_came(done, editor):
    report = submitted(done)
    assert (report.state, report.submitted_at) == (ReportState.SUBMITTED, AT)
    assert told() == [
        ("outcomes.report_submitted", f"Le bilan du dossier {done.application} est arrivé.")
    ]
    assert Notice.objects.get().user == editor


def test_results_become_values_once(done):
    Measured.objects.create(report=done.report, indicator=done.indicator, value=60)
    report = submitted(done)
    values = Value.objects.values_list("indicator", "year", "value", "source", "entered_by")
    expected = (done.indicator.pk, 2026, 60, f"outcomes.report:{report.pk}", done.president.pk)
    assert list(values) == [expected]


def test_a_report_completed_replaces_its_own_values_and_no_others(done, editor):
    Measured.objects.create(report=done.report, indicator=done.indicator, value=60)
    Value.objects.create(
        contract=done.application.contract,
        indicator=done.indicator,
        year=2026,
        value=7,
        entered_at=AT,
    )
    report = submitted(done)
    ask_completion(
        report=report, text="Comptez juin.", due_on=datetime.date(2027, 4, 1), by=editor, at=AT
    )
    Measured.objects.update(value=64)
    submit_report(report=done.report, by=done.president, at=LATER)
    assert sorted(Value.objects.values_list("value", flat=True)) == [7, 64]


def test_the_team_gives_a_report_back_until_a_day(done, editor):
    report = submitted(done)
    Notice.objects.all().delete()
    ask_completion(
        report=report,
        text="Il manque les émargements.",
        due_on=datetime.date(2027, 7, 15),
        by=editor,
        at=AT,
    )
    report = done.report
    assert report.state == ReportState.TO_COMPLETE
    assert report.completion_due_on == datetime.date(2027, 7, 15)
    assert report.due_on == datetime.date(2027, 7, 15)
    assert [row.reason for row in report.steps.filter(transition="ask_completion")] == [
        "Il manque les émargements."
    ]
    assert told() == [
        (
            "outcomes.report_completion",
            f"Le bilan du dossier {done.application} est à compléter avant le 15 juillet 2027.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "due_on", "field"),
    [(" ", "2027-07-01", "text"), ("Encore", "2027-03-01", "due_on")],
)
def test_a_completion_says_what_and_until_when(done, editor, text, due_on, field):
    report = submitted(done)
    with pytest.raises(InvalidInput) as refusal:
        ask_completion(
            report=report, text=text, due_on=datetime.date.fromisoformat(due_on), by=editor, at=AT
        )
    assert refusal.value.field == field
    assert done.report.state == ReportState.SUBMITTED


def test_an_accepted_report_justifies_what_was_paid_and_closes_the_file(done, editor):
    accept_report(report=submitted(done), by=editor, at=LATER)
    done.request.refresh_from_db()
    done.application.refresh_from_db()
    assert (done.report.state, done.report.accepted_at) == (ReportState.ACCEPTED, LATER)
    assert done.request.state == LineState.JUSTIFIED
    assert done.application.state == ApplicationState.CLOSED
    assert told()[-1] == (
        "outcomes.report_accepted",
        f"Le bilan du dossier {done.application} est accepté.",
    )


def test_a_file_with_money_to_pay_stays_open(contract, editor):
    done = make_done(contract, paid=0)
    open_report(application=done.application, by=None, at=AT)
    accept_report(report=submitted(done), by=editor, at=LATER)
    done.request.refresh_from_db()
    done.application.refresh_from_db()
    assert done.request.state == LineState.GRANTED
    assert done.application.state == ApplicationState.DECIDED


def test_an_acceptance_can_be_taken_back_with_a_reason(done, editor):
    accept_report(report=submitted(done), by=editor, at=LATER)
    with pytest.raises(InvalidInput):
        reopen_report(report=done.report, reason=" ", by=editor, at=LATER)
    reopen_report(report=done.report, reason="Une facture était fausse.", by=editor, at=LATER)
    assert (done.report.state, done.report.accepted_at) == (ReportState.SUBMITTED, None)


def test_nobody_accepts_their_own_report(done, editor):
    make.make_member(done.application.action.bearer, user=editor)
    report = submitted(done)
    with pytest.raises(NotAllowed):
        accept_report(report=report, by=editor, at=AT)


def test_a_reader_and_the_applicant_do_not_examine(done, reader):
    report = submitted(done)
    for person in (reader, done.president):
        with pytest.raises(NotAllowed):
            accept_report(report=report, by=person, at=AT)
        with pytest.raises(NotAllowed):
            ask_completion(
                report=report, text="x", due_on=datetime.date(2027, 9, 1), by=person, at=AT
            )


@pytest.mark.parametrize("state", [ReportState.DUE, ReportState.DRAFT, ReportState.TO_COMPLETE])
def test_what_did_not_come_is_not_accepted(done, editor, state):
    report = done.report
    report.state = state
    report.save()
    with pytest.raises(Refused):
        accept_report(report=report, by=editor, at=AT)


def test_a_report_is_not_handed_in_twice(done):
    report = submitted(done)
    with pytest.raises(Refused):
        submit_report(report=report, by=done.president, at=LATER)


def test_an_action_that_cost_less_gives_back_its_part(done):
    fill(done, spent=75_000)
    money = money_of(done.report)
    assert (money.planned.expenses, money.actual.expenses, money.agreed) == (
        100_000,
        75_000,
        100_000,
    )
    ((award, item),) = money.settlements
    assert (award, item.earned, item.to_give_back) == (done.award, 45_000, 15_000)
    assert money.to_give_back == 15_000
