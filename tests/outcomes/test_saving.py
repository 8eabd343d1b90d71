"""A report typed box by box, by two people at once."""

from decimal import Decimal

import pytest

from ensemblier.applications.models import BudgetLine
from ensemblier.applications.operations.values import values_of
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import NotAllowed
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Measured, Reached, Report
from ensemblier.outcomes.operations import fill_as_planned, open_report, save_report
from ensemblier.outcomes.queries.money import money_of
from ensemblier.outcomes.results import results_of
from ensemblier.plans.models import PlannedIndicator
from tests import factories
from tests.factories import programming as make
from tests.outcomes.building import AT, Done, make_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(contract) -> Done:
    done = make_done(contract)
    open_report(application=done.application, by=None, at=AT)
    return done


def save(done: Done, base: int = 0, **changes):
    named = {key.replace("_", "-"): value for key, value in changes.items()}
    return save_report(report=done.report, base=base, changes=named, by=done.president, at=AT)


def test_the_first_save_starts_the_report(done):
    saved = save(done, narrative="Soixante ateliers.")
    report = done.report
    assert saved.written == ["narrative"]
    assert (report.narrative, report.state) == ("Soixante ateliers.", ReportState.DRAFT)
    assert (report.edition, report.saved_at) == (1, AT)
    assert [row.transition for row in report.steps.all()] == ["start"]
    assert Entry.objects.filter(action="outcomes.save_report").count() == 1


def test_every_family_of_boxes_is_kept_and_read_back(done):
    line = BudgetLine.objects.create(
        application=done.application, account="74-private", label="Fondation", planned_cents=5_000
    )
    changes = {
        f"reached-{done.area.pk}-6-15-female": 12,
        "reached-elsewhere-unknown-male": 3,
        f"measured-{done.indicator.pk}-all-all-all": Decimal("60"),
        "actual-604": 25_000,
        "actual-613": 4_000,
        "why-613": "Une salle louée.",
        f"line-{line.pk}": 5_000,
        f"received-{done.request.pk}": 60_000,
        f"whyreceived-{done.request.pk}": "Versé en une fois.",
    }
    saved = save_report(report=done.report, base=0, changes=changes, by=done.president, at=AT)
    assert sorted(saved.written) == sorted(changes)
    assert saved.refusals == {}
    kept = values_of(done.report)
    assert {key: kept[key] for key in changes} == changes
    assert Reached.objects.filter(area=None, age_band=AgeBand.UNKNOWN, sex=Sex.MALE).count() == 1
    assert done.application.budget_lines.get(account="613").planned_cents == 0


def test_a_blank_box_leaves_nothing_behind(done):
    save(done, actual_613=4_000, why_613="Une salle.")
    save(done, base=1, actual_613=None, why_613="")
    assert not done.application.budget_lines.filter(account="613").exists()
    save(done, base=2, actual_604=0)
    assert done.application.budget_lines.get(account="604").actual_cents == 0
    save(done, base=3, actual_604=None)
    assert done.application.budget_lines.get(account="604").actual_cents is None


@pytest.mark.parametrize(
    "key",
    [
        "reached-elsewhere-6-15-robot",
        "reached-99999-6-15-female",
        "measured-99999-all-all-all",
        "actual-999",
        "line-1",
        "received-0",
        "state",
        "due_on",
    ],
)
def test_a_box_that_the_report_does_not_have_is_refused_alone(done, key):
    changes = {key: 1, "narrative": "Dit."}
    saved = save_report(report=done.report, base=0, changes=changes, by=done.president, at=AT)
    assert saved.written == ["narrative"]
    assert saved.refusals == {key: "Cette case n’existe plus. Rechargez la page."}


def test_two_people_never_overwrite_each_other_unseen(done):
    colleague = make.make_member(done.application.action.bearer)
    save(done, narrative="De Rose.")
    saved = save_report(
        report=done.report,
        base=0,
        changes={"narrative": "De Paul.", "difficulties": "La pluie."},
        by=colleague,
        at=AT,
    )
    assert [(row.key, row.theirs, row.by) for row in saved.conflicts] == [
        ("narrative", "De Rose.", done.president)
    ]
    assert saved.written == ["difficulties"]
    assert done.report.narrative == "De Rose."


