"""The invented years hold together: every euro and every person adds up."""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict

import pytest
from django.db.models import F, Q, Sum
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.accounts import SUBSIDIES
from ensemblier.applications.budget import budget_of, problems
from ensemblier.applications.enums import FUNDED, ApplicationState, LineState
from ensemblier.applications.models import (
    ALL_OF_IT,
    Action,
    Application,
    BearerYear,
    Request,
    StateChange,
)
from ensemblier.appraisal.models import Opinion, SheetNote
from ensemblier.calls.models import Call, Committee, Envelope
from ensemblier.calls.queries import open_calls
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.permissions import councils_of
from ensemblier.demo.loading import load_demonstration
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.demo.loading.programming.amounts import plan_budget, split
from ensemblier.demo.loading.programming.seasons import seasons
from ensemblier.funding.enums import AgreementState
from ensemblier.funding.models import Agreement, Award, Payment, Recovery
from ensemblier.indicators.models import Value
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.outcomes.enums import ReportState
from ensemblier.outcomes.models import Reached, Report

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def _year(django_db_setup: None, django_db_blocker):
    """Loaded once for the module, and taken back at its end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(today=TODAY)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("_year", "db"), pytest.mark.xdist_group("demo_year")]


def budgets(column: str) -> dict[int, list[tuple[str, int]]]:
    """(account, cents) by application, the requests to funders included."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    lines = Application.objects.values_list(
        "pk", "budget_lines__account", f"budget_lines__{column}"
    )
    for pk, account, cents in lines:
        found[pk].append((account, cents or 0))
    amount = "amount_cents" if column == "planned_cents" else "actual_cents"
    for pk, cents in Request.objects.values_list("application", amount):
        found[pk].append(("74-public", cents or 0))
    return found


def test_three_years_are_over_and_one_is_under_way():
    rows = Application.objects.filter(call__isnull=False).values_list("call__slug")
    assert Counter(rows) == {
        ("appel-2024",): 140,
        ("appel-2025",): 140,
        ("appel-2026",): 140,
        ("appel-2027",): 140,
        ("quartiers-d-ete-2027",): 6,
    }
    assert Action.objects.filter(is_invented=False).count() == 0


def test_a_call_is_open_on_the_day_of_loading():
    at = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(12)))
    assert [call.slug for call in open_calls(at)] == ["quartiers-d-ete-2027"]


def test_every_state_of_both_life_cycles_is_there():
    states = set(Application.objects.values_list("state", flat=True))
    assert states == set(ApplicationState.values)
    assert set(Request.objects.values_list("state", flat=True)) == set(LineState.values)
    assert set(Report.objects.values_list("state", flat=True)) == set(ReportState.values)


def test_eight_funders_nine_committees_councils_with_members():
    calls = Call.objects.filter(slug__startswith="appel-")
    assert [call.envelopes.values("funder").distinct().count() for call in calls] == [8] * 4
    assert Counter(Committee.objects.values_list("call")) == {(call.pk,): 9 for call in calls}
    # Eight of neighbourhoods, one of them in the other contract, and that of the agglomeration.
    assert Council.objects.count() == 9
    assert min(Counter(Mandate.objects.values_list("council")).values()) == 25


def test_every_budget_balances_and_account_74_is_what_is_asked():
    asked: dict[int, int] = Counter()
    for pk, cents in Request.objects.values_list("application", "amount_cents"):
        asked[pk] += cents
    wrong = {
        pk: problems(budget_of(lines), asked=asked[pk])
        for pk, lines in budgets("planned_cents").items()
    }
    assert {pk: sentences for pk, sentences in wrong.items() if sentences} == {}
    subsidies = {
        pk: budget_of(lines).group(SUBSIDIES) for pk, lines in budgets("planned_cents").items()
    }
    assert subsidies == dict(asked)


def test_the_own_budget_of_each_association_balances():
    own: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for pk, account, cents in BearerYear.objects.values_list(
        "pk", "budget_lines__account", "budget_lines__amount_cents"
    ):
        own[pk].append((account, cents))
    assert len(own) == 60 * 4
    assert {budget_of(lines).is_balanced for lines in own.values()} == {True}


def test_every_account_rendered_balances():
    written = Application.objects.filter(report__submitted_at__isnull=False)
    lived = budgets("actual_cents")
    balances = Counter(
        budget_of(lived[pk]).is_balanced for pk in written.values_list("pk", flat=True)
    )
    assert balances == {True: written.count()}


