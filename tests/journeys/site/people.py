"""People, organizations and their papers."""

from __future__ import annotations

from django.utils import timezone

from ensemblier.notices.models import Notice
from ensemblier.organizations.models import (
    JoinRequest,
    Membership,
    OrganizationDocument,
)
from ensemblier.organizations.operations import prepare_import as prepare_organizations
from tests import factories
from tests.journeys.site.ground import DAY, Addresses, Ground, text_file


class People(Ground):
    """Somebody in an association, somebody who asks to be, a paper, a notice."""

    def open_people(self) -> None:
        self.paper = OrganizationDocument.objects.create(
            organization=self.association, kind="statutes", file=self.file, valid_from=DAY
        )
        self.membership = Membership.objects.create(
            organization=self.association, user=self.editor, role="member", starts_on=DAY
        )
        self.notice = Notice.objects.create(
            user=self.administrator, kind="test", text="À lire", url="/", created_at=timezone.now()
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
