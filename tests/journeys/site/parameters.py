"""A value for each parameter of an address that is not a page."""

from __future__ import annotations

from typing import Any

from tests.journeys.site.ground import ALES, PLAN
from tests.journeys.site.variants import PRINTED


def named_by_number(site: Any) -> dict[str, Any]:
    """{name of an address that is not a page: the row that its number stands for}"""
    return {
        "applications:attachment": site.draft,
        "appraisal:attachment": site.draft,
        "appraisal:check": site.discussed,
        "appraisal:post_message": site.discussed,
        "appraisal:sheet": site.discussed,
        "funding:session_amounts": site.sheet_note,
        "applications:cerfa": site.draft,
        "outcomes:cerfa": site.report,
        "outcomes:submit": site.report,
        "outcomes:save": site.report,
        "outcomes:as_planned": site.report,
        "outcomes:file": site.report,
        "calls:export_graces": site.call,
        "calls:export_rows": site.call,
        "calls:move_row": site.call,
        "calls:note_pdf": site.call,
        "calls:review": site.call,
        "contracts:document": site.document,
        **site.councils.by_number(),
        **site.consultations.by_number(),
        "governance:export_seats": site.body,
        "governance:export_sessions": site.body,
        "funding:export_scenario": site.scenario,
        "funding:agreement": site.agreement,
        "funding:agreement_document": site.agreement,
        "funding:letter": site.letter,
        "funding:payment_import_refused": site.payment_import,
        "funding:recovery_letter": site.recovery,
        "funding:send_letter": site.letter,
        "funding:switch_template": site.template,
        "funding:template_file": site.template,
        "funding:past_year_refused": site.past_year,
        "funding:refused_cells": site.matrix_import,
        "funding:story": site.received.requests.earliest("pk"),
        "portal:call_template": site.paper_wanted,
        "contracts:import_refused": site.signatories_import,
        "organizations:document": site.association,
        "organizations:import_refused": site.organizations_import,
        "territories:import_refused": site.areas_import,
    }


def parameters_of(site: Any, name: str) -> dict[str, Any]:
    return {
        **site.councils.parameters(),
        **site.consultations.parameters(name),
        "call_slug": site.call.slug,
        "word": "questions",
        "row_pk": site.question.pk,
        "section": "envelopes",
        "contract_slug": ALES,
        "slug": ALES,
        "plan_slug": PLAN,
        "key": site.file.key if name == "files:download" else site.area.key,
        "fmt": "pdf" if name.endswith(PRINTED) else "csv",
        "number": 1,
        "theme_id": 1,
        "node_id": "1",
        "token": "x",
        "provider_id": "x",
        "pk": site.draws.row_of(name).pk
        if name.startswith("draws:")
        else getattr(named_by_number(site).get(name), "pk", 1),
        "call_pk": site.call.pk,
        "call_id": site.received.call_id,
        "name": "proposed",
        "joint_pk": site.joint_applicant.pk,
        "request_pk": site.join_request.pk,
        "attachment_pk": site.attachment.pk,
        "attachment_id": site.attachment.pk,
        "committee_id": site.received.call.committees.earliest("pk").pk,
        "session_id": site.sheet_note.session_id,
        "note_id": site.sheet_note.pk,
        "award_id": site.award.pk,
        "kind": "grant_letter" if name.startswith("funding:") else "dossier",
        "deed": "ouvrir",
        "contract_pk": site.contract.pk,
        "file_pk": site.report_file.pk,
        "step": "recit" if name.startswith("outcomes:") else "action",
        "membership_pk": site.membership.pk,
        "document_pk": (site.councils.document if name.startswith("councils:") else site.paper).pk,
        **site.fund.parameters(name),
        **site.votes.parameters(name),
    }
