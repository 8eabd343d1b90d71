"""What a person was told, and what is still to be e-mailed."""

from __future__ import annotations

import datetime

from django.db.models import Model, Q, QuerySet

from ensemblier.accounts.models import User
from ensemblier.notices.models import Comment, Frequency, Notice, Preference

# After a long silence, nobody wants last month's news in one letter.
NEWS_FOR = datetime.timedelta(days=7)
# A notice «at once» that is still here after this was lost on its way.
LOST_AFTER = datetime.timedelta(minutes=15)


def notices_of(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user)


def unread_of(user: User) -> QuerySet[Notice]:
    return notices_of(user).filter(read_at=None)


def frequency_of(user: User) -> str:
    preference = Preference.objects.filter(user=user).first()
    return preference.frequency if preference else Frequency.DAILY


def waiting_for_email(at: datetime.datetime) -> QuerySet[Notice]:
    """Unread, never e-mailed, recent, for people who accept e-mail; by person, oldest first."""
    frequency = "user__notice_preference__frequency"
    daily = Q(user__notice_preference=None) | Q(**{frequency: Frequency.DAILY})
    lost = Q(**{frequency: Frequency.AT_ONCE}, created_at__lte=at - LOST_AFTER)
    return (
        Notice.objects.filter(
            daily | lost,
            emailed_at=None,
            read_at=None,
            created_at__gte=at - NEWS_FOR,
            user__is_active=True,
            user__email__isnull=False,
        )
        .select_related("user")
        .order_by("user_id", "created_at", "pk")
    )


def comments_on(target: Model) -> QuerySet[Comment]:
    """What was said about one object, newest first, with who said it."""
    rows = Comment.objects.filter(object_type=target._meta.label_lower, object_id=str(target.pk))
    return rows.select_related("author")
