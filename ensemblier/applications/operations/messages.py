"""What the applicants, the team and the funders say to each other inside a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.enums import MessageKind
from ensemblier.applications.exchange import followers_of
from ensemblier.applications.models import Application, Attachment, Message
from ensemblier.applications.operations.states import move_application
from ensemblier.applications.permissions import (
    can_manage_application,
    can_post_message,
    can_post_note,
    is_author,
)
from ensemblier.applications.queries.people import people_of
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.files.operations import store_upload
from ensemblier.notices.operations import notify

MAX_LENGTH = 10_000


@transaction.atomic
def post_message(
    *,
    application: Application,
    text: str,
    by: User,
    at: datetime.datetime,
    internal: bool = False,
    files: Sequence[File[Any]] = (),
    token: UUID | None = None,
) -> Message:
    """Say something in the file; `internal` notes stay between the team and the funders.

    The other side is told. The same `token` again gives the message that it sent. Raises
    NotAllowed, InvalidInput (field «text» or «file»).
    """
    allowed = can_post_note if internal else can_post_message
    if not allowed(by, application):
        raise NotAllowed(
            _("Seuls le porteur, l’équipe et les financeurs de l’appel écrivent dans ce dossier.")
        )
    if sent := _sent_with(token, application, by):
        return sent
    kind = MessageKind.INTERNAL if internal else MessageKind.MESSAGE
    message = _written(application, kind, text, by=by, at=at, files=files, token=token)
    summary = _("Note interne sur le dossier %s.") if internal else _("Message dans le dossier %s.")
    _record("post_note" if internal else "post_message", summary, message)
    if not internal:
        _tell_the_other_side(message)
    return message


@transaction.atomic
def ask_completion(
    *,
    application: Application,
    text: str,
    due_on: datetime.date,
    by: User,
    at: datetime.datetime,
    files: Sequence[File[Any]] = (),
) -> Message:
    """Give the file back to its applicants until `due_on`, saying what is missing.

    Raises Refused when it is not under way, NotAllowed, InvalidInput.
    """
    if not can_manage_application(by, application):
        raise NotAllowed(_("C’est l’équipe du contrat qui demande un complément."))
    if due_on <= timezone.localdate(at):
        raise InvalidInput(_("Choisissez un jour à venir."), field="due_on")
    move_application(
        application=application,
        transition="ask_completion",
        by=by,
        at=at,
        reason=text.strip(),
        is_told=False,
        completion_due_on=due_on,
    )
    message = _written(
        application, MessageKind.COMPLETION, text, by=by, at=at, files=files, due_on=due_on
    )
    _record("ask_message", _("Complément demandé pour le dossier %s."), message)
    for person in people_of(application):
        notify(
            user=person,
            kind="applications.completion_asked",
            text=format_lazy(
                gettext_lazy("Le dossier {what} est à compléter avant le {day}."),
                what=str(application),
                day=date_format(due_on),
            ),
            url=reverse("applications:detail", args=[application.pk]),
            at=at,
        )
    return message


def settle_completions(*, application: Application, at: datetime.datetime) -> int:
    """The applicants answered: what was asked of them is settled; how many requests were open.

    Called within the operation that submits the completed file, which records it.
    """
    asked = application.messages.filter(kind=MessageKind.COMPLETION, settled_at__isnull=True)
    return asked.update(settled_at=at)


def _sent_with(token: UUID | None, application: Application, by: User) -> Message | None:
    """Two clicks of one person come one after the other: they hold the application in turn."""
    if token is None:
        return None
    Application.objects.select_for_update().get(pk=application.pk)
    return Message.objects.filter(client_token=token, application=application, by=by).first()


def _written(
    application: Application,
    kind: str,
    text: str,
    *,
    by: User,
    at: datetime.datetime,
    files: Iterable[File[Any]],
    due_on: datetime.date | None = None,
    token: UUID | None = None,
) -> Message:
    text = text.strip()
    if not text:
        raise InvalidInput(_("Écrivez votre message."), field="text")
    if len(text) > MAX_LENGTH:
        raise InvalidInput(
            _("Ce message est trop long\u00a0: joignez plutôt un document."), field="text"
        )
    message = Message.objects.create(
        contract_id=application.contract_id,
        application=application,
        kind=kind,
        text=text,
        by=by,
        at=at,
        due_on=due_on,
        client_token=token,
    )
    for uploaded in files:
        Attachment.objects.create(
            application=application,
            message=message,
            file=store_upload(uploaded=uploaded, by=by, at=at),
            added_by=by,
            added_at=at,
        )
    return message


def _record(action: str, summary: str, message: Message) -> None:
    # The words themselves stay in the file, which not everybody who reads the trail may open.
    record(
        action=f"applications.{action}",
        summary=summary % message.application.reference,
        by=message.by,
        at=message.at,
        target=message,
        changes={"files": [0, message.attachments.count()]},
    )


def _tell_the_other_side(message: Message) -> None:
    application = message.application
    if is_author(message.by, application):
        people, url = followers_of(application), reverse("appraisal:file", args=[application.pk])
    else:
        people, url = people_of(application), reverse("applications:detail", args=[application.pk])
    for person in people.exclude(pk=message.by.pk):
        notify(
            user=person,
            kind="applications.message",
            text=format_lazy(
                gettext_lazy("{who}, dossier {what}\u00a0: {text}"),
                who=str(message.by),
                what=application.reference,
                text=Truncator(message.text).chars(200),
            ),
            url=url,
            at=message.at,
        )
