"""Applications."""

from __future__ import annotations

from django.utils import timezone

from ensemblier.applications.models import Application
from ensemblier.organizations.models import (
    Organization,
)
from tests.factories import programming as make
from tests.journeys.site.ground import Addresses, Ground


class Applications(Ground):
    """A draft, and one that was received."""

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
