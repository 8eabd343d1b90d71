"""Telling people, as they wish to be told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.notices.models import Frequency, Notice, Preference
from ensemblier.notices.operations import (
    Sent,
    mark_all_read,
    mark_read,
    notify,
    purge_notices,
    send_digests,
    set_frequency,
)
from tests import factories

NOW = timezone.make_aware(datetime.datetime(2026, 3, 2, 8, 0))
HOUR = datetime.timedelta(hours=1)


def tell(user: User, text: str = "Le plan est publié.", **fields: Any) -> Notice | None:
    fields.setdefault("at", NOW - HOUR)
    return notify(user=user, kind="plans.published", text=text, url="/espace/", **fields)


def prefers(user: User, frequency: str) -> None:
    set_frequency(user=user, frequency=frequency, by=user)


def outbox() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_a_notice_is_kept_and_waits_for_the_digest(
    editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(editor)

    assert notice is not None
    assert (notice.text, notice.url, notice.read_at) == ("Le plan est publié.", "/espace/", None)
    assert outbox() == []


def test_at_once_means_on_commit(editor: User, django_capture_on_commit_callbacks: Any) -> None:
    prefers(editor, Frequency.AT_ONCE)

    with django_capture_on_commit_callbacks(execute=True):
        tell(editor)
        assert outbox() == []

    assert outbox() == [("editor@example.org", "[Ensemblier] Le plan est publié.")]
    assert send_digests(at=timezone.now()) == Sent(0, 0, 0)


def test_the_text_and_the_address_are_in_the_language_of_the_reader(db: None) -> None:
    user = factories.make_user(language="en")

    # Django itself knows this word in both languages.
    notice = notify(
        user=user, kind="k", text=gettext_lazy("Monday"), url="/espace/notifications/", at=NOW
    )

    assert notice is not None
    assert (notice.text, notice.url) == ("Monday", "/en/espace/notifications/")


def test_deactivated_people_get_nothing(editor: User) -> None:
    notice = tell(editor)
    editor.is_active = False
    editor.save()

    assert notice is not None
    assert tell(editor) is None
    assert send_digests(at=NOW) == Sent(0, 0, 0)


def test_a_digest_is_one_message_with_everything_unread(editor: User, reader: User) -> None:
    tell(editor, "Un plan attend.")
    tell(editor, "Une étape approche.")
    read = tell(editor, "Déjà lue.")
    assert read is not None
    mark_read(notice=read, by=editor, at=NOW)
    tell(reader, "Bienvenue.")

    assert send_digests(at=NOW) == Sent(people=2, notices=3, failures=0)
    assert sorted(outbox()) == [
        ("editor@example.org", "[Ensemblier] 2 nouvelles pour vous"),
        ("reader@example.org", "[Ensemblier] Bienvenue."),
    ]
    body = next(m.body for m in mail.outbox if m.to == ["editor@example.org"])
    assert "- Un plan attend.\n  http://localhost:8000/espace/\n- Une étape approche.\n" in body
    assert send_digests(at=NOW) == Sent(0, 0, 0)


def test_every_message_says_how_to_stop(editor: User) -> None:
    tell(editor)
    send_digests(at=NOW)

    message = mail.outbox[0]
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("http://localhost:8000/espace/notifications/desabonnement/")
    assert address in message.body
    html = message.alternatives[0]
    assert html[1] == "text/html"
    assert address in html[0]


def test_never_means_never_and_people_without_address_are_left_alone(editor: User) -> None:
    prefers(editor, Frequency.NEVER)
    tell(editor)
    tell(factories.make_user(None))

    assert send_digests(at=NOW) == Sent(0, 0, 0)


def test_what_was_lost_on_its_way_is_in_the_next_digest(editor: User) -> None:
    prefers(editor, Frequency.AT_ONCE)
    tell(editor, at=NOW - HOUR)

    assert send_digests(at=NOW) == Sent(1, 1, 0)


def test_old_news_is_not_sent_after_a_long_silence(editor: User) -> None:
    tell(editor, at=NOW - datetime.timedelta(days=8))

    assert send_digests(at=NOW) == Sent(0, 0, 0)


class RefusesEditor(EmailBackend):
    """A mail server that does not know one address."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["editor@example.org"]:
            raise OSError("no such mailbox")
        return super().send_messages(messages)


def test_a_refused_address_does_not_keep_the_others_from_their_mail(
    editor: User, reader: User, settings: Any
) -> None:
    tell(editor)
    tell(reader)
    settings.EMAIL_BACKEND = f"{__name__}.RefusesEditor"

    assert send_digests(at=NOW) == Sent(people=1, notices=1, failures=1)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_digests(at=NOW) == Sent(people=1, notices=1, failures=0)


def test_reading_is_for_oneself(editor: User, reader: User) -> None:
    notice = tell(editor)
    assert notice is not None

    with pytest.raises(NotAllowed):
        mark_read(notice=notice, by=reader, at=NOW)

    tell(editor)
    tell(reader)
    assert mark_all_read(by=editor, at=NOW) == 2
    assert Notice.objects.filter(read_at=None).count() == 1


def test_only_the_person_chooses_the_frequency(editor: User, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        set_frequency(user=editor, frequency=Frequency.NEVER, by=administrator)
    with pytest.raises(InvalidInput):
        set_frequency(user=editor, frequency="hourly", by=editor)

    assert not Preference.objects.exists()


def test_old_notices_are_purged(editor: User) -> None:
    tell(editor, at=NOW - datetime.timedelta(days=366))
    kept = tell(editor, at=NOW - datetime.timedelta(days=364))

    assert purge_notices(at=NOW, days=365) == 1
    assert list(Notice.objects.all()) == [kept]
