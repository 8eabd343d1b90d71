"""Letters: a decision, or money to give back, told to the applicant by one funder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.enums import FUNDED, LineState
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import Refused
from ensemblier.core.http import filename
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.funding.documents.contexts import award_context, recovery_context
from ensemblier.funding.documents.pdf import pdf_of
from ensemblier.funding.enums import TemplateKind
from ensemblier.funding.models import Award, Letter, Recovery
from ensemblier.funding.operations.lines import locked_award
from ensemblier.funding.operations.templates import DOCX, make_document
from ensemblier.funding.queries.people import people_of_bearer
from ensemblier.notices.operations import notify

LETTER_OF = {
    LineState.REFUSED: TemplateKind.REFUSAL_LETTER,
    LineState.POSTPONED: TemplateKind.POSTPONEMENT_LETTER,
    **dict.fromkeys(FUNDED, TemplateKind.GRANT_LETTER),
}
TEXTS = {
    TemplateKind.GRANT_LETTER: gettext_lazy(
        "{funder} a accepté votre demande (dossier {reference}). Lisez sa lettre."
    ),
    TemplateKind.REFUSAL_LETTER: gettext_lazy(
        "{funder} a répondu à votre demande (dossier {reference}). Lisez sa lettre."
    ),
    TemplateKind.POSTPONEMENT_LETTER: gettext_lazy(
        "{funder} examinera votre demande plus tard (dossier {reference}). Lisez sa lettre."
    ),
    TemplateKind.RECOVERY_LETTER: gettext_lazy(
        "{funder} vous écrit au sujet d’une somme à rendre (dossier {reference})."
    ),
}


@transaction.atomic
def make_letter(*, award: Award, by: User, at: datetime.datetime) -> Letter:
    """From the template that serves; takes the place of one that was not sent yet."""
    award = locked_award(award.pk, by)
    kind = LETTER_OF.get(LineState(award.request.state))
    if kind is None or award.decided_on is None:
        raise Refused(
            _("Dossier %(reference)s\u00a0: ce financeur n’a pas encore décidé.")
            % {"reference": award.request.application.reference}
        )
    return _make(award, kind, award_context(award, timezone.localdate(at)), by, at)


@transaction.atomic
def make_letters(*, awards: Iterable[Award], by: User, at: datetime.datetime) -> list[Letter]:
    """All or none."""
    return [make_letter(award=award, by=by, at=at) for award in _in_order(awards)]


@transaction.atomic
def make_recovery_letter(*, recovery: Recovery, by: User, at: datetime.datetime) -> Letter:
    award = locked_award(recovery.award_id, by)
    recovery = Recovery.objects.get(pk=recovery.pk)
    recovery.award = award
    context = recovery_context(recovery, timezone.localdate(at))
    return _make(award, TemplateKind.RECOVERY_LETTER, context, by, at)


@transaction.atomic
def replace_letter(
    *, letter: Letter, uploaded: File[Any], by: User, at: datetime.datetime
) -> Letter:
    """The DOCX as somebody corrected it by hand; the PDF follows it."""
    letter = _locked(letter, by)
    _refuse_sent(letter)
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=DOCX)
    with stored.content.open("rb") as content:
        pdf_of([content.read()], title=stored.name, author="")
    former = letter.file
    letter.file = stored
    letter.save(update_fields=["file"])
    remove_file(stored=former)
    _record("replace_letter", _("%(kind)s remplacée, %(line)s"), letter, by, at)
    return letter


@transaction.atomic
def send_letter(
    *, letter: Letter, by: User, at: datetime.datetime, by_post: bool = False
) -> Letter:
    """The people of the bearer are told and read it on their page. Where nobody has an account
    it goes by post: `by_post` writes down that it was."""
    letter = _locked(letter, by)
    _refuse_sent(letter)
    application = letter.award.request.application
    people = list(people_of_bearer(application))
    if not by_post and not any(person.email for person in people):
        raise Refused(
            _(
                "Dossier %(reference)s\u00a0: personne de «\u00a0%(bearer)s\u00a0» n’a de compte. "
                "Postez la lettre, puis marquez-la envoyée par courrier."
            )
            % {"reference": application.reference, "bearer": application.action.bearer.label}
        )
    letter.sent_at = at
    letter.save(update_fields=["sent_at"])
    _record(
        "send_letter",
        _("%(kind)s postée, %(line)s") if by_post else _("%(kind)s envoyée, %(line)s"),
        letter,
        by,
        at,
    )
    for person in people:
        notify(
            user=person,
            kind="funding.letter",
            text=format_lazy(
                TEXTS[TemplateKind(letter.kind)],
                funder=letter.award.request.funder.label,
                reference=application.reference,
            ),
            url=reverse("funding:application", args=[application.pk]),
            at=at,
        )
    return letter


@transaction.atomic
def send_letters(
    *, letters: Iterable[Letter], by: User, at: datetime.datetime, by_post: bool = False
) -> list[Letter]:
    """All or none; the refusal names the application."""
    ordered = sorted(letters, key=lambda row: row.award.request.application_id)
    return [send_letter(letter=row, by=by, at=at, by_post=by_post) for row in ordered]


def _in_order(awards: Iterable[Award]) -> list[Award]:
    """Locks are taken by application, then by request."""
    return sorted(awards, key=lambda row: (row.request.application_id, row.request_id))


def _make(
    award: Award, kind: str, context: dict[str, Any], by: User, at: datetime.datetime
) -> Letter:
    request = award.request
    for former in award.letters.filter(sent_at=None, kind=kind).select_related("file"):
        former.delete()
        remove_file(stored=former.file)
    stored = make_document(
        kind=kind,
        contract_id=award.contract_id,
        funder_id=request.funder_id,
        context=context,
        name=filename(
            request.application.reference,
            request.funder.label,
            TemplateKind(kind).label,
            extension="docx",
        ),
        by=by,
        at=at,
    )
    letter = Letter.objects.create(
        contract_id=award.contract_id, award=award, kind=kind, file=stored, made_by=by, made_at=at
    )
    _record("make_letter", _("%(kind)s faite, %(line)s"), letter, by, at)
    return letter


def _locked(letter: Letter, by: User) -> Letter:
    award = locked_award(letter.award_id, by)
    fresh = Letter.objects.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if fresh is None:
        raise Refused(_("Cette lettre a été refaite entre-temps. Rechargez la page."))
    fresh.award = award
    return fresh


def _refuse_sent(letter: Letter) -> None:
    if letter.sent_at is not None:
        raise Refused(_("Cette lettre est déjà envoyée\u00a0: faites-en une autre."))


def _record(action: str, sentence: str, letter: Letter, by: User, at: datetime.datetime) -> None:
    request = letter.award.request
    line = f"{request.application.reference}, {request.funder.label}"
    kind = str(letter.get_kind_display())
    record(
        action=f"funding.{action}",
        summary=sentence % {"kind": kind[:1].upper() + kind[1:], "line": line},
        by=by,
        at=at,
        target=letter,
        changes={"file": [None, letter.file.sha256]},
    )
