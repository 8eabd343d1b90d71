"""An application on one page: what a room must know before it speaks. Plain data, in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ensemblier.applications.enums import GrantNature
from ensemblier.applications.models import (
    Application,
    ApplicationArea,
    ApplicationNode,
    JointApplicant,
    Request,
)
from ensemblier.applications.sheets import planned_budget
from ensemblier.appraisal.models import Opinion
from ensemblier.core.typography import long_date
from ensemblier.indicators.enums import Sex
from ensemblier.territories.enums import AreaKind

PAST_YEARS = 3


@dataclass(frozen=True)
class Said:
    """An opinion in a few words; `word` is empty while it is awaited."""

    author: str
    word: str = ""
    tone: str = "plain"
    cents: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class Line:
    """What is asked of one funder, what it says, proposes and gives; in cents."""

    request_id: int
    funder_id: int
    funder: str
    asked: int
    opinion: Said | None
    proposed: int | None
    granted: int | None
    state: str


@dataclass(frozen=True)
class PastYear:
    year: int
    asked: int
    granted: int


@dataclass(frozen=True)
class Sheet:
    """Who, what, where, how many people, how much, and what everybody thinks of it."""

    application_id: int
    reference: str
    title: str
    bearer: str
    partners: tuple[str, ...]
    theme: str
    summary: str
    places: tuple[tuple[str, str], ...]
    dates: str
    is_renewal: bool
    people: int
    people_in_qpv: int
    women: int
    men: int
    cost: int
    asked: int
    lines: tuple[Line, ...]
    opinions: tuple[Said, ...] = ()
    past: tuple[PastYear, ...] = field(default=())

    @property
    def proposed(self) -> int:
        return sum(line.proposed or 0 for line in self.lines)

    @property
    def granted(self) -> int:
        return sum(line.granted or 0 for line in self.lines)

    @property
    def cost_per_person(self) -> int | None:
        return round(self.cost / self.people) if self.people else None


def sheets_of(applications: QuerySet[Application]) -> list[Sheet]:
    """In the order given, in a constant number of queries."""
    rows = list(_with_contents(applications))
    past = _past_years(rows)
    return [_sheet(row, past.get(row.action_id, [])) for row in rows]


def _with_contents(applications: QuerySet[Application]) -> QuerySet[Application]:
    return applications.select_related("action__bearer").prefetch_related(
        Prefetch("areas", ApplicationArea.objects.select_related("area")),
        Prefetch("nodes", ApplicationNode.objects.select_related("node")),
        Prefetch("joint_applicants", JointApplicant.objects.select_related("organization")),
        "audience__area",
        "budget_lines",
        # `award` is a relation of the room above: what it says is shown, never written here.
        Prefetch(
            "requests",
            Request.objects.select_related("funder", "award").order_by("-amount_cents", "pk"),
        ),
        Prefetch("opinions", Opinion.objects.select_related("organization", "council")),
    )


def _past_years(rows: Iterable[Application]) -> dict[int, list[PastYear]]:
    """What each action asked and got in its other years, the latest first."""
    known = Application.objects.filter(action__in={row.action_id for row in rows}).exclude(
        submitted_at__isnull=True
    )
    found: dict[int, list[PastYear]] = {}
    sums = known.annotate(
        asked=Coalesce(Sum("requests__amount_cents"), 0),
        granted=Coalesce(Sum("requests__award__granted_cents"), 0),
    )
    for action, year, asked, granted in sums.order_by("-year").values_list(
        "action", "year", "asked", "granted"
    ):
        found.setdefault(action, []).append(PastYear(year, asked, granted))
    return found


def _sheet(application: Application, years: list[PastYear]) -> Sheet:
    audience = list(application.audience.all())
    opinions = {row.organization_id: row for row in application.opinions.all()}
    requests = list(application.requests.all())
    funders = {request.funder_id for request in requests}
    return Sheet(
        application_id=application.pk,
        reference=application.reference,
        title=application.title,
        bearer=application.action.bearer.name,
        partners=tuple(row.organization.name for row in application.joint_applicants.all()),
        theme=next((str(row.node) for row in application.nodes.all() if row.is_main), ""),
        summary=application.public_summary or application.objectives or application.description,
        places=tuple((str(row), _percent(row.share)) for row in application.areas.all()),
        dates=_dates(application),
        is_renewal=application.nature == GrantNature.RENEWAL,
        people=sum(row.number for row in audience),
        people_in_qpv=sum(
            row.number for row in audience if row.area and row.area.kind == AreaKind.QPV
        ),
        women=sum(row.number for row in audience if row.sex == Sex.FEMALE),
        men=sum(row.number for row in audience if row.sex == Sex.MALE),
        cost=planned_budget(application).expenses,
        asked=sum(request.amount_cents for request in requests),
        lines=tuple(_line(request, opinions.get(request.funder_id)) for request in requests),
        opinions=tuple(
            _said(row) for row in application.opinions.all() if row.organization_id not in funders
        ),
        past=tuple(one for one in years if one.year < application.year)[:PAST_YEARS],
    )


def _line(request: Request, opinion: Opinion | None) -> Line:
    award = getattr(request, "award", None)
    return Line(
        request_id=request.pk,
        funder_id=request.funder_id,
        funder=request.funder.label,
        asked=request.amount_cents,
        opinion=_said(opinion) if opinion else None,
        proposed=award.proposed_cents if award else None,
        granted=award.granted_cents if award else None,
        state=str(request.get_state_display()),
    )


def _said(opinion: Opinion) -> Said:
    return Said(
        author=getattr(opinion.author, "label", str(opinion.author)),
        word=str(opinion.get_value_display()) if opinion.value else "",
        tone=opinion.tone,
        cents=opinion.amount_cents,
        comment=opinion.comment,
    )


def _percent(share: int) -> str:
    return f"{round(share / 100)}\u00a0%"


def _dates(application: Application) -> str:
    if not application.starts_on or not application.ends_on:
        return ""
    return _("du %(start)s au %(end)s") % {
        "start": long_date(application.starts_on),
        "end": long_date(application.ends_on),
    }
