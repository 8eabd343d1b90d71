"""Every URL tried by every kind of person. The table in `access_table.txt` is the policy.

For a new URL: say in STANDS_FOR what its parameters stand for (rows of `world`, to which the
room's own are added), run this file, judge the lines that it prints, add them to the table.
"""

from __future__ import annotations

import copy
import datetime
import itertools
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ensemblier.accounts.models import User
from ensemblier.appraisal.models import Recusal, SheetNote
from ensemblier.contracts.models import (
    Amendment,
    Contract,
    ContractArea,
    ContractDocument,
    Milestone,
    Signatory,
)
from ensemblier.contracts.operations.imports import prepare_signatories
from ensemblier.core.imports import Report
from ensemblier.files.operations import store_upload
from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.models import MatrixImport, Scenario
from ensemblier.funding.operations.agreements import prepare_agreement
from ensemblier.funding.operations.letters import make_letter
from ensemblier.funding.operations.past_years import prepare_past_year
from ensemblier.funding.operations.payment_imports import prepare_payments
from ensemblier.funding.operations.templates import add_template
from ensemblier.governance.models import Body
from ensemblier.notices.emails import unsubscribe_token
from ensemblier.notices.models import Comment, Notice
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    Organization,
    OrganizationDocument,
)
from ensemblier.organizations.operations.imports import prepare_import as prepare_organizations
from ensemblier.outcomes.models import Waiver
from ensemblier.plans.models import Alignment, Succession
from ensemblier.plans.operations.pending_imports import keep_import
from ensemblier.plans.reader import read_plan
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.operations.imports import prepare_import as prepare_territories
from tests import access_draws, factories
from tests.access_consultations import STANDS_FOR as consultations_stand_for
from tests.access_consultations import consultation_rows
from tests.access_councils import STANDS_FOR_COUNCILS, council_rows
from tests.access_fund import FUND_LITERALS, FUND_STANDS_FOR, fund_rows
from tests.access_votes import VOTES_LITERALS, VOTES_STAND_FOR, vote_rows
from tests.conftest import client_of
from tests.factories import programming as make
from tests.programming import Programming, add_application

# The columns of the table, in its order.
PERSONS = (
    *("visitor", "outsider", "other_member", "reader", "editor", "administrator"),
    *("applicant", "co_applicant", "other_association", "funder", "other_funder"),
    *("council_member", "recused_member"),
)
TABLE = Path(__file__).with_name("access_table.txt")
TODAY = datetime.date(2026, 1, 15)
BATCH = 12


