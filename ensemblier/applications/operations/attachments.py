"""The papers of an application: its own files, or those that the organization's file has."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application, Attachment
from ensemblier.applications.permissions import can_write_application
from ensemblier.audit.operations import record
from ensemblier.calls.models import Question, WantedAttachment
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.organizations.models import OrganizationDocument


@transaction.atomic
def attach(
    *,
    application: Application,
    by: User,
    at: datetime.datetime,
    uploaded: File[Any] | None = None,
    document: OrganizationDocument | None = None,
    wanted: WantedAttachment | None = None,
    question: Question | None = None,
) -> Attachment:
    """Join a file, or a paper of the bearer's own file. The same one twice is joined once."""
    locked = _locked(application, by)
    if document is not None:
        _check_document(locked, document, timezone.localdate(at))
        known = locked.attachments.filter(document=document, wanted=wanted).first()
        if known:
            return known
    elif uploaded is None:
        raise InvalidInput(_("Choisissez un fichier."), field="file")
    attachment = Attachment(
        application=locked,
        wanted=wanted,
        question=question,
        document=document,
        added_by=by,
        added_at=at,
    )
    if uploaded is not None and document is None:
        attachment.file = store_upload(uploaded=uploaded, by=by, at=at)
        if known := _sent_before(attachment):
            remove_file(stored=attachment.file)
            return known
    attachment.save()
    _record("attach", _("Pièce jointe"), attachment, by, at)
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: User, at: datetime.datetime) -> None:
    """The organization keeps its own papers; a file of the application alone is destroyed."""
    _locked(attachment.application, by)
    if attachment.message_id:
        raise NotAllowed(_("Une pièce jointe à un message reste avec lui."))
    stored = attachment.file
    _record("detach", _("Pièce retirée"), attachment, by, at)
    attachment.delete()
    if stored is not None:
        remove_file(stored=stored)


def _sent_before(attachment: Attachment) -> Attachment | None:
    """The same bytes in answer to the same thing: a button pressed twice."""
    if attachment.file is None:
        return None
    return attachment.application.attachments.filter(
        file__sha256=attachment.file.sha256,
        wanted=attachment.wanted,
        question=attachment.question,
        message=None,
    ).first()


def _check_document(
    application: Application, document: OrganizationDocument, day: datetime.date
) -> None:
    if document.organization_id != application.action.bearer_id:
        raise InvalidInput(_("Choisissez un document de la structure."), field="document")
    if document.is_outdated_on(day):
        raise InvalidInput(
            _("«\u00a0%(document)s\u00a0» n’est plus valable\u00a0: déposez-en un nouveau.")
            % {"document": document},
            field="document",
        )


def _locked(application: Application, by: User) -> Application:
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("action", "contract")
        .get(pk=application.pk)
    )
    if not can_write_application(by, locked):
        raise NotAllowed(_("Ce dossier ne se modifie plus."))
    return locked


def _record(
    action: str, what: str, attachment: Attachment, by: User, at: datetime.datetime
) -> None:
    record(
        action=f"applications.{action}",
        summary=_("%(what)s, dossier %(reference)s\u00a0: %(name)s")
        % {"what": what, "reference": attachment.application.reference, "name": attachment},
        by=by,
        at=at,
        target=attachment.application,
        changes={"attachment": [None, attachment.pk]},
    )
