"""What the programming year awaits from each side of the table."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import JointApplicant
from ensemblier.funding.enums import AgreementKind, AgreementState, PaymentKind
from ensemblier.funding.models import Agreement, Payment
from ensemblier.outcomes.enums import ReportState
from ensemblier.workspace.queries.home import awaiting
from tests.conftest import client_of
from tests.factories import programming as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def lines(user: User) -> list[tuple[str, str, datetime.date | None, bool]]:
    found = awaiting(User.objects.get(pk=user.pk), TODAY)
    return [(line.verb, line.what, line.due, line.is_late) for line in found]


def pages(user: User) -> set[int]:
    """The status of every page that the lines lead to."""
    client: Client = client_of(User.objects.get(pk=user.pk))
    return {client.get(line.url).status_code for line in awaiting(user, TODAY)}


def test_an_association_reads_what_it_must_finish_complete_sign_and_report(contract):
    call = make.make_call(contract)
    bearer = make.make_action(contract).bearer
    member = make.make_member(bearer)

    def application(title, state, **fields):
        action = make.make_action(contract, bearer, name=title)
        return make.make_application(call, action, state=state, **fields)

    application("Le jardin", ApplicationState.DRAFT)
    application("Le jeu", ApplicationState.TO_COMPLETE, completion_due_on=TODAY - DAY)
    application("Lu", ApplicationState.ADMISSIBLE)
    theirs = make.make_application(call, make.make_action(contract, name="À deux"))
    JointApplicant.objects.create(application=theirs, organization=bearer)
    funded = application("Le chœur", ApplicationState.DECIDED)
    funder = make.make_funder(name="Région")
    Agreement.objects.create(
        contract=contract,
        application=funded,
        funder=funder,
        kind=AgreementKind.ANNUAL,
        reference="C1",
        state=AgreementState.SENT,
        created_at=timezone.now(),
    )
    make.make_report(funded, due_on=TODAY + 10 * DAY)

    assert lines(member) == [
        ("Compléter le dossier", "Le jeu", TODAY - DAY, True),
        ("Faire le bilan", f"Le chœur ({call.year})", TODAY + 10 * DAY, False),
        (
            "Finir et déposer le dossier",
            "Le jardin",
            timezone.localdate(call.closes_at),
            False,
        ),
        ("Signer la convention", "Le chœur – Région", None, False),
        (
            "Donner l’accord de votre structure",
            f"À deux – {theirs.action.bearer.label}",
            None,
            False,
        ),
    ]
    assert pages(member) == {200}


def test_a_draft_of_a_closed_call_awaits_nobody(contract):
    call = make.make_call(contract, closes_at=timezone.now() - DAY)
    application = make.make_application(call)
    assert lines(make.make_member(application.action.bearer)) == []


def test_a_funder_and_a_council_read_how_many_opinions_are_asked_of_them(contract):
    call = make.make_call(contract, name="Appel 2027")
    funder, council = make.make_funder(), make.make_council(contract)
    make.make_envelope(call, funder)
    for _rank in range(2):
        application = make.make_application(call, state=ApplicationState.IN_APPRAISAL)
        make.make_request(application, funder)
        make.make_opinion(application, funder, due_on=TODAY - DAY)
    make.make_opinion(application, council, due_on=TODAY + DAY)
    officer, resident = make.make_officer(funder), make.make_mandate(council).user

    assert lines(officer) == [("Donner un avis", "2 dossiers – Appel 2027", TODAY - DAY, True)]
    assert lines(resident) == [("Donner un avis", "1 dossier – Appel 2027", TODAY + DAY, False)]
    assert pages(officer) == pages(resident) == {200}


def test_the_team_reads_what_arrived_what_is_late_and_when_it_meets(contract, editor):
    call = make.make_call(contract, name="Appel 2027")
    make.make_application(call, state=ApplicationState.SUBMITTED)
    request = make.make_request(make.make_application(call, state=ApplicationState.DECIDED))
    Payment.objects.create(
        contract=contract,
        award=make.make_award(request),
        kind=PaymentKind.SINGLE,
        amount_cents=100,
        expected_on=TODAY - 3 * DAY,
    )
    make.make_report(request.application, state=ReportState.SUBMITTED)
    body = make.make_body(contract, name="CTP Emploi")
    make.make_session(body, starts_at=timezone.now() + 7 * DAY)

    assert lines(editor) == [
        ("Faire payer", "1 versement en retard", TODAY - 3 * DAY, True),
        ("Tenir la séance", "CTP Emploi", TODAY + 7 * DAY, False),
        ("Dire si c’est recevable", "1 dossier – Appel 2027", None, False),
        ("Relire", "1 bilan déposé", None, False),
    ]
    assert pages(editor) == {200}


def test_nothing_of_another_contract(contract, other_member):
    make.make_application(make.make_call(contract), state=ApplicationState.SUBMITTED)
    assert lines(other_member) == []