def patterns(
    found: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every URL name with the names of its parameters."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)


def all_urls() -> dict[str, tuple[str, ...]]:
    return dict(patterns(get_resolver().url_patterns))


def policy() -> dict[str, dict[str, list[int]]]:
    """URL name → method → expected status for each of PERSONS."""
    rules: dict[str, dict[str, list[int]]] = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            name, method, *statuses = line.split()
            assert len(statuses) == len(PERSONS), f"{name} {method}: a status for each person"
            rules.setdefault(name, {})[method] = [int(status) for status in statuses]
    return rules


def as_lines(name: str, seen: dict[str, list[int]]) -> str:
    """What was seen, as the table says it."""
    return "\n".join(
        f"{name:<40} {method:<4} {' '.join(map(str, statuses))}"
        for method, statuses in seen.items()
    )


NOW = datetime.datetime(2026, 1, 15, 9, 0, tzinfo=datetime.UTC)
PLAN_TEXT = """Axe 1 : Vivre ensemble
Objectif 1.1 : Se rencontrer
Action 1.1.1 : Fêter les voisins
Action 1.1.2 : Ouvrir la salle le soir
Axe 2 : Travailler
Objectif 2.1 : Apprendre un métier
Action 2.1.1 : Visiter des ateliers
"""


def upload(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def stored(by: User, *, is_public: bool = False) -> Any:
    return store_upload(
        uploaded=upload("note.txt", "Une note.\n"), by=by, at=NOW, is_public=is_public
    )


def contract_rows(contract: Contract, editor: User, organization: Organization) -> dict[str, Any]:
    return {
        "organization": organization,
        "membership": Membership.objects.create(
            organization=organization,
            user=factories.make_user(None),
            role="member",
            starts_on=TODAY,
        ),
        "join_request": JoinRequest.objects.create(
            organization=organization, user=factories.make_user(None), role="member", asked_at=NOW
        ),
        "organization_document": OrganizationDocument.objects.create(
            organization=organization, kind="statutes", file=stored(editor), valid_from=TODAY
        ),
        "signatory": Signatory.objects.create(
            contract=contract, organization=organization, title="Président"
        ),
        "amendment": Amendment.objects.create(contract=contract, number=1, title="Suite"),
        "contract_document": ContractDocument.objects.create(
            contract=contract,
            kind="note",
            title="Note",
            file=stored(editor),
            dated=TODAY,
            is_public=False,
        ),
        "milestone": Milestone.objects.create(contract=contract, title="COPIL", due_on=TODAY),
    }


def plan_rows(contract: Contract, editor: User) -> dict[str, Any]:
    """A plan with a published version, a draft of the next, an alignment and a file to save."""
    plan = factories.make_plan(contract, slug="plan")
    version = factories.make_version(plan)
    node = factories.make_node(version)
    draft = factories.make_version(plan, published=False, based_on=version)
    other = factories.make_node(factories.make_version(factories.make_plan(contract)))
    kept = factories.make_node(draft, theme=node.theme)
    return {
        "plan": plan,
        "node": kept,
        "former_node": node,
        "theme": node.theme,
        "comment": Comment.objects.create(
            object_type="plans.plan", object_id=str(plan.pk), author=editor, text="À voir", at=NOW
        ),
        "alignment": Alignment.objects.create(
            contract=contract, source=node.theme, target=other.theme
        ),
        "succession": Succession.objects.create(
            contract=contract, source=node, target=kept, kind="kept"
        ),
        "plan_import": keep_import(
            contract=contract,
            plan=None,
            uploaded=upload("plan.txt", PLAN_TEXT),
            parsed=read_plan(PLAN_TEXT.encode(), "plan.txt").as_dict(),
            name="Plan lu",
            kind="territory",
            area=None,
            by=editor,
            at=NOW,
        ),
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


GRANTED_ACTION = 4242


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


@pytest.fixture
def world(
    contract: Contract, editor: User, reader: User, programming: Programming
) -> dict[str, Any]:
    """One of everything, all of the contract «ici»."""
    area = factories.make_area(name="Les Aires")
    factories.make_perimeter(area)
    return {
        "area": area,
        "contract_area": ContractArea.objects.create(contract=contract, area=area),
        "statistic": factories.make_statistic(area, "population", 1200),
        "person": reader,
        "role": reader.contractroles.get(),
        "notice": Notice.objects.create(user=editor, kind="test", text="À lire", created_at=NOW),
        "public_file": stored(editor, is_public=True),
        "private_file": stored(editor),
        "token": unsubscribe_token(editor),
        "territory_import": prepare_territories(
            kind="areas",
            uploaded=upload("communes.csv", "code,nom\n30999,Ville-Inventée\n"),
            options=ImportOptions(today=TODAY),
            by=editor,
            at=NOW,
        ),
        "organization_import": prepare_organizations(
            uploaded=upload("structures.csv", "nom,sorte\nLe Héron,association\n"),
            by=editor,
            at=NOW,
        ),
        "signatory_import": prepare_signatories(
            contract=contract,
            uploaded=upload("signataires.csv", "structure,qualité\nLe Héron,Présidente\n"),
            by=editor,
            at=NOW,
        ),
        **contract_rows(contract, editor, programming.bearer),
        **plan_rows(contract, editor),
        **programming_rows(programming),
        **matrix_rows(programming, editor),
        **money_rows(programming, editor),
        **council_rows(programming.council, editor),
        **payment_rows(programming, editor),
        **access_draws.draw_rows(contract, editor),
        **consultation_rows(programming, factories.make_user(), stored(editor)),
        **fund_rows(programming, editor, stored(editor)),
        **vote_rows(programming, editor),
    }


# What a parameter stands for: by URL, then by room, then everywhere.
STANDS_FOR = {
    **consultations_stand_for,
    "files:download.key": "public_file.key",
    "notices:open.pk": "notice.pk",
    "notices:unsubscribe.token": "token",
    "workspace:role_delegate.pk": "role.pk",
    "workspace:role_end.pk": "role.pk",
    "workspace:*.pk": "person.pk",
    "territories:edit_statistic.pk": "statistic.pk",
    "territories:remove_statistic.pk": "statistic.pk",
    "territories:*.pk": "territory_import.pk",
    "organizations:import_preview.pk": "organization_import.pk",
    "organizations:import_refused.pk": "organization_import.pk",
    "organizations:import_undo.pk": "organization_import.pk",
    "organizations:*.pk": "organization.pk",
    "organizations:*.request_pk": "join_request.pk",
    "organizations:*.membership_pk": "membership.pk",
    "organizations:*.document_pk": "organization_document.pk",
    "contracts:change_area.pk": "contract_area.pk",
    "contracts:remove_area.pk": "contract_area.pk",
    "contracts:import_preview.pk": "signatory_import.pk",
    "contracts:import_refused.pk": "signatory_import.pk",
    "contracts:import_undo.pk": "signatory_import.pk",
    "contracts:edit_signatory.pk": "signatory.pk",
    "contracts:move_signatory.pk": "signatory.pk",
    "contracts:remove_signatory.pk": "signatory.pk",
    "contracts:edit_amendment.pk": "amendment.pk",
    "contracts:remove_amendment.pk": "amendment.pk",
    "contracts:document.pk": "contract_document.pk",
    "contracts:edit_document.pk": "contract_document.pk",
    "contracts:replace_document.pk": "contract_document.pk",
    "contracts:remove_document.pk": "contract_document.pk",
    "contracts:*.pk": "milestone.pk",
    "plans:remove_comment.pk": "comment.pk",
    "plans:unalign.pk": "alignment.pk",
    "plans:forget.pk": "former_node.pk",
    "plans:node.pk": "node.pk",
    "plans:retitle.pk": "node.pk",
    "plans:move.pk": "node.pk",
    "plans:remove.pk": "node.pk",
    "plans:*.pk": "plan_import.pk",
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
    "funding:*.session_id": "agenda_session.pk",
    "funding:session.pk": "sheet_note.pk",
    "funding:session_amounts.pk": "sheet_note.pk",
    **STANDS_FOR_COUNCILS,
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
    "portal:call_template.pk": "wanted_attachment.pk",
    **FUND_STANDS_FOR,
    **VOTES_STAND_FOR,
    **access_draws.STANDS_FOR,
    "*.call_slug": "call.slug",
    "*.slug": "contract.slug",
    "*.contract_slug": "contract.slug",
    "*.plan_slug": "plan.slug",
    "*.theme_id": "theme.pk",
    "*.key": "area.key",
}
LITERALS = {
    **FUND_LITERALS,
    **VOTES_LITERALS,
    "portal:action.number": GRANTED_ACTION,
    "funding:*.kind": "grant_letter",
    "councils:order.fmt": "pdf",
    "funding:letter.fmt": "pdf",
    "funding:agreement_document.fmt": "pdf",
    "funding:template_preview.fmt": "pdf",
    "appraisal:sheet.fmt": "pdf",
    "appraisal:committee_pack.fmt": "pdf",
    "appraisal:paper.fmt": "pdf",
    "appraisal:paper.kind": "dossier",
    "appraisal:move.transition": "reject",
    "appraisal:move_session.deed": "ouvrir",
    "fmt": "csv",
    "provider_id": "proconnect",
    "number": 1,
    "node_id": "1",
    "step": "action",
    "outcomes:*.step": "recit",
    "applications:cerfa.fmt": "pdf",
    "outcomes:cerfa.fmt": "pdf",
    "word": "questions",
    "section": "envelopes",
    "name": "proposed",
}


def value_of(name: str, parameter: str, world: dict[str, Any]) -> Any:
    room = name.partition(":")[0]
    keys = (f"{name}.{parameter}", f"{room}:*.{parameter}", f"*.{parameter}")
    for key in (*keys, parameter):
        if key in LITERALS:
            return LITERALS[key]
    path = next(STANDS_FOR[key] for key in keys if key in STANDS_FOR)
    row, _, attribute = path.partition(".")
    return getattr(world[row], attribute) if attribute else world[row]


def answers(
    name: str, parameters: tuple[str, ...], world: dict[str, Any], clients: dict[str, Client]
) -> dict[str, list[int]]:
    """Status by method and person. What one person wrote is taken back before the next comes."""
    url = reverse(name, kwargs={key: value_of(name, key, world) for key in parameters})
    statuses: dict[str, list[int]] = {"GET": [], "POST": []}
    for client in clients.values():
        signed_in = copy.deepcopy(client.cookies)
        for method, seen in statuses.items():
            with transaction.atomic():
                send = client.get if method == "GET" else client.post
                seen.append(send(url).status_code)
                transaction.set_rollback(True)
        client.cookies = signed_in
    return statuses


def batches() -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """URLs that share a world, which takes as long to make as to try them: those of a room, a
    dozen at a time so that no worker waits for the last one."""

    def room_of(url: tuple[str, tuple[str, ...]]) -> str:
        return url[0].partition(":")[0] if ":" in url[0] else "accounts"

    for room, urls in itertools.groupby(sorted(all_urls().items(), key=room_of), room_of):
        listed = list(urls)
        for start in range(0, len(listed), BATCH):
            yield f"{room}-{start // BATCH + 1}", listed[start : start + BATCH]


@pytest.fixture
def clients(request: pytest.FixtureRequest) -> dict[str, Client]:
    """Signed in as each of PERSONS, whom the fixtures of the same names make."""
    people = {name: request.getfixturevalue(name) for name in PERSONS if name != "visitor"}
    return {name: client_of(people.get(name)) for name in PERSONS}


def test_the_table_names_every_url_and_no_other():
    assert set(policy()) == set(all_urls())


BATCHES = dict(batches())


@pytest.mark.parametrize("batch", BATCHES)
def test_access(batch: str, contract: Contract, world: dict[str, Any], clients: dict[str, Client]):
    rules, wrong = policy(), []
    for name, parameters in BATCHES[batch]:
        seen = answers(name, parameters, {**world, "contract": contract}, clients)
        if seen != rules.get(name):
            wrong.append(as_lines(name, seen))
    assert not wrong, "seen:\n" + "\n".join(wrong)


def test_private_files_are_not_at_the_public_address(
    world: dict[str, Any], clients: dict[str, Client]
):
    url = reverse("files:download", args=[world["private_file"].key])
    assert {client.get(url).status_code for client in clients.values()} == {404}
    assert clients["visitor"].get(reverse("files:download", args=[uuid.uuid4()])).status_code == 404
