"""Moving a file along, its checklist, who follows it, who stays out of it, what is said in it."""

from __future__ import annotations

import datetime
import uuid

import pytest

from ensemblier.applications.enums import ApplicationState, MessageKind
from ensemblier.applications.models import Attachment, Message
from ensemblier.applications.operations.messages import (
    ask_completion,
    post_message,
    settle_completions,
)
from ensemblier.appraisal.models import Assignment, Check, Recusal
from ensemblier.appraisal.operations.assignments import (
    assign_application,
    assign_applications,
    assign_automatically,
)
from ensemblier.appraisal.operations.files import (
    admit_application,
    reject_application,
    save_checks,
)
from ensemblier.appraisal.operations.recusals import declare_recusal, lift_recusal
from ensemblier.appraisal.queries.committees import proposed_assignments
from ensemblier.appraisal.queries.files import history_of
from ensemblier.audit.models import Entry
from ensemblier.calls.models import ChecklistItem
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.notices.models import Notice
from tests import factories
from tests.appraisal.conftest import AT
from tests.factories import programming as make

pytestmark = pytest.mark.django_db


def test_a_file_is_admitted_by_the_team_and_nobody_else(year, editor, reader, delegate, treasurer):
    for person in (reader, delegate, treasurer):
        with pytest.raises(NotAllowed):
            admit_application(application=year.application, by=person, at=AT)
    admit_application(application=year.application, by=editor, at=AT)
    year.application.refresh_from_db()
    assert year.application.state == ApplicationState.ADMISSIBLE


def test_a_file_is_never_rejected_without_a_reason(year, editor, treasurer):
    with pytest.raises(InvalidInput) as refusal:
        reject_application(application=year.application, reason=" ", by=editor, at=AT)
    assert refusal.value.field == "reason"
    reject_application(application=year.application, reason="Hors territoire.", by=editor, at=AT)
    assert year.application.state_changes.get().reason == "Hors territoire."
    assert "Hors territoire." in Notice.objects.get(user=treasurer).text


def test_a_member_of_the_team_who_is_also_of_the_association_does_not_judge_it(year, editor):
    make.make_member(year.bearer, user=editor)
    with pytest.raises(NotAllowed, match="déport"):
        admit_application(application=year.application, by=editor, at=AT)


def test_points_are_checked_noted_and_taken_back(year, editor, delegate):
    budget = ChecklistItem.objects.create(call=year.call, label="Budget équilibré", rank=1)
    people = ChecklistItem.objects.create(call=year.call, label="Public des quartiers", rank=2)
    results = {budget.pk: ("yes", ""), people.pk: ("no", "30 % seulement")}
    save_checks(application=year.application, results=results, by=editor, at=AT)
    assert list(Check.objects.values_list("item__label", "result", "note", "checked_by")) == [
        ("Budget équilibré", "yes", "", editor.pk),
        ("Public des quartiers", "no", "30 % seulement", editor.pk),
    ]
    changes = save_checks(
        application=year.application,
        results={budget.pk: ("", ""), people.pk: ("no", "30 % seulement")},
        by=editor,
        at=AT,
    )
    assert changes == {"Budget équilibré": ["oui", ""]}
    assert list(Check.objects.values_list("item__label", flat=True)) == ["Public des quartiers"]
    with pytest.raises(NotAllowed):
        save_checks(application=year.application, results=results, by=delegate, at=AT)


def test_a_point_of_another_call_is_refused(year, editor):
    other = ChecklistItem.objects.create(call=make.make_call(), label="Ailleurs")
    with pytest.raises(InvalidInput, match="Rechargez la page"):
        save_checks(application=year.application, results={other.pk: ("yes", "")}, by=editor, at=AT)


def test_what_is_missing_is_asked_with_a_day_and_files(year, editor, treasurer):
    day = datetime.date(2026, 2, 1)
    message = ask_completion(
        application=year.application,
        text="Il manque le RIB.",
        due_on=day,
        by=editor,
        at=AT,
        files=[factories.make_upload("modele.pdf")],
    )
    year.application.refresh_from_db()
    assert (year.application.state, year.application.completion_due_on) == ("to_complete", day)
    assert (message.kind, message.due_on, message.settled_at) == ("completion", day, None)
    assert Attachment.objects.get(message=message).file.name == "modele.pdf"
    told = Notice.objects.get(user=treasurer)
    assert told.text.endswith("est à compléter avant le 1 février 2026.")
    assert settle_completions(application=year.application, at=AT) == 1
    message.refresh_from_db()
    assert message.settled_at == AT


