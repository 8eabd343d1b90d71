"""Showing a call to everyone, and taking it back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.calls.lifecycle import CALL
from ensemblier.calls.models import Call
from ensemblier.calls.operations.base import locked, note
from ensemblier.calls.queries import people_behind
from ensemblier.calls.readiness import obstacles
from ensemblier.core.exceptions import Refused
from ensemblier.notices.operations import notify

# What rooms above do in the same transaction; they add theirs when they are loaded.
AFTER_PUBLICATION: list[Callable[[Call, User, datetime.datetime], None]] = []


@transaction.atomic
def publish_call(*, call: Call, by: User, at: datetime.datetime) -> Call:
    """Everyone reads it; associations answer it from the minute it opens."""
    call = _moved(call, "publish", by)
    if left := obstacles(call, at):
        raise Refused(_("Il manque encore : %(what)s") % {"what": left[0].sentence})
    call.published_at = at
    call.save()
    _tell(call, by, at, "publish_call", gettext_lazy("L’appel « {call} » est publié."))
    note("publish_call", _("Appel publié : %(call)s") % {"call": call}, call, by, at)
    for follow in AFTER_PUBLICATION:
        follow(call, by, at)
    return call


@transaction.atomic
def unpublish_call(*, call: Call, by: User, at: datetime.datetime) -> Call:
    """As long as nobody has begun to answer."""
    call = _moved(call, "unpublish", by)
    call.published_at = None
    call.save()
    _tell(call, by, at, "unpublish_call", gettext_lazy("L’appel « {call} » est retiré du site."))
    note("unpublish_call", _("Appel retiré du site : %(call)s") % {"call": call}, call, by, at)
    return call


@transaction.atomic
def archive_call(*, call: Call, by: User, at: datetime.datetime) -> Call:
    """Over: it stays readable and does not change any more."""
    call = _moved(call, "archive", by)
    call.save()
    note("archive_call", _("Appel archivé : %(call)s") % {"call": call}, call, by, at)
    return call


@transaction.atomic
def reopen_call(*, call: Call, by: User, at: datetime.datetime) -> Call:
    """Taken out of the archives; its dates still say whether it is open."""
    call = _moved(call, "reopen", by)
    call.save()
    note("reopen_call", _("Appel désarchivé : %(call)s") % {"call": call}, call, by, at)
    return call


def _moved(call: Call, name: str, by: User) -> Call:
    """The call, held, in the state where the transition leads. Saves nothing."""
    call = locked(call, by)
    transition = CALL.check(name, call, by)
    call.state = transition.target
    return call


def _tell(call: Call, by: User, at: datetime.datetime, kind: str, text: Any) -> None:
    for person in people_behind(call).exclude(pk=by.pk):
        notify(
            user=person,
            kind=f"calls.{kind}",
            text=format_lazy(text, call=call.name),
            url=reverse("calls:detail", args=[call.pk]),
            at=at,
        )
