"""Last year's call, taken up again: what holds is kept, what must be looked at is marked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.calls.deadlines import year_later
from ensemblier.calls.enums import CallState, Section
from ensemblier.calls.models import Call, CallDate, CallTheme, Committee
from ensemblier.calls.operations.base import locked, note
from ensemblier.calls.operations.calls import free_slug
from ensemblier.calls.queries import refusal_of_node
from ensemblier.core.exceptions import InvalidInput
from ensemblier.plans.models import Node, PlanVersion, Succession
from ensemblier.plans.queries import Tree, current_version, version_tree

KEPT = (
    "summary",
    "eligibility",
    "contact",
    "framing_note",
    "allows_multiyear",
)
# Amounts, dates and words that name a year are never taken over unseen.
ALWAYS_REVIEWED = (Section.PRESENTATION, Section.ENVELOPES, Section.CALENDAR)


@transaction.atomic
def copy_call(*, call: Call, year: int, by: User, at: datetime.datetime) -> Call:
    """A draft for `year` with everything of `call` but its applications and its extra time.

    Dates move by whole years, at the same hour in Paris. Themes follow the plan in force: a
    theme that became another is followed, one that is gone or closed to calls is left out and
    the step marked.
    """
    source = locked(call, by)
    if not source.year < year <= source.year + 20:
        raise InvalidInput(
            _("Choisissez une année après %(year)d.") % {"year": source.year}, field="year"
        )
    made = _moved_to(source, year)
    review = _copy_parts(source, made, at)
    made.needs_review = [section for section in Section.values if section in review]
    made.save()
    note(
        "copy_call",
        _("Appel copié : %(call)s, depuis %(source)s") % {"call": made, "source": source},
        made,
        by,
        at,
        changes={"copied_from": [None, source.pk]},
    )
    return made


def _moved_to(source: Call, year: int) -> Call:
    """The call itself, without what hangs on it."""
    years = year - source.year
    made = Call(
        **{field: getattr(source, field) for field in KEPT},
        contract=source.contract,
        plan_version=_version_for(source, years),
        year=year,
        name=renamed(source.name, source.year, year),
        state=CallState.DRAFT,
        copied_from=source,
        opens_at=_later(source.opens_at, years),
        closes_at=_later(source.closes_at, years),
        opinions_due_on=_day_later(source.opinions_due_on, years),
        decided_on=_day_later(source.decided_on, years),
        actions_start_on=year_later(source.actions_start_on, years),
        actions_end_on=year_later(source.actions_end_on, years),
    )
    made.slug = free_slug(source.contract, made.name)
    made.save()
    return made


def _copy_parts(source: Call, made: Call, at: datetime.datetime) -> set[Section]:
    """The sections that somebody must look at: always the same, and those that lost something."""
    review = {*ALWAYS_REVIEWED}
    if source.framing_note:
        review.add(Section.NOTE)
    if not _copy_themes(source, made):
        review.add(Section.THEMES)
    if not _copy_areas(source, made, at):
        review.add(Section.AREAS)
    _copy_rows(source.envelopes.all(), made, committed_cents=0)
    for related in ("questions", "wanted_attachments", "checklist", "rules"):
        _copy_rows(getattr(source, related).all(), made)
    _copy_dates(source, made)
    # Last, since committees examine themes and areas of the call.
    if not _copy_committees(source, made):
        review.add(Section.COMMITTEES)
    return review


def renamed(text: str, former: int, year: int) -> str:
    """The years in a name move with it: «Appel 2026» becomes «Appel 2027»."""
    return re.sub(r"\b20\d\d\b", lambda match: str(int(match[0]) + year - former), text)


def _later(moment: datetime.datetime | None, years: int) -> datetime.datetime | None:
    """The same day and hour on the clocks of that year, whatever summer time does."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    day = year_later(local.date(), years)
    return timezone.make_aware(datetime.datetime.combine(day, local.time()))


def _day_later(day: datetime.date | None, years: int) -> datetime.date | None:
    return year_later(day, years) if day else None


def _version_for(source: Call, years: int) -> PlanVersion:
    """The version in force when the actions begin; the same one when the plan has no other."""
    start = year_later(source.actions_start_on, years)
    return current_version(source.plan_version.plan, start) or source.plan_version


def _copy_themes(source: Call, made: Call) -> bool:
    """Whether every theme found its place in the plan as it will be."""
    tree = version_tree(made.plan_version)
    rows = list(source.themes.select_related("node"))
    chosen: dict[int, Node] = {}
    all_found = True
    for row in rows:
        heirs = _heirs(row.node, tree)
        open_heirs = [node for node in heirs if not refusal_of_node(tree, node)]
        all_found &= bool(open_heirs) and row.theme_id in {node.theme_id for node in open_heirs}
        chosen |= {node.theme_id: node for node in open_heirs}
    CallTheme.objects.bulk_create(
        CallTheme(call=made, node=node, theme_id=theme) for theme, node in chosen.items()
    )
    return all_found


def _heirs(node: Node, tree: Tree) -> Iterable[Node]:
    if node.theme_id in tree.by_theme:
        return [tree.by_theme[node.theme_id]]
    followed = Succession.objects.filter(
        source__theme=node.theme_id, target__version=tree.version
    ).values_list("target", flat=True)
    return [tree.by_pk[pk] for pk in followed if pk]


def _copy_areas(source: Call, made: Call, at: datetime.datetime) -> bool:
    """Whether all are still in the contract and in force."""
    today = timezone.localdate(at)
    covered = set(made.contract.contractareas.values_list("area", flat=True))
    areas = list(source.areas.all())
    kept = [
        area
        for area in areas
        if area.pk in covered and (area.valid_to is None or area.valid_to >= today)
    ]
    made.areas.set(kept)
    return len(kept) == len(areas)


def _copy_rows(rows: models.QuerySet[Any], made: Call, **fixed: Any) -> None:
    copies = []
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.call = made
        for field, value in fixed.items():
            setattr(row, field, value)
        copies.append(row)
    rows.model._default_manager.bulk_create(copies)


def _copy_dates(source: Call, made: Call) -> None:
    CallDate.objects.bulk_create(
        CallDate(
            call=made,
            title=renamed(row.title, source.year, made.year),
            day=year_later(row.day, made.year - source.year),
            is_public=row.is_public,
        )
        for row in source.dates.all()
    )


def _copy_committees(source: Call, made: Call) -> bool:
    """Whether each examines the same part: one that loses all its themes would examine all."""
    all_same = True
    themes = set(made.themes.values_list("theme", flat=True))
    areas = set(made.areas.values_list("pk", flat=True))
    for row in source.committees.prefetch_related("themes", "areas"):
        if not row.body.is_active:
            continue
        copy = Committee.objects.create(
            contract=made.contract, call=made, body=row.body, rank=row.rank
        )
        for field, opened in (("themes", themes), ("areas", areas)):
            former = {one.pk for one in getattr(row, field).all()}
            getattr(copy, field).set(former & opened)
            all_same &= former <= opened
    return all_same
