"""The matrix, what is granted and what is paid."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.accounts.models import User
from ensemblier.core.imports import Report
from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.models import MatrixImport, Scenario
from ensemblier.funding.operations.agreements import prepare_agreement
from ensemblier.funding.operations.letters import make_letter
from ensemblier.funding.operations.past_years import prepare_past_year
from ensemblier.funding.operations.payment_imports import prepare_payments
from ensemblier.funding.operations.templates import add_template
from tests.access.ground import NOW, TODAY, upload
from tests.factories import programming as make
from tests.programming import Programming, add_application

GRANTED_ACTION = 4242
STANDS_FOR = {
    "funding:*.session_id": "agenda_session.pk",
    "funding:session.pk": "sheet_note.pk",
    "funding:session_amounts.pk": "sheet_note.pk",
    "funding:*.call_id": "call.pk",
    "funding:*.award_id": "line_award.pk",
    "funding:*.receipt_id": "receipt.pk",
    "funding:application.pk": "application.pk",
    "funding:revise_decision.pk": "line.pk",
    "funding:letter.pk": "letter.pk",
    "funding:replace_letter.pk": "letter.pk",
    "funding:send_letter.pk": "letter.pk",
    "funding:agreement.pk": "agreement.pk",
    "funding:agreement_document.pk": "agreement.pk",
    "funding:rewrite_agreement.pk": "agreement.pk",
    "funding:send_agreement.pk": "agreement.pk",
    "funding:sign_agreement.pk": "agreement.pk",
    "funding:keep_signed_agreement.pk": "agreement.pk",
    "funding:cancel_agreement.pk": "agreement.pk",
    "funding:publish_agreement.pk": "agreement.pk",
    "funding:make_payment.pk": "payment.pk",
    "funding:edit_payment.pk": "payment.pk",
    "funding:remove_payment.pk": "payment.pk",
    "funding:correct_payment.pk": "payment.pk",
    "funding:receive_part.pk": "recovery.pk",
    "funding:drop_recovery.pk": "recovery.pk",
    "funding:recovery_letter.pk": "recovery.pk",
    "funding:remove_receipt.pk": "recovery.pk",
    "funding:payment_import.pk": "payment_import.pk",
    "funding:payment_import_refused.pk": "payment_import.pk",
    "funding:undo_payment_import.pk": "payment_import.pk",
    "funding:template_file.pk": "document_template.pk",
    "funding:replace_template.pk": "document_template.pk",
    "funding:switch_template.pk": "document_template.pk",
    "funding:remove_template.pk": "document_template.pk",
    "funding:row.pk": "application.pk",
    "funding:cell.pk": "request.pk",
    "funding:story.pk": "request.pk",
    "funding:compare.pk": "matrix_import.pk",
    "funding:refused_cells.pk": "matrix_import.pk",
    "funding:scenario.pk": "scenario.pk",
    "funding:rename_scenario.pk": "scenario.pk",
    "funding:apply_scenario.pk": "scenario.pk",
    "funding:remove_scenario.pk": "scenario.pk",
    "funding:export_scenario.pk": "scenario.pk",
    "funding:past_year.pk": "past_year.pk",
    "funding:past_year_refused.pk": "past_year.pk",
    "funding:undo_past_year.pk": "past_year.pk",
}
LITERALS = {
    "portal:action.number": GRANTED_ACTION,
    "funding:*.kind": "grant_letter",
    "funding:letter.fmt": "pdf",
    "funding:agreement_document.fmt": "pdf",
    "funding:template_preview.fmt": "pdf",
}


def matrix_rows(programming: Programming, editor: User) -> dict[str, Any]:
    """What the editor prepares around the matrix: a file read back, a scenario."""
    call = programming.call
    made = {"contract": call.contract, "call": call, "created_by": editor, "created_at": NOW}
    return {
        "matrix_import": MatrixImport.objects.create(
            file_name="tableau.xlsx", report=Report().as_dict(), **made
        ),
        "scenario": Scenario.objects.create(name="Essai", **made),
    }


def money_rows(programming: Programming, editor: User) -> dict[str, Any]:
    """An action that everyone reads, and a past year that waits for a yes."""
    call = programming.call
    action = make.make_action(call.contract, number=GRANTED_ACTION)
    granted = make.make_application(call, action, state="decided")
    request = make.make_request(granted, programming.envelope.funder, state="granted")
    make.make_award(request, envelope=programming.envelope, granted_cents=1)
    return {
        "past_year": prepare_past_year(
            contract=call.contract,
            uploaded=upload("annee.csv", "structure,action,année\nLe Héron,Bal,2020\n"),
            by=editor,
            at=NOW,
        ),
    }


def payment_rows(programming: Programming, editor: User) -> dict[str, Any]:
    """A line granted to «La Ronde»: its letter and its agreement are ready, not yet sent; a
    payment is expected, another made, and a part of it is to give back."""
    call, funder = programming.call, programming.envelope.funder
    application = add_application(
        call, programming.bearer, programming.partner, state="in_appraisal"
    )
    line = make.make_request(application, funder, state="granted")
    award = make.make_award(
        line, envelope=programming.envelope, granted_cents=500_00, decided_on=TODAY
    )
    paid = {"contract": call.contract, "award": award, "expected_on": TODAY}
    made = award.payments.create(amount_cents=200_00, kind="advance", made_on=TODAY, **paid)
    recovery = award.recoveries.create(
        contract=call.contract,
        amount_cents=100_00,
        received_cents=10_00,
        reason="Reste",
        asked_on=made.expected_on,
    )
    return {
        "line": line,
        "line_award": award,
        "payment": award.payments.create(amount_cents=100_00, kind="balance", **paid),
        "recovery": recovery,
        "receipt": recovery.receipts.create(amount_cents=10_00, received_on=TODAY),
        "letter": make_letter(award=award, by=editor, at=NOW),
        "agreement": prepare_agreement(award=award, kind="annual", by=editor, at=NOW),
        "document_template": add_template(
            contract=call.contract,
            kind="grant_letter",
            name="Le nôtre",
            uploaded=SimpleUploadedFile("modele.docx", default_template("grant_letter")),
            by=editor,
            at=NOW,
        ),
        "payment_import": prepare_payments(
            contract=call.contract,
            uploaded=upload("mandats.csv", "dossier,montant,date\nA,1,2026-01-01\n"),
            by=editor,
            at=NOW,
        ),
    }