def test_the_same_save_sent_twice_writes_once(done):
    save(done, narrative="Dit.")
    again = save(done, narrative="Dit.")
    assert (again.written, again.conflicts, done.report.edition) == ([], [], 1)


def test_only_those_who_did_the_action_write(done, editor, outsider):
    for person in (editor, outsider):
        with pytest.raises(NotAllowed):
            save_report(report=done.report, base=0, changes={}, by=person, at=AT)


def test_a_submitted_report_is_read_only(done):
    Report.objects.update(state=ReportState.SUBMITTED)
    with pytest.raises(NotAllowed, match="ne se modifie plus"):
        save(done, narrative="Encore.")


def test_the_money_can_be_filled_in_as_it_was_planned(done):
    save(done, actual_604=29_000)
    fill_as_planned(report=done.report, by=done.president, at=AT)
    money = money_of(done.report)
    assert {line.account.code: line.actual for line in money.lines} == {
        "604": 29_000,
        "641": 70_000,
        "own": 40_000,
        "74-state": 60_000,
    }
    assert money.untold == []


def test_a_line_is_far_from_what_was_planned_beyond_the_threshold_of_the_call(done):
    save(done, actual_604=26_000, actual_641=76_000)
    assert [line.name for line in money_of(done.report).far] == ["Prestations de services"]


def test_a_grant_is_compared_with_what_was_granted(done):
    done.award.granted_cents = 50_000
    done.award.save()
    done.request.actual_cents = 50_000
    done.request.save()
    (line,) = [line for line in money_of(done.report).lines if line.account.is_subsidy]
    assert (line.planned, line.expected, line.actual, line.is_far) == (
        60_000,
        50_000,
        50_000,
        False,
    )


def test_what_was_refused_is_no_line_to_tell(done):
    other = make.make_request(done.application, make.make_funder(name="Ville"), state="refused")
    (line,) = [line for line in money_of(done.report).lines if line.label == "Ville"]
    assert (line.expected, line.is_untold, line.is_far) == (0, False, False)
    saved = save_report(
        report=done.report, base=0, changes={f"received-{other.pk}": 1}, by=done.president, at=AT
    )
    assert list(saved.refusals) == [f"received-{other.pk}"]


def test_an_indicator_broken_down_has_a_box_for_each_combination(done):
    done.indicator.breakdowns = ["sex", "qpv"]
    done.indicator.save()
    changes = {
        f"measured-{done.indicator.pk}-{done.area.pk}-all-female": Decimal("8"),
        f"measured-{done.indicator.pk}-elsewhere-all-male": Decimal("2.5"),
    }
    save_report(report=done.report, base=0, changes=changes, by=done.president, at=AT)
    kept = values_of(done.report)
    assert {key: kept[key] for key in changes} == changes
    assert Measured.objects.count() == 2


def test_the_area_of_another_action_is_no_box(done):
    elsewhere = factories.make_area()
    saved = save_report(
        report=done.report,
        base=0,
        changes={f"reached-{elsewhere.pk}-6-15-male": 2},
        by=done.president,
        at=AT,
    )
    assert list(saved.refusals) == [f"reached-{elsewhere.pk}-6-15-male"]


def test_what_the_plan_proposes_to_measure_is_asked_even_where_nothing_was_expected(contract):
    done = make_done(contract)
    node = done.application.nodes.get().node
    planned = PlannedIndicator.objects.create(
        node=node, label="Habitants au jardin", unit="habitants", breakdowns=["sex"]
    )
    open_report(application=done.application, by=None, at=AT)
    chosen, proposed = results_of(done.report)
    assert (chosen.label, chosen.expected) == ("Ateliers tenus", "70\u00a0ateliers")
    assert (proposed.label, proposed.expected) == (planned.label, "")
    assert proposed.heads == ["femmes", "hommes", "non précisé"]
    key = proposed.cells[0].key
    saved = save_report(
        report=done.report, base=0, changes={key: Decimal("9")}, by=done.president, at=AT
    )
    assert saved.written == [key]
    assert [item.said_total for item in results_of(done.report)] == ["", "9\u00a0habitants"]
