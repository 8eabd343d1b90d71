"""What is read about calls. Each function owns its prefetches."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.calls.deadlines import ONE_MINUTE, is_within
from ensemblier.calls.enums import CallState, RuleCode, Section, Standing
from ensemblier.calls.models import (
    Call,
    CallTheme,
    Committee,
    Envelope,
    Grace,
    Rule,
    WantedAttachment,
)
from ensemblier.calls.rules import DEFAULTS, is_money, is_percentage
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.permissions import contracts_for
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership, Organization
from ensemblier.organizations.permissions import funders_served_by, organizations_of
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.queries import Tree, version_tree


def rules_of(call: Call) -> dict[str, int]:
    """Every figure that holds for the call, by `RuleCode`: its own, else the default of
    `calls.rules`. Amounts in cents."""
    own = {rule.code: rule.value for rule in call.rules.all()}
    return {str(code): own.get(code, rule.value) for code, rule in DEFAULTS.items()}


def deadline_for(call: Call, organization: Organization | None) -> datetime.datetime | None:
    """The last minute for `organization`: the call's, or the longer time that it was given."""
    if organization is None or call.closes_at is None:
        return call.closes_at
    until = (
        Grace.objects.filter(call=call, organization=organization)
        .values_list("until", flat=True)
        .first()
    )
    return max(call.closes_at, until) if until else call.closes_at


def is_open_for(call: Call, organization: Organization | None, at: datetime.datetime) -> bool:
    """Whether an application may be submitted at this instant; None asks for everyone."""
    if call.state != CallState.PUBLISHED:
        return False
    if is_within(call.opens_at, call.closes_at, at):
        return True
    return organization is not None and is_within(
        call.opens_at, deadline_for(call, organization), at
    )


def standing_of(call: Call, at: datetime.datetime) -> Standing:
    """For everyone: more time given to one organization changes nothing here."""
    if call.state != CallState.PUBLISHED:
        return Standing.DRAFT if call.state == CallState.DRAFT else Standing.ARCHIVED
    if call.opens_at is not None and at < call.opens_at:
        return Standing.COMING
    return Standing.OPEN if is_open_for(call, None, at) else Standing.CLOSED


def standing_is(standing: str, at: datetime.datetime) -> Q:
    """The rows for which `standing_of` gives `standing`."""
    published = Q(state=CallState.PUBLISHED)
    return {
        Standing.DRAFT: Q(state=CallState.DRAFT),
        Standing.COMING: published & Q(opens_at__gt=at),
        Standing.OPEN: published & Q(opens_at__lte=at, closes_at__gt=at - ONE_MINUTE),
        Standing.CLOSED: published & Q(closes_at__lte=at - ONE_MINUTE),
        Standing.ARCHIVED: Q(state=CallState.ARCHIVED),
    }[Standing(standing)]


def grace_for(user: Any, call: Call, at: datetime.datetime) -> Grace | None:
    """The longest time given to an organization that `user` acts for, while it lasts."""
    acting = organizations_of(user)
    if not acting or call.state != CallState.PUBLISHED:
        return None
    rows = Grace.objects.filter(
        call=call, organization__in=acting, until__gt=at - ONE_MINUTE
    ).select_related("organization")
    return rows.order_by("-until").first()


def open_calls(at: datetime.datetime) -> QuerySet[Call]:
    """Open to everyone, the ones that close first before the others."""
    return (
        Call.objects.filter(
            state=CallState.PUBLISHED, opens_at__lte=at, closes_at__gt=at - ONE_MINUTE
        )
        .select_related("contract")
        .order_by("closes_at", "pk")
    )


def calls_seen_by(user: Any) -> QuerySet[Call]:
    """In the workspace: those of `user`'s contracts, and those that `user`'s funders fund."""
    funded = Envelope.objects.filter(funder__in=funders_served_by(user))
    return Call.objects.filter(
        Q(contract__in=contracts_for(user)) | Q(pk__in=funded.values("call"))
    )


