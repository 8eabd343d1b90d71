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
from ensemblier.contracts.models import Amendment, Contract, ContractDocument
from ensemblier.contracts.operations import prepare_signatories
from ensemblier.demo.loading.people import ACCOUNTS
from ensemblier.files.models import StoredFile
from ensemblier.files.operations import store_upload
from ensemblier.notices.emails import unsubscribe_token
from ensemblier.notices.models import Notice
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    Organization,
    OrganizationDocument,
)
from ensemblier.organizations.operations import prepare_import as prepare_organizations
from ensemblier.plans.imports import start_import
from ensemblier.plans.models import Node, Plan
from ensemblier.territories.enums import ImportKind
from ensemblier.territories.imports import ImportOptions
from ensemblier.territories.models import Area, Statistic
from ensemblier.territories.operations import prepare_import as prepare_territories
from tests import factories

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
            "portal:area": (self.area.key,),
            "portal:areas": (),
            "portal:contract": contract,
            "portal:contract_areas": contract,
            "portal:documents": contract,
            "portal:home": (),
            "portal:legal": (),
            "portal:locate": (),
            "portal:node": (*plan, leaf),
            "portal:plan": plan,
            "portal:plan_compare": plan,
            "portal:signatories": contract,
            "search:search": (),
            "ui:gallery": (),
        }

    def working(self) -> Addresses:
        """What an administrator reads and fills in."""
        return self.about_people() | self.about_places() | self.about_contract() | self.about_plan()

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

    def parameters(self, name: str) -> dict[str, Any]:
        """A value for each parameter of an address that is not a page."""
        rows = {
            "contracts:document": self.document,
            "contracts:import_refused": self.signatories_import,
            "organizations:document": self.association,
            "organizations:import_refused": self.organizations_import,
            "territories:import_refused": self.areas_import,
        }
        return {
            "contract_slug": ALES,
            "slug": ALES,
            "plan_slug": PLAN,
            "key": self.file.key if name == "files:download" else self.area.key,
            "fmt": "csv",
            "number": 1,
            "theme_id": 1,
            "node_id": "1",
            "token": "x",
            "provider_id": "x",
            "pk": getattr(rows.get(name), "pk", 1),
            "membership_pk": self.membership.pk,
            "document_pk": self.paper.pk,
        }

    def published_node(self, code: str) -> Node:
        return Node.objects.get(version__plan=self.plan, version__state="published", code=code)


# Answered with something to read only after a step of a journey, or by the world outside.
AFTER_A_STEP = {
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_set_password",
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