def test_a_day_gone_by_is_no_deadline(year, editor):
    with pytest.raises(InvalidInput) as refusal:
        ask_completion(
            application=year.application,
            text="Le RIB.",
            due_on=datetime.date(2026, 1, 15),
            by=editor,
            at=AT,
        )
    assert refusal.value.field == "due_on"
    year.application.refresh_from_db()
    assert (year.application.state, Message.objects.count()) == ("submitted", 0)


def test_both_sides_write_and_the_other_side_is_told(year, editor, treasurer):
    assign_application(application=year.application, people=[editor], by=editor, at=AT)
    post_message(application=year.application, text="Quel local ?", by=editor, at=AT)
    post_message(application=year.application, text="La salle Jean-Moulin.", by=treasurer, at=AT)
    assert [notice.text for notice in Notice.objects.filter(user=treasurer)] == [
        f"Emma Écriture, dossier {year.application.reference}\u00a0: Quel local ?"
    ]
    assert [notice.text for notice in Notice.objects.filter(user=editor)] == [
        f"Théo Trésorier, dossier {year.application.reference}\u00a0: La salle Jean-Moulin."
    ]


def test_while_nobody_follows_the_file_the_team_is_told_but_who_stays_out_of_it(
    year, editor, treasurer
):
    colleague = factories.make_user(full_name="Cloé Collègue")
    factories.make_role(colleague, year.call.contract)
    declare_recusal(
        call=year.call, user=editor, organization=year.bearer, reason="Ami.", by=editor, at=AT
    )
    post_message(application=year.application, text="Bonjour.", by=treasurer, at=AT)
    assert [notice.user for notice in Notice.objects.all()] == [colleague]


def test_a_note_of_the_funders_is_not_told_to_the_applicants(year, delegate, treasurer):
    note = post_message(
        application=year.application, text="À surveiller.", internal=True, by=delegate, at=AT
    )
    assert note.kind == MessageKind.INTERNAL
    assert not Notice.objects.exists()
    with pytest.raises(NotAllowed):
        post_message(application=year.application, text="x", internal=True, by=treasurer, at=AT)
    # The words of the exchange are not for all those who read the trail.
    assert all(
        "surveiller" not in str(entry.summary) + str(entry.changes) for entry in Entry.objects.all()
    )


def test_people_from_elsewhere_do_not_write(year, outsider, reader, resident):
    for person in (outsider, reader, resident):
        with pytest.raises(NotAllowed):
            post_message(application=year.application, text="Bonjour", by=person, at=AT)


def test_an_empty_message_and_a_renamed_program_are_refused(year, editor):
    with pytest.raises(InvalidInput) as refusal:
        post_message(application=year.application, text=" \n", by=editor, at=AT)
    assert refusal.value.field == "text"
    program = factories.make_upload("rib.pdf", b"MZ\x90\x00")
    with pytest.raises(InvalidInput) as refusal:
        post_message(
            application=year.application, text="Ci-joint", by=editor, at=AT, files=[program]
        )
    assert refusal.value.field == "file"
    assert not Message.objects.exists()


def test_a_file_is_entrusted_and_taken_back(year, editor):
    colleague = factories.make_user(full_name="Cloé Collègue")
    factories.make_role(colleague, year.call.contract)
    assign_application(application=year.application, people=[colleague], by=editor, at=AT)
    assert Notice.objects.get(user=colleague).text.endswith("vous est confié.")
    assign_application(application=year.application, people=[editor], by=editor, at=AT)
    assert list(Assignment.objects.values_list("user", flat=True)) == [editor.pk]
    entry = Entry.objects.filter(action="appraisal.assign").order_by("-sequence")[0]
    assert entry.changes == {"people": [["Cloé Collègue"], ["Emma Écriture"]]}


def test_only_the_team_follows_files(year, editor, delegate):
    with pytest.raises(InvalidInput, match="n’est pas dans l’équipe"):
        assign_application(application=year.application, people=[delegate], by=editor, at=AT)


def test_in_bulk_the_refusals_come_back(year, editor):
    other = make.make_application(year.call, state=ApplicationState.SUBMITTED)
    make.make_member(other.action.bearer, user=editor)
    outcome = assign_applications(
        applications=[year.application, other], person=editor, by=editor, at=AT
    )
    assert outcome.done == [year.application]
    assert [row for row, _why in outcome.refused] == [other]