def test_no_envelope_is_overspent_and_each_counts_what_is_granted_on_it():
    granted = dict(Award.objects.values_list("envelope").annotate(total=Sum("granted_cents")))
    counted = {pk: granted.get(pk) or 0 for pk in Envelope.objects.values_list("pk", flat=True)}
    assert dict(Envelope.objects.values_list("pk", "committed_cents")) == counted
    assert not Envelope.objects.filter(committed_cents__gt=F("amount_cents")).exists()
    assert not Award.objects.exclude(envelope__funder=F("request__funder")).exists()
    assert not Award.objects.exclude(envelope__call=F("request__application__call")).exists()


def test_an_award_is_of_its_request_and_says_what_its_state_says():
    assert not Award.objects.exclude(asked_cents=F("request__amount_cents")).exists()
    funded = Request.objects.filter(award__granted_cents__gt=0)
    assert set(funded.values_list("state", flat=True)) == set(FUNDED)
    assert not Request.objects.filter(state__in=FUNDED).exclude(award__granted_cents__gt=0).exists()
    refused = Request.objects.filter(state=LineState.REFUSED)
    assert set(refused.values_list("award__granted_cents", flat=True)) == {0}


def test_what_is_paid_is_within_what_is_granted():
    paid = dict(
        Payment.objects.filter(made_on__isnull=False)
        .values_list("award")
        .annotate(total=Sum("amount_cents"))
    )
    expected = dict(Payment.objects.values_list("award").annotate(total=Sum("amount_cents")))
    granted = dict(Award.objects.values_list("pk", "granted_cents"))
    assert {pk for pk, cents in paid.items() if cents > granted[pk]} == set()
    assert {pk for pk, cents in expected.items() if cents != granted[pk]} == set()
    whole = Request.objects.filter(state__in=[LineState.PAID, LineState.JUSTIFIED])
    awards = whole.values_list("award__pk", "award__granted_cents")
    assert {pk for pk, cents in awards if paid.get(pk) != cents} == set()
    assert not Payment.objects.filter(made_on__gt=TODAY).exists()
    assert not Payment.objects.filter(
        award__request__application__action__bearer__siret=""
    ).exists()
    parts = Recovery.objects.annotate(parts=Sum("receipts__amount_cents"))
    assert {row.pk for row in parts if row.received_cents != (row.parts or 0)} == set()
    given_back = Recovery.objects.values_list("award__pk", "amount_cents")
    assert {pk for pk, cents in given_back if cents > paid[pk]} == set()


def test_some_payments_and_some_reports_are_late():
    late = Payment.objects.filter(made_on__isnull=True, expected_on__lt=TODAY)
    assert late.exists()
    waiting = Report.objects.filter(due_on__lt=TODAY, submitted_at__isnull=True)
    assert set(waiting.values_list("application__year", flat=True)) == {2025}


def test_an_agreement_is_there_where_the_law_wants_one():
    above = Award.objects.filter(granted_cents__gt=23_000_00, request__application__year__lt=2027)
    covered = set(Agreement.objects.values_list("application", "funder"))
    missing = [
        award
        for award in above.filter(request__application__series_rank=1).select_related("request")
        if (award.request.application_id, award.request.funder_id) not in covered
    ]
    assert missing == []
    assert Agreement.objects.filter(kind="multiyear", years__is_firm=False).exists()
    assert set(Agreement.objects.values_list("state", flat=True)) >= {
        AgreementState.DRAFT,
        AgreementState.SENT,
        AgreementState.SIGNED,
    }


def test_a_report_follows_each_grant_of_a_past_year():
    granted = Application.objects.filter(year__lt=2027, requests__award__granted_cents__gt=0)
    reported = set(Report.objects.values_list("application", flat=True))
    assert set(granted.values_list("pk", flat=True)) == reported
    closed = Application.objects.filter(state=ApplicationState.CLOSED, report__isnull=False)
    assert set(closed.values_list("report__state", flat=True)) == {ReportState.ACCEPTED}


def test_people_are_counted_by_sex_and_area_as_the_shares_say():
    shares = dict(Application.objects.values_list("pk").annotate(total=Sum("areas__share")))
    assert set(shares.values()) == {ALL_OF_IT}
    declared = set(Application.objects.values_list("pk", "areas__area"))
    reached = set(Reached.objects.values_list("report__application", "area").distinct())
    assert reached - declared == set()
    people = Reached.objects.aggregate(
        women=Sum("number", filter=Q(sex="female")), all=Sum("number")
    )
    assert 0.4 < people["women"] / people["all"] < 0.65


