from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.councils import operations
from ensemblier.councils.models import Council, CouncilDocument, Meeting
from ensemblier.files.models import StoredFile
from tests import factories
from tests.councils.conftest import NOW
from tests.factories import programming as make

SOON = NOW + datetime.timedelta(days=10)


def plan(council: Council, by: User, **values: Any) -> Meeting:
    values = {"starts_at": SOON, "place": "Centre social", "agenda": "Le banc", **values}
    return operations.plan_meeting(council=council, values=values, by=by, at=NOW)


def url(name: str, council: Council, *args: object) -> str:
    return reverse(f"councils:{name}", args=[council.pk, *args])


def test_members_are_convened_by_letter_with_the_date_for_their_agenda(
    council: Council, member: User, django_capture_on_commit_callbacks: Any
):
    make.make_mandate(council, factories.make_user(None))
    make.make_mandate(council, ends_on=datetime.date(2020, 1, 1))
    meeting = plan(council, member)

    with django_capture_on_commit_callbacks(execute=True):
        assert operations.convene(meeting=meeting, by=member, at=NOW) == 1

    letter = mail.outbox[0]
    assert letter.to == ["membre@quartier.test"]
    assert letter.subject.endswith("Réunion du conseil\u00a0: Conseil des Prés")
    assert "Le banc" in letter.body
    assert "Centre social" in letter.body
    name, calendar, kind = letter.attachments[0]
    assert (name, kind) == ("reunion.ics", "text/calendar")
    assert f"DTSTART:{SOON:%Y%m%dT%H%M%SZ}\r\n" in calendar
    assert "LOCATION:Centre social\r\n" in calendar

    with django_capture_on_commit_callbacks(execute=True):
        operations.cancel_meeting(meeting=meeting, by=member, at=NOW)
    assert "n’aura pas lieu" in mail.outbox[1].body
    assert "STATUS:CANCELLED" in mail.outbox[1].attachments[0][1]
    with pytest.raises(Refused):
        operations.convene(meeting=meeting, by=member, at=NOW)


def test_nobody_is_convened_to_what_is_over_or_without_addresses(council: Council, editor: User):
    past = plan(council, editor, starts_at=NOW - datetime.timedelta(days=1))
    with pytest.raises(Refused) as refused:
        operations.convene(meeting=past, by=editor, at=NOW)
    assert str(refused.value) == "Cette réunion a déjà eu lieu."
    with pytest.raises(Refused) as refused:
        operations.convene(meeting=plan(council, editor), by=editor, at=NOW)
    assert str(refused.value) == (
        "Aucun membre n’a d’adresse électronique\u00a0: prévenez-les autrement."
    )


def test_who_came_is_noted_once_it_was_held(council: Council, member: User, editor: User):
    mandate = council.mandates.get()
    elsewhere = make.make_mandate(make.make_council(council.contract))
    counts = {"other_residents": 12, "other_guests": 3}
    coming = plan(council, editor)
    with pytest.raises(Refused):
        operations.note_presences(meeting=coming, presences={}, counts=counts, by=editor, at=NOW)
    held = plan(council, editor, starts_at=NOW - datetime.timedelta(days=1))
    with pytest.raises(InvalidInput):
        operations.note_presences(
            meeting=held, presences={elsewhere.pk: "present"}, counts=counts, by=member, at=NOW
        )
    for told in ("excused", "present"):
        operations.note_presences(
            meeting=held, presences={mandate.pk: told}, counts=counts, by=member, at=NOW
        )
    held.refresh_from_db()
    assert [(one.mandate, one.presence) for one in held.presences.all()] == [(mandate, "present")]
    assert (held.other_residents, held.other_guests) == (12, 3)


def test_a_member_holds_the_meetings_of_the_council(
    council: Council, member: User, member_client: Client, reader_client: Client
):
    values = {"starts_at": "2026-01-05T18:00", "place": "École", "subject": "Le banc"}
    wrong = member_client.post(
        url("plan_meeting", council), {**values, "ends_at": "2026-01-05T17:00"}
    )
    assert "La réunion finit avant de commencer." in wrong.content.decode()
    member_client.post(url("plan_meeting", council), values)
    meeting = council.meetings.get()
    assert timezone.localtime(meeting.starts_at).hour == 18
    args = (council, meeting.pk)
    mandate = council.mandates.get()
    member_client.post(
        url("presences", *args),
        {f"member_{mandate.pk}": "present", "other_residents": 4, "other_guests": 0},
    )
    page = member_client.get(url("meeting", *args)).content.decode()
    assert "Et aussi\u00a0: 4 autres habitants, 0 invités et partenaires." in page
    assert "Le banc" in reader_client.get(url("meetings", council)).content.decode()
    assert reader_client.get(url("presences", *args)).status_code == 403
    assert "École" in member_client.get(url("export_meetings", council, "csv")).content.decode()
    member_client.post(url("edit_meeting", *args), {**values, "place": "Gymnase"})
    meeting.refresh_from_db()
    assert meeting.place == "Gymnase"


def test_papers_are_for_the_council_until_they_are_public(
    council: Council, member: User, member_client: Client
):
    file = SimpleUploadedFile("charte.txt", b"Nous nous respectons.")
    values = {"kind": "charter", "title": "Charte", "dated": "2026-01-01"}
    member_client.post(url("add_document", council), {"file": file, **values})
    document = council.documents.get()
    public = reverse("files:download", args=[document.file.key])
    assert Client().get(public).status_code == 404
    assert member_client.get(url("document", council, document.pk)).status_code == 200

    member_client.post(url("edit_document", council, document.pk), {**values, "is_public": "on"})
    assert Client().get(public).status_code == 200
    assert "Charte" in member_client.get(url("export_documents", council, "csv")).content.decode()
    member_client.post(url("remove_document", council, document.pk))
    assert (CouncilDocument.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_reader_of_the_contract_adds_no_paper(council: Council, reader: User):
    with pytest.raises(NotAllowed):
        operations.add_document(
            council=council,
            kind="charter",
            title="Charte",
            uploaded=SimpleUploadedFile("a.txt", b"a"),
            dated=NOW.date(),
            by=reader,
            at=NOW,
        )