def test_files_nobody_follows_go_to_who_knew_the_action_then_to_who_sits(year, editor):
    seated = factories.make_user(full_name="Sacha Siège")
    factories.make_role(seated, year.call.contract)
    make.make_seat(year.body, user=seated)
    known = make.make_action(year.call.contract)
    before = make.make_application(
        make.make_call(year.call.contract, year=2025), known, state=ApplicationState.CLOSED
    )
    Assignment.objects.create(
        contract=year.call.contract, application=before, user=editor, assigned_at=AT
    )
    make.make_application(year.call, known, state=ApplicationState.SUBMITTED, reference="2026-Z")
    year.application.reference = "2026-A"
    year.application.save()
    assert [
        (row.application.reference, row.person.full_name, str(row.committee), row.why)
        for row in proposed_assignments(year.call)
    ] == [
        ("2026-A", "Sacha Siège", "CTP Jeunesse", "siège au comité qui l’examine"),
        ("2026-Z", "Emma Écriture", "CTP Jeunesse", "suivait cette action l’an dernier"),
    ]
    outcome = assign_automatically(call=year.call, by=editor, at=AT)
    assert [row.reference for row in outcome.done] == ["2026-A", "2026-Z"]
    assert proposed_assignments(year.call) == []


def test_nobody_gets_the_file_of_their_own_association(year, editor):
    make.make_member(year.bearer, user=editor)
    assert proposed_assignments(year.call) == []


def test_a_recusal_gives_the_files_back(year, editor):
    Assignment.objects.create(
        contract=year.call.contract, application=year.application, user=editor, assigned_at=AT
    )
    recusal = declare_recusal(
        call=year.call, user=editor, organization=year.bearer, reason="Ami.", by=editor, at=AT
    )
    assert not Assignment.objects.exists()
    with pytest.raises(NotAllowed, match="jamais par la personne elle-même"):
        lift_recusal(recusal=recusal, reason="Fini.", by=editor, at=AT)


def test_a_recusal_is_declared_by_oneself_or_the_team_once_and_with_a_reason(
    year, editor, delegate, outsider
):
    common = {"call": year.call, "organization": year.bearer, "at": AT}
    with pytest.raises(NotAllowed):
        declare_recusal(user=editor, reason="x", by=delegate, **common)
    with pytest.raises(NotAllowed):
        declare_recusal(user=outsider, reason="x", by=outsider, **common)
    with pytest.raises(InvalidInput, match="Dites le lien"):
        declare_recusal(user=delegate, reason=" ", by=delegate, **common)
    recusal = declare_recusal(user=delegate, reason="Voisine.", by=editor, **common)
    with pytest.raises(InvalidInput, match="déjà déclaré"):
        declare_recusal(user=delegate, reason="Voisine.", by=delegate, **common)
    lift_recusal(recusal=recusal, reason="Erreur de nom.", by=editor, at=AT)
    assert not Recusal.objects.exists()


def test_a_file_that_is_decided_is_not_completed(year, editor):
    year.application.state = ApplicationState.DECIDED
    year.application.save()
    with pytest.raises(Refused):
        ask_completion(
            application=year.application,
            text="Le RIB.",
            due_on=datetime.date(2026, 3, 1),
            by=editor,
            at=AT,
        )


def test_a_message_sent_twice_by_one_page_is_kept_once(year, editor, treasurer):
    token = uuid.uuid4()
    words = {"application": year.application, "text": "Quel local ?", "at": AT}
    sent = post_message(**words, by=editor, token=token)
    assert post_message(**words, by=editor, token=token) == sent
    assert (Message.objects.count(), Notice.objects.count()) == (1, 1)
    assert post_message(**words, by=editor, token=uuid.uuid4()) != sent
    assert post_message(**words, by=editor) != sent
    assert Message.objects.count() == 3


def test_a_year_without_decision_has_no_amount_granted(year, editor):
    past = make.make_call(year.call.contract, year=2025, slug="appel-2025")
    former = make.make_application(
        past, year.application.action, year=2025, state=ApplicationState.CLOSED
    )
    make.make_award(make.make_request(former, year.state), granted_cents=0)
    found = [(one.year, one.granted, one.granted_height) for one in history_of(year.application)]
    assert found == [(2025, 0, 0), (2026, None, 0)]
