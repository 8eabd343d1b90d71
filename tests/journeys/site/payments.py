"""Decisions, agreements, payments."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.models import Agreement, Award, Payment, Recovery
from ensemblier.funding.operations.agreements import prepare_agreement
from ensemblier.funding.operations.letters import make_letter
from ensemblier.funding.operations.payment_imports import prepare_payments
from ensemblier.funding.operations.templates import add_template
from tests.journeys.site.ground import ALES, DAY, Addresses, Ground, text_file


class Payments(Ground):
    """A line from its letter to money given back."""

    def open_payments(self) -> None:
        """A line that is granted and waits for its agreement, its letter and its money."""
        bound = Agreement.objects.filter(contract=self.contract).values("application")
        self.award = (
            Award.objects.filter(
                contract=self.contract, request__state="granted", decided_on__isnull=False
            )
            .exclude(request__application__in=bound)
            .earliest("pk")
        )
        self.letter = make_letter(award=self.award, **self.author)
        self.agreement = prepare_agreement(award=self.award, kind="annual", **self.author)
        self.payment = Payment.objects.filter(
            contract=self.contract, made_on=None, award__request__state__in=["granted", "agreement"]
        ).earliest("pk")
        self.recovery = Recovery.objects.filter(contract=self.contract).earliest("pk")
        self.receipt = self.recovery.receipts.create(amount_cents=1, received_on=DAY)
        self.template = add_template(
            contract=self.contract,
            kind="grant_letter",
            name="Notre lettre",
            uploaded=SimpleUploadedFile("lettre.docx", default_template("grant_letter")),
            **self.author,
        )
        self.payment_import = prepare_payments(
            contract=self.contract,
            uploaded=text_file("mandats.csv", "dossier;montant;date\nA;1;2026-01-01\n"),
            **self.author,
        )

    def about_payments(self) -> Addresses:
        call, award = (self.award.request.application.call_id,), (self.award.pk,)
        agreement, payment = (self.agreement.pk,), (self.payment.pk,)
        template, listed = (ALES, self.template.pk), (ALES, self.payment_import.pk)
        return {
            "funding:add_payment": award,
            "funding:add_template": (ALES,),
            "funding:agreements": (),
            "funding:application": (self.award.request.application_id,),
            "funding:ask_recovery": award,
            "funding:cancel_agreement": agreement,
            "funding:contract_templates": (ALES,),
            "funding:correct_payment": payment,
            "funding:decision_calls": (),
            "funding:decisions": call,
            "funding:drop_recovery": (self.recovery.pk,),
            "funding:edit_payment": payment,
            "funding:import_payments": (ALES,),
            "funding:keep_signed_agreement": agreement,
            "funding:letters": call,
            "funding:line": award,
            "funding:make_payment": payment,
            "funding:payment_import": listed,
            "funding:payments": (),
            "funding:prepare_agreement": award,
            "funding:publish_agreement": agreement,
            "funding:receive_part": (self.recovery.pk,),
            "funding:recoveries": (),
            "funding:remove_payment": payment,
            "funding:remove_receipt": (self.recovery.pk, self.receipt.pk),
            "funding:remove_template": template,
            "funding:replace_letter": (self.letter.pk,),
            "funding:replace_template": template,
            "funding:revise_decision": (self.award.request_id,),
            "funding:rewrite_agreement": agreement,
            "funding:send_agreement": agreement,
            "funding:sign_agreement": agreement,
            "funding:template_kind": (ALES, "grant_letter"),
            "funding:templates": (),
            "funding:undo_payment_import": listed,
        }
