"""Contracts, organizations, plans and what hangs on them."""

from __future__ import annotations

from typing import Any

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Amendment, Contract, ContractDocument, Milestone, Signatory
from ensemblier.notices.models import Comment
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    Organization,
    OrganizationDocument,
)
from ensemblier.plans.models import Alignment, Succession
from ensemblier.plans.operations.pending_imports import keep_import
from ensemblier.plans.reader import read_plan
from tests import factories
from tests.access.ground import NOW, TODAY, stored, upload

PLAN_TEXT = """Axe 1 : Vivre ensemble
Objectif 1.1 : Se rencontrer
Action 1.1.1 : Fêter les voisins
Action 1.1.2 : Ouvrir la salle le soir
Axe 2 : Travailler
Objectif 2.1 : Apprendre un métier
Action 2.1.1 : Visiter des ateliers
"""
STANDS_FOR = {
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
}


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
