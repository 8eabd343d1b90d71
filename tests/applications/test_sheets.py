"""An application in the database, read as the Cerfa shows it."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ensemblier.applications.documents.cerfa import cerfa_form
from ensemblier.applications.documents.sheet import (
    Expected,
    Measure,
    Person,
    Place,
    Subsidy,
    YearAsked,
)
from ensemblier.applications.documents.writing import as_pdf
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import (
    Answer,
    Application,
    Audience,
    BearerBudgetLine,
    BearerYear,
    BudgetLine,
    ExpectedIndicator,
    JointApplicant,
    Series,
)
from ensemblier.applications.sheets import sheet_of, sheets_of
from ensemblier.calls.enums import QuestionKind
from ensemblier.calls.models import Question
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.indicators.models import Indicator
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.territories.enums import AreaKind
from tests import factories
from tests.applications.sheets import text_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


def make_filled(call=None, **fields) -> Application:
    call = call or make.make_call(year=2026)
    bearer = factories.make_organization(name="Les Jardins d’Ici", street="3 rue des Mûriers")
    make.make_member(
        bearer, user=factories.make_user(full_name="Rose Martin", phone="04 66"), title="présidente"
    )
    action = make.make_action(call.contract, bearer, name="Un potager")
    qpv = factories.make_area(kind=AreaKind.QPV)
    application = make.make_application(call, action, areas=(qpv,), **fields)
    BudgetLine.objects.create(application=application, account="604", planned_cents=150_000)
    BudgetLine.objects.create(application=application, account="864", planned_cents=20_000)
    BudgetLine.objects.create(
        application=application, account="74-private", label="Fondation", planned_cents=20_000
    )
    state = make.make_funder(name="DDETS du Gard", kind=OrganizationKind.STATE)
    make.make_request(application, state, amount_cents=100_000)
    for sex, number, area in ((Sex.FEMALE, 12, qpv), (Sex.FEMALE, 3, None), (Sex.MALE, 5, qpv)):
        Audience.objects.create(
            application=application, sex=sex, age_band=AgeBand.UNDER_16, number=number, area=area
        )
    ExpectedIndicator.objects.create(
        application=application,
        indicator=Indicator.objects.get_or_create(
            contract=call.contract, label="Ateliers tenus", defaults={"unit": "ateliers"}
        )[0],
        expected=Decimal("70"),
    )
    return application


def test_identity_comes_from_the_file_of_the_organization():
    sheet = sheet_of(make_filled())
    assert sheet.bearer.name == "Les Jardins d’Ici"
    assert sheet.bearer.address == "3 rue des Mûriers"
    assert sheet.bearer.representative.name == "Rose Martin"
    assert sheet.bearer.representative.role == "présidente"
    assert sheet.bearer.contact == Person()


def test_requests_are_lines_of_account_74():
    sheet = sheet_of(make_filled())
    assert sheet.budget.amounts == {
        "604": 150_000,
        "864": 20_000,
        "74-private": 20_000,
        "74-state": 100_000,
    }
    assert sheet.subsidies == [
        Subsidy("74-state", "DDETS du Gard", 100_000),
        Subsidy("74-private", "Fondation", 20_000),
    ]
    assert sheet.asked == 100_000
    assert sheet.years == [YearAsked(2026, 100_000)]


def test_people_and_places_are_summed_once():
    application = make_filled()
    sheet = sheet_of(application)
    assert sheet.project.audience == [Expected("6 à 15 ans", women=15, men=5)]
    assert (sheet.project.people, sheet.project.people_in_qpv) == (20, 17)
    area = application.areas.get().area
    assert sheet.project.places == [Place(str(area), "100\u00a0%")]
    assert sheet.project.measures == [Measure("Ateliers tenus", "70\u00a0ateliers")]


def test_the_year_of_the_organization_is_the_latest_told():
    application = make_filled()
    bearer = application.action.bearer
    for year, networks in ((2024, "ancien"), (2025, "Réseau des jardins"), (2027, "à venir")):
        told = BearerYear.objects.create(
            organization=bearer, year=year, networks=networks, members_female=30, members_male=12
        )
    BearerBudgetLine.objects.create(
        bearer_year=bearer.years.get(year=2025), account="641", amount_cents=900_000
    )
    assert told.year == 2027
    sheet = sheet_of(application)
    assert sheet.relations.networks == "Réseau des jardins"
    assert sheet.human_means.members == 42
    assert sheet.bearer_budget is not None
    assert sheet.bearer_budget.expenses == 900_000


def test_answers_are_told_in_words():
    call = make.make_call(year=2026)
    application = make_filled(call)
    for rank, (kind, value) in enumerate(
        [
            (QuestionKind.YES_NO, True),
            (QuestionKind.AMOUNT, 123_450),
            (QuestionKind.DATE, "2026-05-01"),
            (QuestionKind.CHOICES, ["matin", "soir"]),
            (QuestionKind.TEXT, "dans la salle"),
            (QuestionKind.NUMBER, None),
        ]
    ):
        question = Question.objects.create(call=call, kind=kind, label=f"Q{rank}", rank=rank)
        Answer.objects.create(application=application, question=question, value=value)
    assert list(sheet_of(application).project.answers) == [
        ("Q0", "oui"),
        ("Q1", "1\u202f234,50\u00a0€"),
        ("Q2", "1er mai 2026"),
        ("Q3", "matin, soir"),
        ("Q4", "dans la salle"),
        ("Q5", ""),
    ]


def test_a_multi_year_request_tells_its_years():
    first = make_filled()
    series = Series.objects.create(contract=first.contract, action=first.action, first_year=2026)
    first.series = series
    first.save()
    second = make.make_application(first.call, first.action, year=2027, series=series)
    make.make_request(second, first.requests.get().funder, amount_cents=80_000)
    sheet = sheet_of(first)
    assert sheet.is_multi_year
    assert sheet.years == [YearAsked(2026, 100_000), YearAsked(2027, 80_000)]


def test_signature_and_joint_applicants():
    at = datetime.datetime(2026, 1, 19, 23, 30, tzinfo=datetime.UTC)
    application = make_filled(
        state=ApplicationState.SUBMITTED,
        submitted_at=at,
        attested_by="Rose Martin",
        attested_as="présidente",
    )
    friend = factories.make_organization(name="Centre social")
    JointApplicant.objects.create(application=application, organization=friend, part="les lieux")
    sheet = sheet_of(application)
    assert (sheet.signing.name, sheet.signing.on) == ("Rose Martin", datetime.date(2026, 1, 20))
    assert sheet.bearer.joint_applicants == ["Centre social\u00a0: les lieux"]
    text = text_of(as_pdf(cerfa_form(sheet)))
    assert "Fait le 20 janvier 2026 par Rose Martin" in text


def test_a_pack_costs_the_same_for_one_and_for_many():
    call = make.make_call(year=2026)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            sheets_of(Application.objects.filter(call=call))
        return len(queries)

    make_filled(call)
    one = cost()
    for _ in range(4):
        make_filled(call)
    assert cost() == one <= 16
