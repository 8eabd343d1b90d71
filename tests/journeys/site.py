"""Every page of the site with an address that answers on the demonstration."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.models import Recusal, SheetNote
from ensemblier.calls.queries import open_calls
from ensemblier.contracts.models import Amendment, Contract, ContractDocument
from ensemblier.contracts.operations import prepare_signatories
from ensemblier.core.imports import Report
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.funding.documents.defaults import default_template
from ensemblier.funding.models import Agreement, Award, MatrixImport, Payment, Recovery
from ensemblier.funding.operations.agreements import prepare_agreement
from ensemblier.funding.operations.letters import make_letter
from ensemblier.funding.operations.past_years import prepare_past_year
from ensemblier.funding.operations.payment_imports import prepare_payments
from ensemblier.funding.operations.scenarios import create_scenario
from ensemblier.funding.operations.templates import add_template
from ensemblier.notices.emails import unsubscribe_token
from ensemblier.notices.models import Notice
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    Organization,
    OrganizationDocument,
)
from ensemblier.organizations.operations import prepare_import as prepare_organizations
from ensemblier.outcomes.queries.figures import public_requests
from ensemblier.plans.imports import start_import
from ensemblier.plans.models import Node, Plan
from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.models import Area, Statistic
from ensemblier.territories.operations import prepare_import as prepare_territories
from tests import factories
from tests.factories import programming as make
from tests.journeys.site_consultations import ConsultationSite
from tests.journeys.site_councils import CouncilSite
from tests.journeys.site_draws import DrawPages
from tests.journeys.site_fund import FundSite
from tests.journeys.site_votes import VoteSite

Addresses = dict[str, tuple[Any, ...]]
DAY = datetime.date(2026, 1, 15)
ALES, PLAN, DISTRICT_PLAN = "ales-agglomeration", "plan", "projet-de-quartier-grand-combe"
DOCUMENT = """Plan d’essai
Le présent plan comporte 2 axes et 4 objectifs.
Axe 1 : Mieux vivre ensemble
1.1 Ouvrir des lieux de rencontre
1.2 Accompagner les familles
Axe 2 : Travailler près de chez soi
2.1 Aider à trouver un emploi
Imprimé par nos soins
"""


def text_file(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def one_perimeter_and_one_mistake(code: str = "QN03099Z", name: str = "Quartier du Moulin") -> str:
    feature = {
        "type": "Feature",
        "properties": {"code_qp": code, "lib_qp": name},
        "geometry": factories.square(4.07, 44.11),
    }
    nowhere = {"type": "Feature", "properties": {"code_qp": "rien"}, "geometry": None}
    return json.dumps({"type": "FeatureCollection", "features": [feature, nowhere]})


class Site:
    """The demonstration with what it lacks: a file, an amendment, pending imports, a notice."""

    def __init__(self, administrator: User) -> None:
        self.administrator = administrator
        self.contract = Contract.objects.get(slug=ALES)
        self.plan = Plan.objects.get(contract=self.contract, slug=PLAN)
        self.association = Organization.objects.filter(kind="association").earliest("pk")
        self.author = {"by": administrator, "at": timezone.now()}
        self.editor = User.objects.get(email=ACCOUNTS["editor"].email)
        self.area = Area.objects.get(code="QN03016M", generation="2024")
        self.hamlet = Area.objects.create(kind="other", name="Hameau des Cigales", source="essai")
        self.file = self.upload("deliberation.txt")
        self.open_papers()
        self.open_imports()
        self.open_call()
        self.councils = CouncilSite(self.council, self.mandate, self.author)
        self.open_applications()
        self.open_appraisal()
        self.open_matrix()
        self.open_reports()
        self.open_money()
        self.open_payments()
        self.fund = FundSite(self.contract, self.author)
        self.draws = DrawPages(self.contract, self.author)
        self.votes = VoteSite(self.contract, self.editor)
        self.consultations = ConsultationSite(
            self.council, self.call, self.discussed, self.file, self.mandate.user
        )

    def upload(self, name: str) -> StoredFile:
        content = text_file(name, "Une note de travail.\n")
        return store_upload(uploaded=content, is_public=True, **self.author)

    def open_papers(self) -> None:
        self.amendment = Amendment.objects.create(
            contract=self.contract, number=9, title="Une suite"
        )
        self.document = ContractDocument.objects.create(
            contract=self.contract, kind="note", title="Note", file=self.file, dated=DAY
        )
        self.paper = OrganizationDocument.objects.create(
            organization=self.association, kind="statutes", file=self.file, valid_from=DAY
        )
        self.membership = Membership.objects.create(
            organization=self.association, user=self.editor, role="member", starts_on=DAY
        )
        self.notice = Notice.objects.create(
            user=self.administrator, kind="test", text="À lire", url="/", created_at=timezone.now()
        )

    def open_imports(self) -> None:
        self.areas_import = prepare_territories(
            kind=ImportKind.PERIMETERS,
            uploaded=text_file("quartiers.geojson", one_perimeter_and_one_mistake()),
            options=ImportOptions(today=DAY, source="essai", dated=DAY),
            **self.author,
        )
        self.join_request = JoinRequest.objects.create(
            organization=self.association,
            user=factories.make_user(full_name="Jo Jointe"),
            role="member",
            asked_at=timezone.now(),
        )
        self.organizations_import = prepare_organizations(
            uploaded=text_file("structures.csv", "nom;siret\nLa Ronde;\nLe Pont;12\n"),
            **self.author,
        )
        self.signatories_import = prepare_signatories(
            contract=self.contract,
            uploaded=text_file("signataires.csv", "structure;qualité\nVille d’Alès;Maire\n"),
            **self.author,
        )
        self.plan_import = start_import(
            contract=self.contract,
            plan=None,
            name="Plan d’essai",
            kind="contract",
            area=None,
            uploaded=text_file("plan.txt", DOCUMENT),
            **self.author,
        )

    def open_call(self) -> None:
        """The call that is open, with one of each row, and who sits around it."""
        self.call = open_calls(timezone.now()).get(contract=self.contract)
        self.question = self.call.questions.create(kind="text", label="Depuis quand ?", rank=99)
        self.paper_wanted = self.call.wanted_attachments.create(
            label="Budget", template=self.upload("modele.txt"), rank=99
        )
        self.rule = self.call.rules.update_or_create(
            code="report_months", defaults={"value": 6, "source": "Cerfa 12156"}
        )[0]
        self.grace = self.call.graces.create(
            organization=self.association,
            until=self.call.closes_at,
            reason="Incendie",
            given_by=self.administrator,
            given_at=timezone.now(),
        )
        self.body = self.contract.bodys.earliest("pk")
        self.seat = self.body.seats.earliest("pk")
        self.session = self.body.sessions.create(
            contract=self.contract, starts_at=timezone.now() + datetime.timedelta(days=30)
        )
        self.council = self.contract.councils.earliest("pk")
        self.mandate = self.council.mandates.earliest("pk")

    def open_applications(self) -> None:
        theme = self.call.themes.earliest("pk").node
        action = make.make_action(
            self.contract, self.association, name="Jardin partagé", number=9001
        )
        self.draft = make.make_application(self.call, action, node=theme, is_assisted=True)
        self.joint_applicant = self.draft.joint_applicants.create(
            organization=Organization.objects.filter(kind="association").latest("pk")
        )
        self.attachment = self.draft.attachments.create(file=self.file, added_at=timezone.now())
        self.received = (
            Application.objects.filter(contract=self.contract, state="decided", call__isnull=False)
            .select_related("call")
            .latest("pk")
        )

    def open_reports(self) -> None:
        self.report = make.make_report(self.draft, state="draft")
        self.report_file = self.report.files.create(
            kind="photo", file=self.file, added_at=timezone.now()
        )
        self.waiver = self.contract.waivers.create(
            organization=self.association,
            year=2099,
            reason="Incendie",
            given_by=self.administrator,
            given_at=timezone.now(),
        )

    def open_money(self) -> None:
        """An action that everyone reads, and a past year that waits for a yes."""
        granted = public_requests().filter(contract=self.contract)
        self.granted_number = granted.earliest("pk").application.action.number
        rows = "structure,action,année,financeur,accordé\nLe Moulin,Bal,2019,CAF du Gard,10\n"
        self.past_year = prepare_past_year(
            contract=self.contract, uploaded=text_file("annee.csv", rows), **self.author
        )

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

    def open_matrix(self) -> None:
        call = self.received.call
        self.scenario = create_scenario(call=call, name="Essai", **self.author)
        self.matrix_import = MatrixImport.objects.create(
            contract=self.contract,
            call=call,
            file_name="tableau.xlsx",
            report=Report().as_dict(),
            created_by=self.administrator,
            created_at=timezone.now(),
        )

    def open_appraisal(self) -> None:
        self.sheet_note = (
            SheetNote.objects.filter(
                contract=self.contract,
                session__state="planned",
                application__state__in=["admissible", "in_appraisal"],
            )
            .select_related("application")
            .earliest("pk")
        )
        self.discussed = self.sheet_note.application
        self.opinion = make.make_opinion(
            self.discussed, make.make_funder(name="Agence du moulin"), source="service"
        )
        self.recusal = Recusal.objects.create(
            contract=self.contract,
            call_id=self.discussed.call_id,
            user=self.editor,
            organization=self.association,
            reason="Amie du trésorier",
            declared_by=self.administrator,
            declared_at=timezone.now(),
        )

    def public(self) -> Addresses:
        """What a visitor reads."""
        contract, plan = (ALES,), (ALES, PLAN)
        leaf = self.published_node("1.1.1").theme_id
        return {
            "account_login": (),
            "account_request_login_code": (),
            "account_signup": (),
            "account_inactive": (),
            "account_reset_password": (),
            "account_password_reset_completed": (),
            "socialaccount_login_cancelled": (),
            "notices:unsubscribe": (unsubscribe_token(self.administrator),),
            "portal:accessibility": (),
            "portal:action": (ALES, self.granted_number),
            "portal:actions": contract,
            "portal:area": (self.area.key,),
            "portal:areas": (),
            "portal:call": (ALES, self.call.slug),
            "portal:calls": (),
            "portal:contract": contract,
            "portal:contract_areas": contract,
            **self.councils.public(),
            "portal:documents": contract,
            "portal:home": (),
            "portal:legal": (),
            "portal:locate": (),
            "portal:node": (*plan, leaf),
            "portal:plan": plan,
            "portal:plan_compare": plan,
            "portal:signatories": contract,
            **self.draws.public(),
            "search:search": (),
            "ui:gallery": (),
            **self.fund.public(),
            **self.votes.public(),
        }

    def working(self) -> Addresses:
        """What an administrator reads and fills in."""
        return (
            self.about_people()
            | self.about_places()
            | self.about_contract()
            | self.about_plan()
            | self.about_calls()
            | self.about_councils()
            | self.about_consultations()
            | self.about_applications()
            | self.about_appraisal()
            | self.about_matrix()
            | self.about_reports()
            | self.about_payments()
            | self.about_fund()
            | self.about_draws()
        )

    def about_draws(self) -> Addresses:
        return self.draws.working()

    def about_consultations(self) -> Addresses:
        return self.consultations.working()

    def about_councils(self) -> Addresses:
        return self.councils.working()

    def about_people(self) -> Addresses:
        organization, role = (self.association.pk,), (self.editor.contractroles.get().pk,)
        membership, paper = (*organization, self.membership.pk), (*organization, self.paper.pk)
        return {
            "account_change_password": (),
            "account_email": (),
            "account_logout": (),
            "account_reauthenticate": (),
            "audit:list": (),
            "mfa_index": (),
            "notices:list": (),
            "organizations:add_document": organization,
            "organizations:add_member": organization,
            "organizations:close": organization,
            "organizations:create": (),
            "organizations:detail": organization,
            "organizations:edit": organization,
            "organizations:end_membership": membership,
            "organizations:expire_document": paper,
            "organizations:find": (),
            "organizations:import": (),
            "organizations:import_preview": (self.organizations_import.pk,),
            "organizations:import_undo": (self.organizations_import.pk,),
            "organizations:join": organization,
            "organizations:list": (),
            "organizations:mine": (),
            "organizations:merge": organization,
            "organizations:open_own": (),
            "organizations:refuse_request": (*organization, self.join_request.pk),
            "organizations:remove_document": paper,
            "organizations:reopen": organization,
            "organizations:replace_document": paper,
            "organizations:requests": (),
            "socialaccount_connections": (),
            "workspace:account": (),
            "workspace:home": (),
            "workspace:people": (),
            "workspace:person": (self.editor.pk,),
            "workspace:person_create": (),
            "workspace:personal_data": (),
            "workspace:role_end": role,
        }

    def about_places(self) -> Addresses:
        statistic = Statistic.objects.select_related("area").earliest("pk")
        figure = (statistic.area.key, statistic.pk)
        return {
            "territories:add_statistic": (self.area.key,),
            "territories:create": (),
            "territories:describe": (self.area.key,),
            "territories:detail": (self.area.key,),
            "territories:edit": (self.hamlet.key,),
            "territories:edit_statistic": figure,
            "territories:import": (),
            "territories:import_preview": (self.areas_import.pk,),
            "territories:list": (),
            "territories:locate": (),
            "territories:remove_statistic": figure,
        }

    def about_contract(self) -> Addresses:
        contract = (ALES,)
        area = (ALES, self.contract.contractareas.earliest("pk").pk)
        signatory = (ALES, self.contract.signatorys.earliest("pk").pk)
        milestone = (ALES, self.contract.milestones.earliest("pk").pk)
        amendment, paper = (ALES, self.amendment.pk), (ALES, self.document.pk)
        return {
            "contracts:add_amendment": contract,
            "contracts:add_area": contract,
            "contracts:add_document": contract,
            "contracts:add_milestone": contract,
            "contracts:add_signatory": contract,
            "contracts:amendments": contract,
            "contracts:areas": contract,
            "contracts:calendar": contract,
            "contracts:change_area": area,
            "contracts:complete_milestone": milestone,
            "contracts:create": (),
            "contracts:detail": contract,
            "contracts:documents": contract,
            "contracts:edit": contract,
            "contracts:edit_amendment": amendment,
            "contracts:edit_document": paper,
            "contracts:edit_milestone": milestone,
            "contracts:edit_signatory": signatory,
            "contracts:import_preview": (ALES, self.signatories_import.pk),
            "contracts:import_signatories": contract,
            "contracts:import_undo": (ALES, self.signatories_import.pk),
            "contracts:list": (),
            "contracts:publish": contract,
            "contracts:remove_amendment": amendment,
            "contracts:remove_area": area,
            "contracts:remove_document": paper,
            "contracts:remove_milestone": milestone,
            "contracts:remove_signatory": signatory,
            "contracts:reopen_milestone": milestone,
            "contracts:replace_document": paper,
            "contracts:signatories": contract,
            "contracts:team": contract,
            "contracts:unpublish": contract,
        }

    def about_plan(self) -> Addresses:
        contract, plan = (ALES,), (ALES, PLAN)
        draft = Node.objects.get(version__plan=self.plan, version__state="draft", code="1.1.1")
        return {
            "plans:align": (ALES, DISTRICT_PLAN),
            "plans:compare": plan,
            "plans:create": contract,
            "plans:delete": plan,
            "plans:detail": plan,
            "plans:discard": plan,
            "plans:edit": plan,
            "plans:import": contract,
            "plans:import_drop": (ALES, self.plan_import.pk),
            "plans:import_preview": (ALES, self.plan_import.pk),
            "plans:list": contract,
            "plans:node": (*plan, draft.pk),
            "plans:publish": plan,
            "plans:read": (*plan, 1),
            "plans:remove": (*plan, draft.pk),
            "plans:settings": plan,
        }

    def about_calls(self) -> Addresses:
        call, row = (self.call.pk,), (self.call.pk, "questions", self.question.pk)
        body = (self.body.pk,)
        return {
            "calls:add_row": (self.call.pk, "pieces"),
            "calls:archive": call,
            "calls:areas": call,
            "calls:calendar": call,
            "calls:copy": call,
            "calls:create": (ALES,),
            "calls:detail": call,
            "calls:drop_rule": (self.call.pk, self.rule.code),
            "calls:edit_row": row,
            "calls:edit_rule": (self.call.pk, self.rule.code),
            "calls:give_grace": call,
            "calls:graces": call,
            "calls:list": (),
            "calls:note": call,
            "calls:presentation": call,
            "calls:publish": call,
            "calls:remove": call,
            "calls:remove_row": row,
            "calls:reopen": call,
            "calls:rows": (self.call.pk, "enveloppes"),
            "calls:rules": call,
            "calls:take_grace_back": (self.call.pk, self.grace.pk),
            "calls:themes": call,
            "calls:unpublish": call,
            "governance:add_seat": body,
            "governance:body": body,
            "governance:cancel_session": (self.body.pk, self.session.pk),
            "governance:create": (ALES,),
            "governance:edit": body,
            "governance:edit_seat": (self.body.pk, self.seat.pk),
            "governance:edit_session": (self.body.pk, self.session.pk),
            "governance:end_seat": (self.body.pk, self.seat.pk),
            "governance:list": (),
            "governance:plan_session": body,
        }

    def about_applications(self) -> Addresses:
        """One that the team types in, one that was received and that the call may renew."""
        pk = self.draft.pk
        return {
            "applications:add_joint": (pk,),
            "applications:attach": (pk,),
            "applications:detail": (self.received.pk,),
            "applications:list": (),
            "applications:renew": (self.received.pk, self.call.pk),
            "applications:sign_joint": (pk, self.joint_applicant.pk),
            "applications:start": (self.call.pk,),
            "applications:step": (pk, "budget"),
            "applications:withdraw": (pk,),
        }

    def about_reports(self) -> Addresses:
        """One that the team types in for an association, with a photo, and a waiver."""
        pk = self.report.pk
        return {
            "outcomes:accept": (pk,),
            "outcomes:add_file": (pk,),
            "outcomes:ask_completion": (pk,),
            "outcomes:ask_money_back": (pk,),
            "outcomes:detail": (pk,),
            "funding:choose_past_years": (),
            "funding:past_year": (ALES, self.past_year.pk),
            "funding:past_years": (ALES,),
            "funding:undo_past_year": (ALES, self.past_year.pk),
            "outcomes:figure_lines": (),
            "outcomes:figures": (),
            "outcomes:fill": (pk, "budget"),
            "outcomes:give_waiver": (),
            "outcomes:remove_file": (pk, self.report_file.pk),
            "outcomes:reopen": (pk,),
            "outcomes:reports": (),
            "outcomes:take_back_waiver": (self.waiver.pk,),
            "outcomes:waivers": (),
        }

    def about_appraisal(self) -> Addresses:
        """An application that is discussed and is on the agenda of a session to come."""
        pk, call = self.discussed.pk, self.discussed.call_id
        opinion, session = (pk, self.opinion.pk), self.sheet_note.session_id
        return {
            "appraisal:ask_opinions": (pk,),
            "appraisal:assign": (pk,),
            "appraisal:assign_all": (call,),
            "appraisal:bulk_opinions": (call,),
            "appraisal:create_session": (),
            "appraisal:declare_recusal": (call,),
            "appraisal:file": (pk,),
            "appraisal:give_opinion": opinion,
            "appraisal:lift_recusal": (call, self.recusal.pk),
            "appraisal:list": (),
            "appraisal:move": (pk, "ask_completion"),
            "appraisal:postpone_opinion": opinion,
            "appraisal:recusals": (call,),
            "appraisal:remind": (call,),
            "appraisal:session": (session,),
            "appraisal:sessions": (),
            "appraisal:withdraw_opinion": opinion,
            "funding:session": (session, self.sheet_note.pk),
        }

    def about_matrix(self) -> Addresses:
        """The matrix of the call of `received`, with a file that came back and a scenario."""
        call, line = self.received.call_id, self.received.requests.earliest("pk").pk
        scenario = (call, self.scenario.pk)
        return {
            "funding:apply_scenario": scenario,
            "funding:calls": (),
            "funding:cell": (call, line, "proposed"),
            "funding:compare": (call, self.matrix_import.pk),
            "funding:compute": (call,),
            "funding:copy": (call,),
            "funding:matrix": (call,),
            "funding:remove_scenario": scenario,
            "funding:rename_scenario": scenario,
            "funding:row": (call, self.received.pk),
            "funding:scenario": scenario,
            "funding:scenarios": (call,),
            "funding:workbook": (call,),
        }

    def about_fund(self) -> Addresses:
        return {**self.fund.working(), **self.votes.working()}

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

    def parameters(self, name: str) -> dict[str, Any]:
        """A value for each parameter of an address that is not a page."""
        rows = {
            "applications:attachment": self.draft,
            "appraisal:attachment": self.draft,
            "appraisal:check": self.discussed,
            "appraisal:post_message": self.discussed,
            "appraisal:sheet": self.discussed,
            "funding:session_amounts": self.sheet_note,
            "applications:cerfa": self.draft,
            "outcomes:cerfa": self.report,
            "outcomes:submit": self.report,
            "outcomes:save": self.report,
            "outcomes:as_planned": self.report,
            "outcomes:file": self.report,
            "calls:export_graces": self.call,
            "calls:export_rows": self.call,
            "calls:move_row": self.call,
            "calls:note_pdf": self.call,
            "calls:review": self.call,
            "contracts:document": self.document,
            **self.councils.by_number(),
            **self.consultations.by_number(),
            "governance:export_seats": self.body,
            "governance:export_sessions": self.body,
            "funding:export_scenario": self.scenario,
            "funding:agreement": self.agreement,
            "funding:agreement_document": self.agreement,
            "funding:letter": self.letter,
            "funding:payment_import_refused": self.payment_import,
            "funding:recovery_letter": self.recovery,
            "funding:send_letter": self.letter,
            "funding:switch_template": self.template,
            "funding:template_file": self.template,
            "funding:past_year_refused": self.past_year,
            "funding:refused_cells": self.matrix_import,
            "funding:story": self.received.requests.earliest("pk"),
            "portal:call_template": self.paper_wanted,
            "contracts:import_refused": self.signatories_import,
            "organizations:document": self.association,
            "organizations:import_refused": self.organizations_import,
            "territories:import_refused": self.areas_import,
        }
        return {
            **self.councils.parameters(),
            **self.consultations.parameters(name),
            "call_slug": self.call.slug,
            "word": "questions",
            "row_pk": self.question.pk,
            "section": "envelopes",
            "contract_slug": ALES,
            "slug": ALES,
            "plan_slug": PLAN,
            "key": self.file.key if name == "files:download" else self.area.key,
            "fmt": "pdf" if name.endswith(PRINTED) else "csv",
            "number": 1,
            "theme_id": 1,
            "node_id": "1",
            "token": "x",
            "provider_id": "x",
            "pk": self.draws.row_of(name).pk
            if name.startswith("draws:")
            else getattr(rows.get(name), "pk", 1),
            "call_pk": self.call.pk,
            "call_id": self.received.call_id,
            "name": "proposed",
            "joint_pk": self.joint_applicant.pk,
            "request_pk": self.join_request.pk,
            "attachment_pk": self.attachment.pk,
            "attachment_id": self.attachment.pk,
            "committee_id": self.received.call.committees.earliest("pk").pk,
            "session_id": self.sheet_note.session_id,
            "note_id": self.sheet_note.pk,
            "award_id": self.award.pk,
            "kind": "grant_letter" if name.startswith("funding:") else "dossier",
            "deed": "ouvrir",
            "contract_pk": self.contract.pk,
            "file_pk": self.report_file.pk,
            "step": "recit" if name.startswith("outcomes:") else "action",
            "membership_pk": self.membership.pk,
            "document_pk": (
                self.councils.document if name.startswith("councils:") else self.paper
            ).pk,
            **self.fund.parameters(name),
            **self.votes.parameters(name),
        }

    def published_node(self, code: str) -> Node:
        return Node.objects.get(version__plan=self.plan, version__state="published", code=code)


PRINTED = (
    *(":letter", ":agreement_document", ":template_preview", "councils:order"),
    *(":cerfa", ":sheet", ":paper", ":committee_pack"),
)

# Answered with something to read only after a step of a journey, or by the world outside.
AFTER_A_STEP = {
    # For its applicants, once their application is decided.
    "appraisal:opinions_given",
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_set_password",
    "applications:summary",
    # A piece of the matrix, fetched when a cell has the focus.
    "funding:story",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_error",
    "socialaccount_signup",
    "workspace:role_delegate",
}
# The same pages asked otherwise: (name of the page, query).
VARIANTS_FOR_ALL = [
    ("search:search", "?q=emploi"),
    ("search:search", "?q=zzzz"),
    ("portal:locate", "?lat=44.13&lon=4.08"),
    ("portal:locate", "?lat=ici&lon=la"),
    ("portal:areas", "?q=zzzz"),
    ("portal:plan", "?q=sante"),
    ("portal:signatories", "?q=zzzz"),
]
VARIANTS_AT_WORK = [
    ("audit:list", "?q=zzzz"),
    ("contracts:list", "?q=zzzz"),
    ("organizations:list", "?q=zzzz"),
    ("organizations:list", "?page=2"),
    ("territories:list", "?q=zzzz"),
    ("territories:locate", "?lat=44.13&lon=4.08"),
    ("workspace:people", "?q=zzzz"),
]


def paths(addresses: Addresses, variants: Sequence[tuple[str, str]] = ()) -> list[str]:
    plain = [reverse(name, args=args) for name, args in addresses.items()]
    return plain + [reverse(name, args=addresses[name]) + query for name, query in variants]
