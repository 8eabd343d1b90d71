"""Calls, applications, their appraisal and their reports."""

from __future__ import annotations

from typing import Any

from ensemblier.appraisal.models import Recusal, SheetNote
from ensemblier.governance.models import Body
from ensemblier.outcomes.models import Waiver
from tests import factories
from tests.access.ground import NOW, stored
from tests.factories import programming as make
from tests.programming import Programming

STANDS_FOR = {
    "applications:detail.pk": "application.pk",
    "applications:message.pk": "application.pk",
    "applications:renew.pk": "application.pk",
    "applications:*.pk": "draft.pk",
    "outcomes:take_back_waiver.pk": "waiver.pk",
    "outcomes:*.pk": "report.pk",
    "outcomes:*.file_pk": "report_file.pk",
    "outcomes:*.contract_pk": "contract.pk",
    "applications:*.joint_pk": "joint_applicant.pk",
    "applications:*.attachment_pk": "attachment.pk",
    "applications:*.call_pk": "call.pk",
    "calls:*.pk": "call.pk",
    "calls:*.row_pk": "question.pk",
    "calls:*.grace_pk": "grace.pk",
    "calls:*.code": "rule.code",
    "governance:*.pk": "body.pk",
    "governance:*.seat_pk": "seat.pk",
    "governance:*.session_pk": "session.pk",
    "appraisal:lift_recusal.pk": "recusal.pk",
    "appraisal:*.pk": "application.pk",
    "appraisal:*.call_id": "call.pk",
    "appraisal:*.opinion_id": "opinion.pk",
    "appraisal:*.attachment_id": "joined.pk",
    "appraisal:*.committee_id": "committee.pk",
    "appraisal:*.session_id": "agenda_session.pk",
    "appraisal:*.note_id": "sheet_note.pk",
    "portal:call_template.pk": "wanted_attachment.pk",
}
LITERALS = {
    "appraisal:sheet.fmt": "pdf",
    "appraisal:committee_pack.fmt": "pdf",
    "appraisal:paper.fmt": "pdf",
    "appraisal:paper.kind": "dossier",
    "appraisal:move.transition": "reject",
    "appraisal:move_session.deed": "ouvrir",
    "outcomes:*.step": "recit",
    "applications:cerfa.fmt": "pdf",
    "outcomes:cerfa.fmt": "pdf",
}


def programming_rows(programming: Programming) -> dict[str, Any]:
    """The call and what was asked in it; `draft` is an application not yet submitted."""
    return {
        "call": programming.call,
        "envelope": programming.envelope,
        "council": programming.council,
        "application": programming.application,
        "draft": programming.draft,
        "joint_applicant": programming.draft.joint_applicants.get(),
        "attachment": programming.draft.attachments.create(
            file=stored(factories.make_user()), added_at=NOW
        ),
        "request": programming.request,
        "award": programming.award,
        **report_rows(programming),
        **preparing_rows(programming),
    }


def report_rows(programming: Programming) -> dict[str, Any]:
    """A report that its authors are filling in, and a waiver."""
    report = make.make_report(programming.application, state="draft")
    author = factories.make_user()
    return {
        "report": report,
        "report_file": report.files.create(kind="photo", file=stored(author), added_at=NOW),
        "waiver": Waiver.objects.create(
            contract=report.contract,
            organization=programming.bystander,
            year=2030,
            reason="Incendie",
            given_by=author,
            given_at=NOW,
        ),
    }


def preparing_rows(programming: Programming) -> dict[str, Any]:
    """What hangs on the call, a body that meets and a member of the council."""
    call = programming.call
    body = make.make_body(call.contract)
    return {
        "question": call.questions.create(kind="text", label="Depuis quand ?"),
        "rule": call.rules.create(code="report_months", value=6, source="Cerfa"),
        "wanted_attachment": call.wanted_attachments.create(
            label="Budget", template=stored(factories.make_user())
        ),
        "grace": call.graces.create(
            organization=programming.bystander,
            until=call.closes_at,
            reason="Incendie",
            given_by=factories.make_user(),
            given_at=NOW,
        ),
        "body": body,
        "seat": make.make_seat(body),
        "session": make.make_session(body),
        **appraisal_rows(programming, body),
        "mandate": make.make_mandate(programming.council),
    }


def appraisal_rows(programming: Programming, body: Body) -> dict[str, Any]:
    """An opinion that is awaited, a recusal, an application on the agenda of a session."""
    call, application = programming.call, programming.application
    author = factories.make_user()
    session = make.make_session(body)
    return {
        "committee": make.make_committee(call, body),
        "opinion": make.make_opinion(application, programming.envelope.funder),
        "joined": application.attachments.create(file=stored(author), added_at=NOW),
        "recusal": Recusal.objects.create(
            contract=call.contract,
            call=call,
            user=author,
            organization=programming.bystander,
            reason="Lien",
            declared_by=author,
            declared_at=NOW,
        ),
        "agenda_session": session,
        "sheet_note": SheetNote.objects.create(
            contract=call.contract, session=session, application=application, rank=1
        ),
    }