def test_the_values_of_indicators_come_from_reports():
    written = {
        f"outcomes.report:{pk}"
        for pk in Report.objects.filter(submitted_at__isnull=False).values_list("pk", flat=True)
    }
    sources = set(Value.objects.values_list("source", flat=True))
    assert sources
    assert sources - written == set()


def test_an_action_keeps_its_name_through_its_years():
    renewed = Application.objects.filter(renewed_from__isnull=False)
    assert renewed.count() > 200
    assert not renewed.exclude(action=F("renewed_from__action")).exists()
    assert not renewed.exclude(year=F("renewed_from__year") + 1).exists()
    series = Application.objects.filter(series__isnull=False)
    years = Counter(series.values_list("series"))
    assert set(years.values()) == {3}
    assert len(years) == 10


def test_each_step_of_the_history_starts_where_the_last_one_stopped():
    last: dict[tuple[int, int | None], str] = {}
    wrong = []
    for change in StateChange.objects.order_by("at", "pk"):
        key = (change.application_id, change.request_id)
        first = LineState.REQUESTED if change.request_id else ApplicationState.DRAFT
        if last.get(key, first) != change.source:
            wrong.append(change)
        last[key] = change.target
    assert wrong == []
    now = {(pk, None): state for pk, state in Application.objects.values_list("pk", "state")}
    now |= {
        (app, pk): state
        for app, pk, state in Request.objects.values_list("application", "pk", "state")
    }
    assert {key: state for key, state in last.items() if now[key] != state} == {}


def test_committees_have_minutes_and_opinions():
    decided = Application.objects.filter(state__in=["decided", "closed"]).count()
    assert SheetNote.objects.filter(application__state__in=["decided", "closed"]).count() == decided
    assert SheetNote.objects.exclude(text="").exists()
    assert {bool(value) for value in Opinion.objects.values_list("value", flat=True)} == {
        True,
        False,
    }


def test_the_accounts_stand_where_they_say():
    users = {key: User.objects.get(email=account.email) for key, account in ACCOUNTS.items()}
    held = {
        key: (len(organizations_of(user)), len(funders_served_by(user)), len(councils_of(user)))
        for key, user in users.items()
    }
    assert held == {
        "administrator": (0, 0, 0),
        "manager": (1, 0, 0),
        "editor": (1, 0, 0),
        "reader": (0, 0, 0),
        "other": (0, 0, 0),
        "outsider": (0, 0, 0),
        "team": (1, 0, 0),
        "delegate": (0, 1, 0),
        "department": (0, 1, 0),
        "treasurer": (1, 0, 0),
        "association": (1, 0, 0),
        "council": (0, 0, 1),
    }
    for key in ("treasurer", "association"):
        years = Application.objects.filter(action__bearer__in=organizations_of(users[key]))
        assert len(set(years.values_list("year", flat=True))) >= 4


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (datetime.date(2026, 6, 30), [2023, 2024, 2025, 2026]),
        (datetime.date(2026, 7, 1), [2024, 2025, 2026, 2027]),
        (datetime.date(2028, 1, 1), [2025, 2026, 2027, 2028]),
    ],
)
def test_the_years_end_with_the_one_under_way(today: datetime.date, years: list[int]):
    found = seasons(today)
    assert [season.year for season in found] == years
    assert all(season.decided_on <= today for season in found if season.is_past)
    assert found[-1].closes_on < today


@pytest.mark.parametrize("seed", range(20))
def test_a_planned_budget_balances(seed: int):
    rng = random.Random(seed)
    cost = rng.randint(35, 900) * 100_00
    planned = plan_budget(rng, cost, [rng.randint(1, 9) for _ in range(rng.randint(1, 6))])
    asked = [("74-public", cents) for cents in planned.asked]
    assert problems(budget_of([*planned.lines.items(), *asked])) == []


def test_a_split_gives_every_unit_once():
    assert split(100_00, [1, 1, 1]) == [34_00, 33_00, 33_00]
    assert split(7, [1, 1], 5) == [7, 0]
    with pytest.raises(ValueError, match="zero"):
        split(10, [0, 0])
