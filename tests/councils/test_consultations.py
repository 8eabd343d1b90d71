"""A council is asked, reads, answers in time or not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils.enums import ConsultationState, Matter
from ensemblier.councils.models import Consultation, Council
from ensemblier.councils.operations import answers
from ensemblier.councils.operations import consultations as operations
from ensemblier.councils.operations.answers import Answer
from ensemblier.councils.operations.clock import keep_time
from ensemblier.files.models import StoredFile
from ensemblier.notices.models import Notice
from tests import factories
from tests.councils.conftest import NOW
from tests.factories import programming as make

DUE = datetime.date(2026, 4, 2)
DAY = datetime.timedelta(days=1)


def text_file(name: str = "projet.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Le projet.\n")


def prepare(council: Council, by: User, *others: Council, **changes: Any) -> Consultation:
    values = {
        "title": "Rapport annuel 2025",
        "question": "Qu’en pensez-vous ?",
        "due_on": changes.pop("due_on", DUE),
        "shorter_reason": changes.pop("reason", ""),
    }
    matter = changes.pop("matter", Matter.REPORT)
    return operations.prepare_consultations(
        contract=council.contract,
        councils=[council, *others],
        matter=matter,
        values=values,
        by=by,
        at=NOW,
        **changes,
    )[0]


def send(council: Council, by: User, **changes: Any) -> Consultation:
    row = prepare(council, by, **changes)
    return operations.send_consultation(consultation=row, by=by, at=NOW)


def answer(
    row: Consultation, by: User, at: datetime.datetime = NOW, **changes: Any
) -> Consultation:
    minutes = changes.pop("minutes", None)
    said = Answer(**{"value": "favourable", **changes})
    return answers.answer_consultation(consultation=row, answer=said, minutes=minutes, by=by, at=at)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def test_the_members_are_told_with_the_last_day(
    council: Council, member: User, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    council.email = "conseil@quartier.test"
    council.save()
    with django_capture_on_commit_callbacks(execute=True):
        row = send(council, editor, papers=[text_file()])

    assert (row.state, row.silence) == (ConsultationState.SENT, "favourable")
    assert told(member) == [
        "Conseil des Prés est consulté\u00a0: Rapport annuel 2025. Votre avis est attendu avant "
        "le 2 avril 2026 inclus."
    ]
    letter = next(one for one in mail.outbox if one.to == ["conseil@quartier.test"])
    assert "- projet.txt" in letter.body
    assert f"/espace/consultations/{row.pk}/" in letter.body
    assert "considéré comme favorable" in letter.body
    assert Entry.objects.get(action="councils.send_consultation").summary == (
        "Consultation envoyée\u00a0: Rapport annuel 2025 – Conseil des Prés"
    )


def test_less_time_than_the_rule_needs_a_reason(council: Council, editor: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        prepare(council, editor, due_on=DUE - DAY)
    assert refused.value.field == "due_on"
    assert "jusqu’au 2 avril 2026 au moins" in str(refused.value)

    row = prepare(council, editor, due_on=DUE - DAY, reason="Le conseil se réunit avant.")
    assert row.shorter_reason == "Le conseil se réunit avant."
    with pytest.raises(InvalidInput):
        prepare(council, editor, due_on=NOW.date(), reason="Vite")


def test_the_time_runs_from_the_sending(council: Council, editor: User) -> None:
    row = prepare(council, editor)
    with pytest.raises(InvalidInput):
        operations.send_consultation(consultation=row, by=editor, at=NOW + DAY)
    assert Consultation.objects.get().state == ConsultationState.DRAFT


def test_several_councils_get_the_same_papers_kept_once(council: Council, editor: User) -> None:
    other = make.make_council(council.contract)
    row = prepare(council, editor, other, papers=[text_file()])

    assert Consultation.objects.count() == 2
    assert StoredFile.objects.count() == 1
    operations.discard_consultation(consultation=row, by=editor, at=NOW)
    assert StoredFile.objects.count() == 1
    operations.remove_paper(paper=Consultation.objects.get().papers.get(), by=editor, at=NOW)
    assert StoredFile.objects.count() == 0


def test_what_was_sent_does_not_change(council: Council, editor: User, reader: User) -> None:
    row = send(council, editor)
    with pytest.raises(Refused):
        operations.update_consultation(
            consultation=row, values={"question": "Autre"}, by=editor, at=NOW
        )
    with pytest.raises(Refused):
        operations.add_papers(consultation=row, papers=[text_file()], by=editor, at=NOW)
    with pytest.raises(NotAllowed):
        operations.extend_consultation(consultation=row, due_on=DUE + DAY, by=reader, at=NOW)
    with pytest.raises(InvalidInput):
        operations.extend_consultation(consultation=row, due_on=DUE, by=editor, at=NOW)
    longer = operations.extend_consultation(consultation=row, due_on=DUE + DAY, by=editor, at=NOW)
    assert longer.due_on == DUE + DAY


def test_a_member_answers_with_who_was_present(
    council: Council, member: User, editor: User
) -> None:
    row = send(council, editor)
    seat = council.mandates.get(user=member)
    given = answer(
        row,
        member,
        value="reserved",
        text="Plus de bancs.",
        present=[seat],
        met_on=NOW.date(),
        others_present=3,
    )

    assert (given.state, given.value, given.is_late) == ("answered", "reserved", False)
    assert list(given.present.all()) == [seat]
    assert told(editor) == [
        "Conseil des Prés a donné son avis\u00a0: Rapport annuel 2025, favorable avec réserves."
    ]
    assert given.counts_as(DUE + DAY) == "reserved"
    corrected = answer(given, member, value="favourable")
    assert (corrected.value, corrected.text) == ("favourable", "")


def test_the_team_joins_the_minutes(council: Council, editor: User) -> None:
    row = send(council, editor)
    with pytest.raises(InvalidInput) as refused:
        answer(row, editor)
    assert refused.value.field == "minutes"

    first = answer(row, editor, minutes=text_file("compte-rendu.txt"))
    again = answer(first, editor, value="reserved", text="Non", minutes=text_file("bis.txt"))
    assert again.minutes.name == "bis.txt"
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "maybe"}, "value"),
        ({"value": "unfavourable", "text": " "}, "text"),
        ({"met_on": NOW.date() + DAY}, "met_on"),
    ],
)
def test_what_cannot_be_an_answer(
    council: Council, member: User, editor: User, changes: dict[str, Any], field: str
) -> None:
    row = send(council, editor)
    with pytest.raises(InvalidInput) as refused:
        answer(row, member, **changes)
    assert refused.value.field == field
    assert Consultation.objects.get().state == ConsultationState.SENT


def test_who_did_not_sit_that_day_was_not_present(
    council: Council, member: User, editor: User
) -> None:
    row = send(council, editor)
    past = make.make_mandate(council, ends_on=NOW.date() - DAY)
    with pytest.raises(InvalidInput) as refused:
        answer(row, member, present=[past], met_on=NOW.date())
    assert refused.value.field == "present"
    assert answer(row, member, present=[past], met_on=NOW.date() - DAY).present.get() == past


def test_strangers_do_not_answer(council: Council, editor: User, outsider: User, reader: User):
    row = send(council, editor)
    for person in (outsider, reader):
        with pytest.raises(NotAllowed):
            answer(row, person)
    with pytest.raises(Refused):
        answer(prepare(council, editor), editor, minutes=text_file())


def test_who_has_a_stake_stays_out(council: Council, member: User, editor: User) -> None:
    row = prepare(council, editor)
    recusal = answers.declare_stake(
        consultation=row, user=member, reason="Elle y travaille", by=editor, at=NOW
    )
    operations.send_consultation(consultation=row, by=editor, at=NOW)
    assert told(member) == []
    with pytest.raises(NotAllowed):
        answer(row, member)
    with pytest.raises(InvalidInput):
        answer(row, editor, minutes=text_file(), present=[council.mandates.get(user=member)])

    answers.lift_stake(recusal=recusal, by=editor, at=NOW)
    assert answer(row, member).value == "favourable"


def test_nobody_declares_for_somebody_else(council: Council, member: User, editor: User) -> None:
    row = send(council, editor)
    other = factories.make_user()
    make.make_mandate(council, other)
    with pytest.raises(NotAllowed):
        answers.declare_stake(consultation=row, user=other, reason="Ami", by=member, at=NOW)


def test_silence_on_the_annual_report_is_favourable(
    council: Council, member: User, editor: User
) -> None:
    row = send(council, editor)
    on_the_day = datetime.datetime(2026, 4, 2, 21, 0, tzinfo=datetime.UTC)
    assert keep_time(at=on_the_day).silent == 0
    assert keep_time(at=on_the_day + DAY).silent == 1

    row.refresh_from_db()
    assert (row.state, row.value, row.counts_as(DUE + DAY)) == ("silent", "", "favourable")
    assert told(member)[-1] == (
        "Rapport annuel 2025\u00a0: le délai est passé sans avis de votre conseil."
    )
    assert told(editor) == [
        "Conseil des Prés n’a pas répondu dans le délai\u00a0: Rapport annuel 2025."
    ]
    assert keep_time(at=on_the_day + 2 * DAY).silent == 0


def test_a_late_opinion_is_kept_and_marked(council: Council, member: User, editor: User) -> None:
    row = send(council, editor)
    later = NOW + 40 * DAY
    keep_time(at=later)
    given = answer(row, member, later, value="unfavourable", text="Trop peu de femmes.")

    assert (given.state, given.value, given.is_late) == ("answered", "unfavourable", True)
    # Those who decided after the last day could rely on the silence.
    assert given.counts_as(later.date()) == "favourable"


def test_late_on_another_subject_the_opinion_counts(
    council: Council, member: User, editor: User
) -> None:
    row = send(council, editor, matter=Matter.OTHER)
    given = answer(row, member, NOW + 40 * DAY, value="unfavourable", text="Non.")
    assert (given.is_late, given.counts_as(DUE + 40 * DAY)) == (True, "unfavourable")


def test_reminders_come_once_each(council: Council, member: User, editor: User) -> None:
    send(council, editor)
    counts = []
    for days in range(10):
        at = datetime.datetime(2026, 3, 25, 6, 0, tzinfo=datetime.UTC) + days * DAY
        counts.append(keep_time(at=at).people)
        keep_time(at=at)
    assert counts == [0, 1, 0, 0, 0, 0, 1, 0, 0, 0]
    assert len(told(member)) == 4  # sent, twice reminded, silent


def test_a_council_without_anybody_is_counted(council: Council, editor: User) -> None:
    send(council, editor)
    kept = keep_time(at=NOW + 25 * DAY)
    assert (kept.reminded, kept.people, kept.unreachable) == (1, 0, 1)


def test_the_daily_command_says_what_it_did(council: Council, editor: User, capsys: Any) -> None:
    send(council, editor)
    Consultation.objects.update(due_on=datetime.date(2020, 1, 1))
    call_command("remind_consultations")
    assert capsys.readouterr().out == (
        "0 consultations rappelées à 0 personnes, 0 sans personne à joindre, "
        "1 sans réponse dans le délai.\n"
    )


def test_a_cancelled_consultation_says_why(council: Council, member: User, editor: User) -> None:
    row = send(council, editor)
    with pytest.raises(InvalidInput):
        operations.cancel_consultation(consultation=row, reason="", by=editor, at=NOW)
    operations.cancel_consultation(consultation=row, reason="Projet retiré", by=editor, at=NOW)
    with pytest.raises(Refused):
        answer(row, member)
    assert told(member)[-1] == (
        "Rapport annuel 2025\u00a0: l’avis de votre conseil n’est plus attendu."
    )


def test_an_opinion_is_published_by_choice(
    council: Council, member: User, editor: User, outsider: User
) -> None:
    row = send(council, editor)
    with pytest.raises(Refused):
        answers.publish_answer(consultation=row, published=True, by=member, at=NOW)
    answer(row, member)
    with pytest.raises(NotAllowed):
        answers.publish_answer(consultation=row, published=True, by=outsider, at=NOW)
    shown = answers.publish_answer(consultation=row, published=True, by=member, at=NOW)
    assert shown.published_at == NOW
    with pytest.raises(Refused):
        answer(row, member, value="reserved", text="Finalement non")
    hidden = answers.publish_answer(consultation=row, published=False, by=editor, at=NOW)
    assert hidden.published_at is None
