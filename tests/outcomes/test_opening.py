"""Reports that become due, and the reminders until they come."""

import datetime
import io

import pytest
from django.core.management import call_command

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.funding.enums import Verdict
from ensemblier.funding.operations.decisions import Decided, decide_lines, revise_decision
from ensemblier.notices.models import Notice
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations import (
    open_missing_reports,
    open_report,
    remind_reports,
)
from tests.factories import programming as make
from tests.outcomes.building import AT, Done, make_done

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def day(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}T08:00+00:00")


def test_a_granted_application_owes_a_report_six_months_after_its_year(contract, editor):
    done = make_done(contract)
    report = open_report(application=done.application, by=editor, at=AT)
    assert report.due_on == datetime.date(2027, 6, 30)
    assert report.state == ReportState.DUE
    assert report.contract == contract
    assert told() == [f"Le bilan du dossier {done.application} est attendu pour le 30 juin 2027."]
    entry = Entry.objects.get(action="outcomes.open_report")
    assert (entry.actor, entry.contract_id) == (editor, contract.pk)


def test_the_call_says_how_many_months(contract, editor):
    done = make_done(contract)
    done.application.call.rules.create(code="report_months", value=3)
    report = open_report(application=done.application, by=editor, at=AT)
    assert report.due_on == datetime.date(2027, 3, 31)


def test_a_report_is_opened_once(contract, editor):
    done = make_done(contract)
    first = open_report(application=done.application, by=editor, at=AT)
    assert open_report(application=done.application, by=editor, at=AT) == first
    assert len(told()) == 1


@pytest.mark.parametrize("state", [LineState.REFUSED, LineState.POSTPONED, LineState.PROPOSED])
def test_without_money_there_is_no_report(contract, editor, state):
    done = make_done(contract)
    done.request.state = state
    done.request.save()
    with pytest.raises(Refused, match="aucun financement"):
        open_report(application=done.application, by=editor, at=AT)


def test_what_was_justified_elsewhere_owes_no_report(contract):
    """A past year read from a spreadsheet."""
    done = make_done(contract, state=ApplicationState.CLOSED)
    done.request.state = LineState.JUSTIFIED
    done.request.save()
    assert vars(remind_reports(at=day("2027-09-01"))) == {"opened": 0, "reminded": 0, "late": 0}


def test_nothing_is_owed_before_the_decision(contract, editor):
    done = make_done(contract, state=ApplicationState.IN_APPRAISAL)
    with pytest.raises(Refused):
        open_report(application=done.application, by=editor, at=AT)


def make_waiting(contract) -> Done:
    """In appraisal, with a funder that has not decided yet."""
    done = make_done(contract, paid=0, state=ApplicationState.IN_APPRAISAL)
    done.award.delete()
    done.request.state = LineState.REQUESTED
    done.request.save()
    return done


def decide(done: Done, verdict: Verdict, by, cents: int = 0, reason: str = "") -> None:
    decide_lines(
        call=done.application.call,
        decisions=[Decided(done.request.pk, verdict, cents)],
        decided_on=AT.date(),
        by=by,
        at=AT,
        reason=reason,
    )
    done.application.refresh_from_db()
    done.request.refresh_from_db()


def test_a_decision_opens_the_report_at_once(contract, editor):
    done = make_waiting(contract)
    decide(done, Verdict.GRANT, editor, 50_000)
    assert done.application.state == ApplicationState.DECIDED
    assert (done.report.state, done.report.due_on) == (
        ReportState.DUE,
        datetime.date(2027, 6, 30),
    )
    assert told() == [
        f"La décision sur votre dossier {done.application.reference} "
        "«\u00a0Un potager\u00a0» est connue.",
        f"Le bilan du dossier {done.application} est attendu pour le 30 juin 2027.",
    ]
    assert Entry.objects.get(action="outcomes.open_report").actor == editor
    assert vars(remind_reports(at=AT)) == {"opened": 0, "reminded": 0, "late": 0}


