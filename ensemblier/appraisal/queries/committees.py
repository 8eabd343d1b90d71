"""Which committee examines which application, and who might follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.enums import RECEIVED
from ensemblier.applications.exchange import team_of
from ensemblier.applications.models import Application
from ensemblier.appraisal.dispatch import Scope, Subject, Task, Why, committee_of, share_out
from ensemblier.appraisal.models import Assignment
from ensemblier.appraisal.queries.recusals import organizations_kept_from
from ensemblier.calls.models import Call, Committee
from ensemblier.governance.models import Seat
from ensemblier.plans.models import Node


def committees_of(call: Call) -> list[Committee]:
    return list(
        Committee.objects.filter(call=call)
        .select_related("body")
        .prefetch_related("themes", "areas")
    )


def examined_by(
    call: Call, applications: Iterable[Application], committees: list[Committee] | None = None
) -> dict[int, Committee]:
    """The committee of each application, by its number; none for those that fit nowhere.

    Reads `nodes` and `areas` of the applications, which the caller prefetches.
    """
    committees = committees_of(call) if committees is None else committees
    if not committees:
        return {}
    scopes = [_scope(committee) for committee in committees]
    by_key = {committee.pk: committee for committee in committees}
    above = _themes_above(call)
    found = {}
    for application in applications:
        key = committee_of(_subject(application, above), scopes)
        if key is not None:
            found[application.pk] = by_key[key]
    return found


def received_of(call: Call) -> list[Application]:
    """What the call received, with what `examined_by` reads."""
    return list(
        Application.objects.filter(call=call, state__in=RECEIVED)
        .select_related("action__bearer")
        .prefetch_related("nodes", "areas", "joint_applicants")
        .order_by("reference")
    )


def _scope(committee: Committee) -> Scope:
    return Scope(
        committee.pk,
        frozenset(theme.pk for theme in committee.themes.all()),
        frozenset(area.pk for area in committee.areas.all()),
        committee.rank,
    )


def _subject(application: Application, above: dict[int, frozenset[int]]) -> Subject:
    themes = [row.theme_id for row in application.nodes.all() if row.is_main]
    areas = [row.area_id for row in application.areas.all() if row.area_id is not None]
    every = [above.get(theme, frozenset({theme})) for theme in themes]
    return Subject(application.pk, frozenset().union(*every), frozenset(areas))


def _themes_above(call: Call) -> dict[int, frozenset[int]]:
    """Each theme of the call's version of the plan, with itself and those above it."""
    rows = Node.objects.filter(version=call.plan_version_id).values_list("path", "theme")
    by_path = dict(rows)
    found = {}
    for path, theme in by_path.items():
        parts = path.split(".")
        paths = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        found[theme] = frozenset(by_path[one] for one in paths if one in by_path)
    return found


@dataclass(frozen=True)
class Proposal:
    """A file that nobody follows, to whom it might go, and why in words."""

    application: Application
    person: User
    committee: Committee | None
    why: str


REASONS = {
    Why.FORMER: lambda: _("suivait cette action l’an dernier"),
    Why.SEATED: lambda: _("siège au comité qui l’examine"),
    Why.FREE: lambda: _("suit le moins de dossiers"),
}


def proposed_assignments(call: Call) -> list[Proposal]:
    """Somebody for each received application without anybody. Nobody gets a file of their own
    organization, or of one from which they are recused."""
    assigned = _assigned(call)
    unassigned = [row for row in received_of(call) if row.pk not in assigned]
    team = {person.pk: person for person in team_of(call.contract_id)}
    committees = examined_by(call, unassigned)
    kept_out = _kept_out(call, team)
    load = dict(
        Assignment.objects.filter(application__call=call)
        .order_by()
        .values_list("user")
        .annotate(count=Count("pk"))
    )
    former, seated = _former_followers(call), _seated(committees.values())
    proposals = []
    for application in unassigned:
        mine = kept_out.get(application.action.bearer_id, set()).union(
            *(
                kept_out.get(row.organization_id, set())
                for row in application.joint_applicants.all()
            )
        )
        free = [pk for pk in team if pk not in mine]
        committee = committees.get(application.pk)
        task = Task(
            application.pk,
            former.get(application.action_id),
            seated.get(committee.body_id, frozenset()) if committee else frozenset(),
        )
        for person, why in share_out([task], free, load).values():
            load[person] = load.get(person, 0) + 1
            proposals.append(Proposal(application, team[person], committee, REASONS[why]()))
    return proposals


def _assigned(call: Call) -> set[int]:
    rows = Assignment.objects.filter(application__call=call)
    return set(rows.values_list("application_id", flat=True))


def _former_followers(call: Call) -> dict[int, int]:
    """Who followed each action the year before."""
    rows = Assignment.objects.filter(
        application__contract=call.contract_id, application__year=call.year - 1
    ).order_by("-pk")
    return dict(rows.values_list("application__action", "user"))


def _seated(committees: Iterable[Committee]) -> dict[int, frozenset[int]]:
    rows = Seat.objects.on(timezone.localdate()).filter(
        body__in={committee.body_id for committee in committees}, user__isnull=False
    )
    seated: dict[int, set[int]] = {}
    for body, user in rows.values_list("body", "user"):
        seated.setdefault(body, set()).add(user)
    return {body: frozenset(users) for body, users in seated.items()}


def _kept_out(call: Call, team: Iterable[int]) -> dict[int, set[int]]:
    """By organization, those of the team who stay out of its files."""
    kept: dict[int, set[int]] = {}
    for person, organizations in organizations_kept_from(call, team).items():
        for organization in organizations:
            kept.setdefault(organization, set()).add(person)
    return kept
