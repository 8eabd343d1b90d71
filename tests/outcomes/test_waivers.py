"""A late report blocks one more year, unless the team says otherwise and why."""

import datetime

import pytest

from ensemblier.applications.checks import obstacles_of
from ensemblier.applications.enums import LineState
from ensemblier.applications.operations.renewing import renew_application
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.operations import give_waiver, remind_reports, take_back_waiver
from tests import factories
from tests.factories import programming as make
from tests.outcomes.building import AT, make_done

pytestmark = pytest.mark.django_db
LATE = datetime.date(2020, 1, 1)


@pytest.fixture
def done(contract):
    done = make_done(contract)
    make.make_report(done.application, due_on=LATE)
    return done


@pytest.fixture
def next_call(done):
    return make.make_call(done.application.contract, year=2027)


def renew(done, call):
    at = call.opens_at + datetime.timedelta(days=1)
    return renew_application(previous=done.application, call=call, by=done.president, at=at)


def waive(done, by, year=2027, reason="Incendie du local."):
    return give_waiver(
        organization=done.application.action.bearer,
        contract=done.application.contract,
        year=year,
        reason=reason,
        by=by,
        at=AT,
    )


def test_a_late_report_blocks_the_next_year(done, next_call):
    with pytest.raises(Refused) as refusal:
        renew(done, next_call)
    assert str(refusal.value) == (
        "Le bilan 2026 de «\u00a0Un potager\u00a0» est attendu depuis le 1er janvier 2020. "
        "Déposez-le d’abord, ou demandez une dispense à l’équipe du contrat."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ReportState.SUBMITTED},
        {"state": ReportState.ACCEPTED, "accepted_at": AT},
        {"due_on": datetime.date(2999, 1, 1)},
    ],
)
def test_a_report_that_came_or_is_not_due_blocks_nothing(done, next_call, changes):
    Report.objects.update(**changes)
    assert renew(done, next_call).year == 2027


def test_a_grant_that_was_taken_back_is_not_accounted_for(done, next_call):
    done.request.state = LineState.REFUSED
    done.request.save()
    assert renew(done, next_call).year == 2027
    assert vars(remind_reports(at=AT)) == {"opened": 0, "reminded": 0, "late": 0}


def test_a_waiver_lets_one_year_pass(done, next_call, editor):
    waive(done, editor, year=2028)
    with pytest.raises(Refused):
        renew(done, next_call)
    waive(done, editor)
    assert renew(done, next_call).year == 2027
    entry = Entry.objects.filter(action="outcomes.give_waiver").latest("sequence")
    assert entry.changes == {"reason": ["", "Incendie du local."]}


def test_a_report_that_becomes_late_meanwhile_blocks_the_submission(done, next_call):
    Report.objects.update(due_on=datetime.date(2999, 1, 1))
    renewal = renew(done, next_call)
    Report.objects.update(due_on=LATE)
    sentences = [item.sentence for item in obstacles_of(renewal, next_call.opens_at)]
    assert any(sentence.startswith("Le bilan 2026 de") for sentence in sentences)


def test_another_contract_and_another_organization_are_not_concerned(done, editor):
    elsewhere = make.make_call(year=2027)
    other = make_done(done.application.contract)
    assert renew(other, make.make_call(done.application.contract, year=2027)).year == 2027
    stranger = factories.make_organization()
    with pytest.raises(NotAllowed):
        give_waiver(
            organization=stranger,
            contract=elsewhere.contract,
            year=2027,
            reason="x",
            by=editor,
            at=AT,
        )


def test_a_waiver_says_why_once_a_year(done, editor, reader):
    with pytest.raises(InvalidInput, match="Dites pourquoi"):
        waive(done, editor, reason="  ")
    with pytest.raises(NotAllowed):
        waive(done, reader)
    waive(done, editor)
    with pytest.raises(InvalidInput, match="déjà dispensée"):
        waive(done, editor)


def test_a_waiver_taken_back_blocks_again(done, next_call, editor, reader):
    waiver = waive(done, editor)
    with pytest.raises(NotAllowed):
        take_back_waiver(waiver=waiver, by=reader, at=AT)
    take_back_waiver(waiver=waiver, by=editor, at=AT)
    with pytest.raises(Refused):
        renew(done, next_call)
