"""Councils consulted on calls and applications: one opinion, whichever page it is given from."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.queries.lists import applications_for
from ensemblier.appraisal.models import Opinion, Recusal
from ensemblier.appraisal.operations import consultations as operations
from ensemblier.appraisal.operations.opinions import Typed, give_opinion
from ensemblier.appraisal.operations.reminders import remind_daily
from ensemblier.appraisal.queries.listing import applications_to_appraise
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils.enums import ConsultationState, Matter
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.operations.answers import Answer
from ensemblier.councils.operations.clock import keep_time
from ensemblier.notices.models import Notice
from tests import factories
from tests.appraisal.conftest import AT, Year
from tests.conftest import client_of
from tests.factories import programming as make
from tests.factories.consultations import make_consultation

DAY = datetime.timedelta(days=1)
DUE = datetime.date(2026, 2, 15)


@pytest.fixture
def in_appraisal(year: Year) -> Year:
    year.application.state = ApplicationState.IN_APPRAISAL
    year.application.save()
    return year


def consult(year: Year, by: User, **changes: Any) -> Consultation:
    values = {"title": "Ateliers", "question": "Et vous ?", "due_on": DUE}
    arguments = {
        "contract": year.call.contract,
        "councils": [year.council],
        "application": year.application,
        "send_now": True,
        **changes,
    }
    return operations.consult(values=values, by=by, at=AT, **arguments)[0]


def answer(row: Consultation, by: User, at: datetime.datetime = AT, **changes: Any) -> Consultation:
    said = Answer(**{"value": "favourable", **changes})
    return operations.answer(consultation=row, answer=said, by=by, at=at)


def recuse(user: User, year: Year) -> None:
    Recusal.objects.create(
        contract=year.call.contract,
        call=year.call,
        user=user,
        organization=year.bearer,
        reason="Elle y travaille.",
        declared_by=user,
        declared_at=AT,
    )


def opinion_of(year: Year) -> Opinion:
    return year.application.opinions.get(council=year.council)


def test_the_answer_is_the_opinion_of_the_council(
    in_appraisal: Year, resident: User, editor: User
) -> None:
    row = consult(in_appraisal, editor)
    assert (opinion_of(in_appraisal).value, opinion_of(in_appraisal).due_on) == ("", DUE)

    answer(row, resident, value="reserved", text="Plus tôt le soir.")

    given = opinion_of(in_appraisal)
    assert (given.value, given.comment, given.given_by) == (
        "reserved",
        "Plus tôt le soir.",
        resident,
    )
    assert Opinion.objects.filter(council=in_appraisal.council).count() == 1


def test_the_opinion_given_from_the_file_answers(
    in_appraisal: Year, resident: User, editor: User
) -> None:
    row = consult(in_appraisal, editor)
    typed = Typed(opinion_of(in_appraisal), "favourable", None, "Oui", 0)
    give_opinion(typed=typed, by=resident, at=AT)
    row.refresh_from_db()
    assert (row.state, row.value, row.text) == (ConsultationState.ANSWERED, "favourable", "Oui")

    changed = Typed(opinion_of(in_appraisal), "reserved", None, "Oui, mais", 1)
    give_opinion(typed=changed, by=resident, at=AT)
    row.refresh_from_db()
    assert (row.value, row.text) == ("reserved", "Oui, mais")


def test_an_opinion_already_asked_is_taken_up(in_appraisal: Year, editor: User) -> None:
    make.make_opinion(in_appraisal.application, in_appraisal.council, due_on=AT.date())
    consult(in_appraisal, editor)
    assert opinion_of(in_appraisal).due_on == DUE


def test_nobody_is_asked_twice(in_appraisal: Year, resident: User, editor: User) -> None:
    row = consult(in_appraisal, editor)
    with pytest.raises(InvalidInput) as refused:
        consult(in_appraisal, editor)
    assert str(refused.value) == "Déjà consulté sur ce dossier\u00a0: Conseil des Prés."

    operations.cancel(consultation=row, reason="Erreur", by=editor, at=AT)
    assert not in_appraisal.application.opinions.exists()
    answer(consult(in_appraisal, editor), resident)
    with pytest.raises(InvalidInput) as refused:
        consult(in_appraisal, editor)
    assert str(refused.value) == "A déjà donné son avis sur ce dossier\u00a0: Conseil des Prés."


def test_only_what_is_discussed_is_asked_about(year: Year, editor: User, resident: User) -> None:
    with pytest.raises(Refused):
        consult(year, editor)
    year.application.state = ApplicationState.IN_APPRAISAL
    year.application.save()
    row = consult(year, editor)
    year.application.state = ApplicationState.DECIDED
    year.application.save()

    answer(row, resident, AT + 60 * DAY)

    row.refresh_from_db()
    assert (row.value, row.is_late, opinion_of(year).value) == ("favourable", True, "")


def test_more_time_for_the_one_is_more_time_for_the_other(in_appraisal: Year, editor: User) -> None:
    row = consult(in_appraisal, editor)
    operations.extend(consultation=row, due_on=DUE + DAY, by=editor, at=AT)
    assert opinion_of(in_appraisal).due_on == DUE + DAY


def test_one_reminder_and_not_two(in_appraisal: Year, resident: User, editor: User) -> None:
    consult(in_appraisal, editor)
    at = datetime.datetime(2026, 2, 14, 9, 0, tzinfo=datetime.UTC)
    Notice.objects.all().delete()
    assert keep_time(at=at).people == 1
    assert remind_daily(at=at).opinions == 0
    assert Notice.objects.filter(user=resident).count() == 1


def test_who_has_a_stake_is_kept_out(in_appraisal: Year, resident: User, editor: User) -> None:
    year = in_appraisal
    recuse(resident, year)
    row = consult(year, editor)
    assert row.recusals.get().user == resident
    assert not Notice.objects.filter(user=resident).exists()
    with pytest.raises(NotAllowed):
        answer(row, resident)
    client = client_of(resident)
    assert client.get(reverse("appraisal:consultation", args=[row.pk])).status_code == 403
    assert "déport" in client.get(reverse("appraisal:consultations")).content.decode()


def test_an_opinion_is_published_once_the_application_is_decided(
    in_appraisal: Year, resident: User, editor: User
) -> None:
    row = answer(consult(in_appraisal, editor), resident)
    with pytest.raises(Refused):
        operations.publish(consultation=row, published=True, by=resident, at=AT)
    in_appraisal.application.state = ApplicationState.DECIDED
    in_appraisal.application.save()
    row = operations.publish(consultation=row, published=True, by=resident, at=AT)
    assert row.published_at == AT


def say(row: Opinion, by: User, value: str) -> None:
    typed = Typed(opinion=row, value=value, amount_cents=None, comment="Non.", edition=row.edition)
    give_opinion(typed=typed, by=by, at=AT)


def test_who_has_a_stake_does_not_answer_from_the_file_either(
    in_appraisal: Year, resident: User, editor: User
) -> None:
    row = consult(in_appraisal, editor)
    row.recusals.create(user=resident, reason="Lien.", declared_by=resident, declared_at=AT)
    with pytest.raises(NotAllowed, match="déport"):
        say(Opinion.objects.get(council=in_appraisal.council), resident, "unfavourable")
    assert Opinion.objects.get(council=in_appraisal.council).value == ""


def test_an_opinion_that_is_published_is_not_changed_from_the_file(
    in_appraisal: Year, resident: User, editor: User
) -> None:
    """An application that was decided may be discussed again."""
    row = answer(consult(in_appraisal, editor), resident)
    Consultation.objects.filter(pk=row.pk).update(published_at=AT)
    with pytest.raises(Refused, match="publié"):
        say(Opinion.objects.get(council=in_appraisal.council), resident, "unfavourable")
    row.refresh_from_db()
    assert row.value == "favourable"


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"appraisal:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_the_councils_of_a_call_at_once(year: Year, editor_client: Client) -> None:
    other_area = factories.make_area(name="La Rivière")
    elsewhere = make.make_council(year.call.contract, areas=(other_area,))
    url = reverse("appraisal:consult_on_call", args=[year.call.pk])
    form = editor_client.get(url).context["form"]
    assert [council.name for council in form.initial["councils"]] == ["Conseil des Prés"]

    due_on = datetime.date.today() + 30 * DAY
    answer = editor_client.post(
        url,
        {
            "councils": [year.council.pk, elsewhere.pk],
            "title": "Appel 2027",
            "question": "Quels thèmes ?",
            "due_on": due_on,
            "send_now": "on",
            "papers": [SimpleUploadedFile("note.txt", b"Une note.\n")],
        },
        follow=True,
    )

    assert "2 conseils sont consultés." in answer.content.decode()
    rows = Consultation.objects.filter(subject__call=year.call)
    assert {(row.matter, row.state) for row in rows} == {(Matter.CALL, "sent")}
    detail = editor_client.get(reverse("calls:detail", args=[year.call.pk])).content.decode()
    assert detail.count("en attente de l’avis") == 2


def test_what_was_typed_is_kept_when_the_time_is_too_short(
    year: Year, editor_client: Client
) -> None:
    url = reverse("appraisal:prepare_consultation", args=[year.call.contract.slug])
    values = {
        "councils": [year.council.pk],
        "matter": "report",
        "title": "Rapport annuel",
        "question": "Qu’en dites-vous ?",
        "due_on": datetime.date.today() + 3 * DAY,
    }
    page = editor_client.post(url, values).content.decode()
    assert "ou dites pourquoi le temps est plus court" in page
    assert "Qu’en dites-vous ?" in page
    assert not Consultation.objects.exists()


def test_member_reads_and_answers(year: Year, resident: User, editor_client: Client) -> None:
    row = make_consultation(year.council)
    client = client_of(resident)
    assert "il reste 15 jours" in page(client, "consultations")
    shown = page(client, "consultation", row.pk)
    assert "Donner l’avis du conseil" in shown
    assert "Noter l’avis du conseil" not in shown
    url = reverse("appraisal:answer_consultation", args=[row.pk])
    refused = client.post(url, {"value": "unfavourable"}).content.decode()
    assert "Dites pourquoi en quelques mots" in refused
    seat = year.council.mandates.get()
    values = {"value": "favourable", "text": "Bien", "present": [seat.pk], "others_present": "2"}
    answered = client.post(url, values, follow=True).content.decode()
    assert "1 habitant, 2 autres personnes" in answered
    assert "Rachida Résidente" in answered
    assert "Rachida Résidente" in page(editor_client, "consultation", row.pk)
    for name in ("consultation_request", "consultation_opinion"):
        printed = client.get(reverse(f"appraisal:{name}", args=[row.pk]))
        assert printed.content.startswith(b"%PDF-")


def test_a_draft_does_not_exist_for_the_council(year: Year, resident: User) -> None:
    draft = make_consultation(year.council, state="draft")
    client = client_of(resident)
    assert client.get(reverse("appraisal:consultation", args=[draft.pk])).status_code == 404
    assert draft.title not in page(client, "consultations")


def test_who_has_a_stake_in_an_application_is_offered_no_link_to_it(
    year: Year, resident: User
) -> None:
    row = make_consultation(year.council, application=year.application)
    link = reverse("appraisal:consultation", args=[row.pk])
    tab = reverse("appraisal:council_consultations", args=[year.council.pk])
    client = client_of(resident)
    assert link in client.get(tab).content.decode()

    recuse(resident, year)

    shown = client.get(tab).content.decode()
    assert (row.title in shown, link in shown) == (True, False)
    assert client.get(link).status_code == 403


def test_a_council_of_the_whole_territory_opens_every_file(year: Year) -> None:
    wide = make.make_council(year.call.contract, is_wide=True)
    elsewhere = make.make_council(year.call.contract, areas=(factories.make_area(),))
    url = reverse("appraisal:file", args=[year.application.pk])

    def seen_by(council: Council) -> tuple[int, bool, bool]:
        member = make.make_mandate(council).user
        listed = applications_to_appraise(member, year.call, DUE)
        return (
            client_of(member).get(url).status_code,
            year.application in listed,
            year.application in applications_for(member),
        )

    assert seen_by(wide) == (200, True, True)
    assert seen_by(elsewhere) == (404, False, False)


def test_a_council_reads_the_file_it_is_consulted_on_wherever_it_is(year: Year) -> None:
    council = make.make_council(year.call.contract, areas=(factories.make_area(),))
    client = client_of(make.make_mandate(council).user)
    url = reverse("appraisal:file", args=[year.application.pk])
    row = make_consultation(council, application=year.application, state="draft")
    assert client.get(url).status_code == 404

    row.state, row.sent_at = ConsultationState.SENT, AT
    row.save()

    page = client.get(reverse("appraisal:consultation", args=[row.pk])).content.decode()
    assert url in page
    file = client.get(url)
    assert file.status_code == 200
    # The file of the organization is for those who work here, and for its own people.
    assert year.bearer.get_absolute_url() not in file.content.decode()


def test_the_list_as_a_table(year: Year, editor_client: Client) -> None:
    make_consultation(year.council, state="answered", value="favourable", text="=1+1")
    url = reverse("appraisal:consultations_export", args=["csv"])
    lines = editor_client.get(url).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("conseil,sujet,titre,état")
    assert "Conseil des Prés,autre sujet,Le marché du samedi,avis donné" in lines[1]
    assert "'=1+1" in lines[1]


def test_as_many_queries_for_many_as_for_few(year: Year, resident: User, editor: User) -> None:
    def cost(user: User) -> int:
        client = client_of(user)
        with CaptureQueriesContext(connection) as captured:
            page(client, "consultations")
            url = reverse("appraisal:council_consultations", args=[year.council.pk])
            assert client.get(url).status_code == 200
        return len(captured)

    def more() -> None:
        make_consultation(year.council, call=year.call)
        make_consultation(year.council, application=year.application)
        make_consultation(year.council, state="answered")

    more()
    before = cost(resident), cost(editor)
    for _number in range(4):
        more()
    assert (cost(resident), cost(editor)) == before
