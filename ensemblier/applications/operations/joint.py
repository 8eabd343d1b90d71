"""Organizations that act together: the bearer names them, each gives its own agreement."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ensemblier.accounts.models import User
from ensemblier.applications.lifecycle import is_applicant
from ensemblier.applications.models import Application, JointApplicant
from ensemblier.applications.permissions import can_write_application, require_sign
from ensemblier.audit.operations import record
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.validation import check_valid
from ensemblier.notices.operations import notify
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization


@transaction.atomic
def add_joint_applicant(
    *,
    application: Application,
    organization: Organization,
    part: str,
    by: User,
    at: datetime.datetime,
) -> JointApplicant:
    locked = _locked(application, by)
    if organization.pk == locked.action.bearer_id:
        raise InvalidInput(_("C’est déjà la structure qui porte le dossier."), field="q")
    joint = JointApplicant(application=locked, organization=organization, part=part.strip())
    check_valid(joint)
    joint.save()
    _record("add_joint_applicant", _("Co-porteur ajouté"), joint, by, at)
    people = Membership.objects.on(timezone.localdate(at)).filter(organization=organization)
    for place in people.exclude(role=MembershipRole.OFFICER).select_related("user"):
        notify(
            user=place.user,
            kind="applications.add_joint_applicant",
            text=format_lazy(
                gettext_lazy(
                    "{bearer} vous propose de porter ensemble «\u00a0{title}\u00a0»\u00a0: "
                    "donnez votre accord."
                ),
                bearer=locked.action.bearer.label,
                title=locked.title,
            ),
            url=reverse("applications:detail", args=[locked.pk]),
            at=at,
        )
    return joint


@transaction.atomic
def remove_joint_applicant(*, joint: JointApplicant, by: User, at: datetime.datetime) -> None:
    _locked(joint.application, by)
    _record("remove_joint_applicant", _("Co-porteur retiré"), joint, by, at)
    joint.delete()


@transaction.atomic
def sign_joint_applicant(
    *, joint: JointApplicant, by: User, at: datetime.datetime
) -> JointApplicant:
    joint = JointApplicant.objects.select_for_update().get(pk=joint.pk)
    require_sign(by, joint)
    if joint.signed_at:
        raise Refused(_("L’accord est déjà donné."))
    joint.signed_by, joint.signed_at = by, at
    joint.save()
    _record("sign_joint_applicant", _("Accord d’un co-porteur"), joint, by, at)
    return joint


def _locked(application: Application, by: User) -> Application:
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not can_write_application(by, locked) or not is_applicant(by, locked):
        raise NotAllowed(_("Les co-porteurs sont choisis par la structure qui porte le dossier."))
    return locked


def _record(action: str, what: str, joint: JointApplicant, by: User, at: datetime.datetime) -> None:
    record(
        action=f"applications.{action}",
        summary=_("%(what)s, dossier %(reference)s\u00a0: %(name)s")
        % {
            "what": what,
            "reference": joint.application.reference,
            "name": joint.organization.label,
        },
        by=by,
        at=at,
        target=joint.application,
        changes={"organization": [None, joint.organization_id]},
    )