def listed_calls(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Each with its contract, `total_cents` over its envelopes and `application_count`."""
    total = (
        Envelope.objects.filter(call=OuterRef("pk"))
        .order_by()
        .values("call")
        .annotate(total=Sum("amount_cents"))
        .values("total")
    )
    return (
        calls.select_related("contract")
        .annotate(
            total_cents=Coalesce(Subquery(total), 0),
            application_count=Count("applications", distinct=True),
        )
        .order_by("-year", F("closes_at").desc(nulls_first=True), "name", "pk")
    )


def call_for(user: Any, pk: int) -> Call | None:
    """The call, if `user` opens it in the workspace."""
    return (
        calls_seen_by(user).select_related("contract", "plan_version__plan").filter(pk=pk).first()
    )


def public_calls() -> QuerySet[Call]:
    """Published calls of public contracts, those that close last first."""
    return (
        Call.objects.filter(contract__is_public=True)
        .exclude(state=CallState.DRAFT)
        .select_related("contract")
        .order_by("-closes_at", "pk")
    )


@dataclass(frozen=True)
class EffectiveRule:
    """A figure as it holds; `own` is None while it is the default."""

    code: str
    label: str
    value: int
    source: str
    as_of: datetime.date | None
    own: Rule | None
    is_limit_off: bool
    is_usual: bool

    @property
    def is_money(self) -> bool:
        return is_money(self.code)

    @property
    def is_percentage(self) -> bool:
        return is_percentage(self.code)


def effective_rules(call: Call) -> list[EffectiveRule]:
    own = {rule.code: rule for rule in call.rules.all()}
    rows = []
    for code, default in DEFAULTS.items():
        rule = own.get(code)
        value = rule.value if rule else default.value
        rows.append(
            EffectiveRule(
                code=str(code),
                label=str(RuleCode(code).label),
                value=value,
                source=rule.source if rule else str(default.source),
                as_of=rule.as_of if rule else default.as_of,
                own=rule,
                is_limit_off=default.is_limit_off and value == default.value,
                is_usual=value == default.value,
            )
        )
    return rows


@dataclass(frozen=True)
class ThemeChoice:
    """A node of the plan as it may be opened, or why it may not: `refusal`."""

    node: Node
    refusal: str
    is_open: bool


def theme_choices(version: PlanVersion, opened: set[int]) -> list[ThemeChoice]:
    """Every node of the version in order; `opened` are the themes open already."""
    tree = version_tree(version)
    return [
        ThemeChoice(node, refusal_of_node(tree, node), node.theme_id in opened)
        for node in tree.nodes
    ]


@dataclass
class ThemeGroup:
    """A root of the plan and everything under it, folded when the plan is long."""

    root: Node
    is_unfolded: bool
    choices: list[ThemeChoice] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        return sum(choice.is_open for choice in self.choices)


SHORT_PLAN = 40


def theme_groups(version: PlanVersion, opened: set[int]) -> list[ThemeGroup]:
    choices = theme_choices(version, opened)
    groups: list[ThemeGroup] = []
    for choice in choices:
        if choice.node.parent_node is None:
            groups.append(ThemeGroup(choice.node, len(choices) <= SHORT_PLAN))
        groups[-1].choices.append(choice)
    return groups


def refusal_of_node(tree: Tree, node: Node) -> str:
    """Why `node` may not be opened in a call; nothing when it may."""
    if node.is_outside_call:
        return _("«\u00a0%(node)s\u00a0» est «\u00a0hors appel à projets\u00a0» dans le plan.") % {
            "node": node
        }
    above = node.parent_node
    while above is not None:
        if above.is_outside_call:
            return _(
                "«\u00a0%(node)s\u00a0» est dans «\u00a0%(above)s\u00a0», qui est "
                "«\u00a0hors appel à projets\u00a0» dans le plan."
            ) % {"node": node, "above": above}
        above = above.parent_node
    return ""


@dataclass
class ThemeBranch:
    """A root of the plan and what the call opens under it."""

    root: Node
    nodes: list[Node] = field(default_factory=list)


def opened_branches(call: Call) -> list[ThemeBranch]:
    """The themes of the call under the roots of its plan, in order; two queries."""
    opened = {row.node_id: row for row in call.themes.all()}
    if not opened:
        return []
    branches: list[ThemeBranch] = []
    for node in version_tree(call.plan_version).nodes:
        if node.parent_id is None:
            branches.append(ThemeBranch(node))
        if node.pk in opened:
            branches[-1].nodes.append(node)
    return [branch for branch in branches if branch.nodes]


def with_contents(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Everything that hangs on a call, in a fixed number of queries."""
    return calls.select_related("contract__manager", "plan_version__plan").prefetch_related(
        "areas",
        "rules",
        "questions",
        "checklist",
        "dates",
        Prefetch("themes", CallTheme.objects.select_related("node").order_by("node__path")),
        Prefetch("envelopes", Envelope.objects.select_related("funder")),
        "wanted_attachments__template",
        Prefetch(
            "committees",
            Committee.objects.select_related("body").prefetch_related(
                "areas",
                "themes",
            ),
        ),
    )


def graces_of(call: Call) -> QuerySet[Grace]:
    return Grace.objects.filter(call=call).select_related("organization", "given_by")


def people_behind(call: Call) -> QuerySet[User]:
    """The team of the contract and the officers of the call's funders."""
    today = timezone.localdate()
    team = ContractRole.objects.on(today).filter(contract=call.contract_id)
    officers = Membership.objects.on(today).filter(
        role=MembershipRole.OFFICER, organization__in=call.envelopes.values("funder")
    )
    return User.objects.filter(
        Q(pk__in=team.values("user")) | Q(pk__in=officers.values("user")), is_active=True
    ).order_by("pk")


def rows_of(call: Call, model: type[models.Model]) -> QuerySet[Any]:
    """The rows of a call of one kind, in order, with what its list shows."""
    rows = model._default_manager.filter(call=call)
    if model is Envelope:
        return rows.select_related("funder")
    if model is WantedAttachment:
        return rows.select_related("template")
    if model is Committee:
        nodes = Node.objects.filter(version=call.plan_version).order_by("path")
        return rows.select_related("body").prefetch_related(
            "areas", Prefetch("themes__nodes", nodes, to_attr="nodes_here")
        )
    return rows


def row_counts(call: Call) -> dict[str, int]:
    """How many rows each step that lists some has."""
    relations = {
        Section.THEMES: "themes",
        Section.AREAS: "areas",
        Section.ENVELOPES: "envelopes",
        Section.QUESTIONS: "questions",
        Section.ATTACHMENTS: "wanted_attachments",
        Section.COMMITTEES: "committees",
        Section.CHECKLIST: "checklist",
    }
    counted = Call.objects.filter(pk=call.pk).aggregate(
        **{f"n_{name}": Count(name, distinct=True) for name in relations.values()}
    )
    return {section: counted[f"n_{name}"] for section, name in relations.items()}


def consultations_about(call: Call) -> QuerySet[Any]:
    """What councils were asked about the call: a relation of a room above, shown and never
    written here."""
    return call.consultation_subjects.select_related("consultation__council").order_by(
        "consultation__council__name", "pk"
    )
