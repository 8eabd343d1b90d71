"""What the home page shows: what awaits a person, and their contracts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.contracts.models import (
    Contract,
    ContractArea,
    Milestone,
    Signatory,
)
from ensemblier.contracts.permissions import (
    WRITING,
    contracts_for,
    held_roles,
    is_administrator,
)
from ensemblier.notices.queries import unread_of
from ensemblier.organizations.enums import JoinState
from ensemblier.organizations.models import Membership, OrganizationDocument
from ensemblier.organizations.permissions import (
    can_edit_organizations,
    can_manage_people,
    organizations_of,
)
from ensemblier.organizations.queries import waiting_requests
from ensemblier.plans.enums import VersionState
from ensemblier.plans.models import Plan, PlanImport, PlanVersion
from ensemblier.workspace.queries import consultations, councils, fund, year
from ensemblier.workspace.queries.lines import HORIZON, SHOWN, Line


def awaiting(user: User, today: datetime.date) -> list[Line]:
    """What awaits `user`, the late and the soonest first, what has no date last."""
    contracts = edited_contracts(user)
    lines = [
        *_milestones(contracts, today),
        *_papers(user, contracts, today),
        *_join_requests(user, today),
        *_imports(contracts),
        *_drafts(contracts),
        *year.for_applicants(user, today),
        *year.for_opinions(user, today),
        *year.for_the_team(contracts, today),
        *consultations.for_members(user, today),
        *consultations.for_the_team(contracts),
        *consultations.for_accounts(user, contracts, today),
        *fund.for_the_team(contracts, today),
        *fund.for_councils(user),
        *councils.for_members(user, today),
        *councils.for_the_team(contracts, today),
        *_notices(user),
    ]
    return sorted(lines, key=lambda line: (line.due is None, line.due or today))


def edited_contracts(user: User) -> QuerySet[Contract]:
    if is_administrator(user):
        return contracts_for(user)
    keys = [key for key, kinds in held_roles(user).items() if kinds & set(WRITING)]
    return Contract.objects.filter(pk__in=keys)


def _milestones(contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    rows = Milestone.objects.filter(
        contract__in=contracts.values("pk"), done_on=None, due_on__lte=today + HORIZON
    )
    for milestone in rows.select_related("contract").order_by("due_on", "pk")[:SHOWN]:
        yield Line(
            verb=_("Tenir l’étape"),
            what=milestone.title,
            url=reverse("contracts:calendar", args=[milestone.contract.slug]),
            due=milestone.due_on,
            is_late=milestone.due_on < today,
            contract=str(milestone.contract),
        )


def _papers(user: User, contracts: QuerySet[Contract], today: datetime.date) -> Iterable[Line]:
    """Papers that end soon or have ended, of organizations near to `user`, not yet replaced."""
    followed, held = contracts.order_by(), Membership.objects.on(today).filter(user=user)
    signing = Signatory.objects.filter(contract__in=followed.values("pk"))
    # Put together from what names them: never by reading all the organizations.
    near = followed.values("bearer").union(
        followed.values("manager"),
        signing.order_by().values("organization"),
        held.order_by().values("organization"),
    )
    own = organizations_of(user)
    newer = OrganizationDocument.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")),
        organization=OuterRef("organization"),
        kind=OuterRef("kind"),
    )
    rows = OrganizationDocument.objects.filter(
        ~Exists(newer),
        organization__in=near,
        organization__is_active=True,
        valid_to__lte=today + HORIZON,
    )
    for paper in rows.select_related("organization").order_by("valid_to", "pk")[:SHOWN]:
        yield Line(
            verb=_("Remplacer") if paper.organization_id in own else _("Demander à nouveau"),
            what=f"{paper} – {paper.organization.label}",
            url=reverse("organizations:detail", args=[paper.organization_id]),
            due=paper.valid_to,
            is_late=bool(paper.valid_to and paper.valid_to < today),
        )


def _join_requests(user: User, today: datetime.date) -> Iterable[Line]:
    """People to let into an organization: `user`'s own, or any for the team."""
    rows = waiting_requests().exclude(user=user)
    if not can_edit_organizations(user):
        managed = [pk for pk in organizations_of(user) if can_manage_people(user, pk)]
        rows = rows.filter(organization__in=managed, state=JoinState.PENDING)
    for asked in rows[:SHOWN]:
        is_check = asked.state == JoinState.PROVISIONAL
        yield Line(
            verb=_("Vérifier qui est entré") if is_check else _("Répondre à la demande"),
            what=f"{asked.user} – {asked.organization.label}",
            url=f"{asked.organization.get_absolute_url()}#demandes",
        )


def _imports(contracts: QuerySet[Contract]) -> Iterable[Line]:
    rows = PlanImport.objects.filter(contract__in=contracts.values("pk"), saved_as=None)
    for waiting in rows.select_related("contract").defer("parsed")[:SHOWN]:
        yield Line(
            verb=_("Relire et enregistrer"),
            what=waiting.name,
            url=reverse("plans:import_preview", args=[waiting.contract.slug, waiting.pk]),
            contract=str(waiting.contract),
        )


def _drafts(contracts: QuerySet[Contract]) -> Iterable[Line]:
    rows = PlanVersion.objects.filter(contract__in=contracts.values("pk"), state=VersionState.DRAFT)
    for version in rows.select_related("plan", "contract").order_by("-pk")[:SHOWN]:
        yield Line(
            verb=_("Achever et publier"),
            what=f"{version.plan}, {version}",
            url=reverse("plans:edit", args=[version.contract.slug, version.plan.slug]),
            contract=str(version.contract),
        )


def _notices(user: User) -> Iterable[Line]:
    if count := unread_of(user).count():
        yield Line(
            verb=_("Lire"),
            what=ngettext("%(count)s notification", "%(count)s notifications", count)
            % {"count": count},
            url=reverse("notices:list"),
        )


def contracts_with_figures(user: User) -> QuerySet[Contract]:
    """The contracts that `user` opens, with `area_count`, `plan_count`, `signed_count`,
    `signatory_count` and `next_milestone`."""

    def counted(rows: QuerySet) -> Subquery:
        grouped = rows.filter(contract=OuterRef("pk")).order_by().values("contract")
        return Subquery(grouped.annotate(count=Count("pk")).values("count"))

    coming = Milestone.objects.filter(contract=OuterRef("pk"), done_on=None).order_by("due_on")
    signatories = Signatory.objects.all()
    return contracts_for(user).annotate(
        area_count=counted(ContractArea.objects.all()),
        plan_count=counted(Plan.objects.all()),
        signatory_count=counted(signatories),
        signed_count=counted(signatories.filter(signed_on__isnull=False)),
        next_milestone=Subquery(coming.values("title")[:1]),
        next_milestone_on=Subquery(coming.values("due_on")[:1]),
    )
