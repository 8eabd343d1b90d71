"""Telling people, in the application and by e-mail as they wish."""

from __future__ import annotations

import datetime
import itertools
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import SMTPException

from django.db import transaction
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_tasks import task

from ensemblier.accounts.models import User
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.notices.emails import message_about
from ensemblier.notices.models import Frequency, Notice, Preference
from ensemblier.notices.queries import frequency_of, unread_of, waiting_for_email

logger = logging.getLogger(__name__)


@transaction.atomic
def notify(
    *, user: User, kind: str, text: str | Promise, url: str = "", at: datetime.datetime
) -> Notice | None:
    """Tell `user` one sentence, and by e-mail on commit if they want it at once.

    A lazy `text` is read in the person's language; `url` is a path of this site, given in any
    language. Nothing for deactivated people: returns None.
    """
    if not user.is_active:
        return None
    with translation.override(user.language):
        sentence = str(text)
    notice = Notice.objects.create(
        user=user,
        kind=kind,
        text=sentence,
        url=translate_url(url, user.language) if url else "",
        created_at=at,
    )
    if user.email and frequency_of(user) == Frequency.AT_ONCE:
        transaction.on_commit(lambda: email_notice.enqueue(notice.pk))
    return notice


@task()
def email_notice(notice_id: int) -> None:
    """Send one notice, unless it was read, sent, or its reader has left meanwhile."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice and notice.user.is_active and notice.user.email and not notice.read_at:
        _send(notice.user, [notice], timezone.now())


@dataclass
class Sent:
    people: int = 0
    notices: int = 0
    failures: int = 0


def send_digests(*, at: datetime.datetime) -> Sent:
    """One e-mail per person with what they were not told yet.

    An address that refuses its mail does not keep the others from theirs: it is counted,
    and tried again next time.
    """
    sent = Sent()
    for user, rows in itertools.groupby(waiting_for_email(at), key=lambda notice: notice.user):
        count = _send(user, list(rows), at)
        if count is None:
            sent.failures += 1
        else:
            sent.people += 1
            sent.notices += count
    return sent


def _send(user: User, notices: Sequence[Notice], at: datetime.datetime) -> int | None:
    """How many of `notices` went out; None when the mail server refused."""
    with transaction.atomic():
        # Claimed before they are sent: two senders at once never write twice to a person.
        mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices], emailed_at=None)
        claimed = list(mine.select_for_update().order_by("created_at", "pk"))
        mine.update(emailed_at=at)
    try:
        if claimed:
            message_about(user, claimed).send()
    except (SMTPException, OSError) as failure:
        logger.error("E-mail to person %s failed: %s", user.pk, failure)
        Notice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(emailed_at=None)
        return None
    return len(claimed)


def mark_read(*, notice: Notice, by: User, at: datetime.datetime) -> Notice:
    if notice.user_id != by.pk:
        raise NotAllowed(_("Cette notification est pour quelqu’un d’autre."))
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, by: User, at: datetime.datetime) -> int:
    return unread_of(by).update(read_at=at)


@transaction.atomic
def set_frequency(*, user: User, frequency: str, by: User) -> Preference:
    """How often `user` accepts e-mail; only they decide."""
    if by != user:
        raise NotAllowed(_("Chacun choisit ses propres courriels."))
    if frequency not in Frequency.values:
        raise InvalidInput(_("Choisissez une fréquence de la liste."), field="frequency")
    preference, _created = Preference.objects.update_or_create(
        user=user, defaults={"frequency": frequency}
    )
    return preference


def purge_notices(*, at: datetime.datetime, days: int) -> int:
    """Delete what was told more than `days` ago; how many."""
    old = Notice.objects.filter(created_at__lt=at - datetime.timedelta(days=days))
    return old.delete()[0]