def test_a_decision_that_grants_nothing_opens_no_report(contract, editor):
    done = make_waiting(contract)
    decide(done, Verdict.REFUSE, editor, reason="Crédits épuisés.")
    assert done.application.state == ApplicationState.DECIDED
    assert not Report.objects.exists()


def test_no_report_is_opened_while_another_funder_still_decides(contract, editor):
    done = make_waiting(contract)
    make.make_request(done.application, make.make_funder(name="Commune"), amount_cents=10_000)
    decide(done, Verdict.GRANT, editor, 50_000)
    assert done.application.state == ApplicationState.IN_APPRAISAL
    assert not Report.objects.exists()


def test_a_decision_taken_again_keeps_its_report(contract, editor):
    done = make_waiting(contract)
    decide(done, Verdict.GRANT, editor, 50_000)
    report = done.report
    revise_decision(request=done.request, reason="Une erreur.", by=editor, at=AT)
    decide(done, Verdict.GRANT, editor, 40_000)
    assert done.application.state == ApplicationState.DECIDED
    assert done.report == report
    assert Entry.objects.filter(action="outcomes.open_report").count() == 1


def test_the_team_opens_all_that_is_missing_in_its_contract(contract, editor, reader):
    done, elsewhere = make_done(contract), make_done(make.make_call().contract)
    with pytest.raises(NotAllowed):
        open_missing_reports(contract=contract, by=reader, at=AT)
    opened = open_missing_reports(contract=contract, by=editor, at=AT)
    assert [report.application for report in opened] == [done.application]
    assert open_missing_reports(contract=contract, by=editor, at=AT) == []
    assert not Report.objects.filter(application=elsewhere.application).exists()


def test_the_daily_run_opens_then_reminds_at_its_days(contract):
    done = make_done(contract)
    name = str(done.application)
    assert vars(remind_reports(at=day("2027-03-01"))) == {"opened": 1, "reminded": 0, "late": 0}
    assert vars(remind_reports(at=day("2027-04-30"))) == {"opened": 0, "reminded": 0, "late": 0}
    assert vars(remind_reports(at=day("2027-05-01"))) == {"opened": 0, "reminded": 1, "late": 0}
    assert vars(remind_reports(at=day("2027-05-01"))) == {"opened": 0, "reminded": 0, "late": 0}
    assert vars(remind_reports(at=day("2027-07-16"))) == {"opened": 0, "reminded": 1, "late": 1}
    assert told() == [
        f"Le bilan du dossier {name} est attendu pour le 30 juin 2027.",
        f"Le bilan du dossier {name} est attendu pour le 30 juin 2027.",
        f"Le bilan du dossier {name} était attendu le 30 juin 2027\u00a0: il est en retard.",
    ]


def test_the_team_hears_of_what_is_late(contract, editor):
    done = make_done(contract)
    remind_reports(at=day("2027-03-01"))
    remind_reports(at=day("2027-07-16"))
    assert list(Notice.objects.filter(user=editor).values_list("text", flat=True)) == [
        f"Relancé\u00a0: le bilan du dossier {done.application}, attendu le 30 juin 2027."
    ]


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.ACCEPTED])
def test_what_came_is_not_asked_for_again(contract, state):
    done = make_done(contract)
    make.make_report(done.application, state=state, accepted_at=AT)
    assert vars(remind_reports(at=day("2027-09-01"))) == {"opened": 0, "reminded": 0, "late": 0}
    assert told() == []


def test_the_command_says_what_it_did(contract):
    make_done(contract)
    out = io.StringIO()
    call_command("remind_reports", stdout=out)
    assert out.getvalue().startswith("1 bilan ouvert, ")
    out = io.StringIO()
    call_command("remind_reports", "--json", stdout=out)
    assert '"opened": 0' in out.getvalue()
