"""Applications read as the Cerfa shows them: the models on one side, plain data on the other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.applications.accounts import ACCOUNTS, subsidy_account
from ensemblier.applications.budget import Budget, budget_of
from ensemblier.applications.documents.sheet import (
    Bearer,
    CerfaDocument,
    Expected,
    HumanMeans,
    Measure,
    Person,
    Place,
    Project,
    Relations,
    Signing,
    Subsidy,
    YearAsked,
)
from ensemblier.applications.enums import GrantNature
from ensemblier.applications.models import (
    Answer,
    Application,
    ApplicationArea,
    ApplicationNode,
    Audience,
    BearerYear,
    ExpectedIndicator,
    JointApplicant,
    Request,
)
from ensemblier.calls.enums import QuestionKind
from ensemblier.core.typography import euros, long_date, number, quantity
from ensemblier.indicators.enums import AgeBand, Sex
from ensemblier.organizations.enums import MembershipRole
from ensemblier.organizations.models import Membership
from ensemblier.territories.enums import AreaKind


def sheets_of(applications: QuerySet[Application]) -> list[CerfaDocument]:
    """The Cerfa of each application, in the order given, in a constant number of queries."""
    return _sheets(list(applications.select_related(*JOINED)))


def sheet_of(application: Application) -> CerfaDocument:
    """Reads what nobody prefetched yet, and nothing twice."""
    return _sheets([application])[0]


JOINED = ("contract", "call", "series", "created_by", "action__bearer__commune")


def _sheets(applications: Sequence[Application]) -> list[CerfaDocument]:
    people = Membership.objects.select_related("user").order_by("-starts_on", "pk")
    prefetch_related_objects(
        applications,
        Prefetch("nodes", ApplicationNode.objects.select_related("node")),
        Prefetch("areas", ApplicationArea.objects.select_related("area")),
        Prefetch("audience", Audience.objects.select_related("area")),
        "budget_lines",
        Prefetch("requests", Request.objects.select_related("funder")),
        Prefetch("expected", ExpectedIndicator.objects.select_related("indicator")),
        Prefetch("answers", Answer.objects.select_related("question")),
        Prefetch("joint_applicants", JointApplicant.objects.select_related("organization")),
        "series__applications__requests",
        "action__bearer__years__budget_lines",
        Prefetch("action__bearer__memberships", queryset=people),
    )
    return [_sheet(application) for application in applications]


def planned_budget(application: Application) -> Budget:
    """Budget lines and requests; both prefetched."""
    lines = [(line.account, line.planned_cents) for line in application.budget_lines.all()]
    asked = [(account_of(request), request.amount_cents) for request in application.requests.all()]
    return budget_of([*lines, *asked])


def account_of(request: Request) -> str:
    return subsidy_account(request.funder.kind, request.funder.name)


def asked_cents(application: Application) -> int:
    return sum(request.amount_cents for request in application.requests.all())


def _sheet(application: Application) -> CerfaDocument:
    year = _bearer_year(application)
    return CerfaDocument(
        reference=application.reference,
        call=application.call.name if application.call else "",
        year=application.year,
        is_renewal=application.nature == GrantNature.RENEWAL,
        is_multi_year=application.series_id is not None,
        in_kind=False,
        funders=[request.funder.name for request in application.requests.all()],
        bearer=_bearer(application),
        relations=_relations(year),
        human_means=_human_means(year),
        bearer_budget=_bearer_budget(year),
        project=_project(application),
        budget=planned_budget(application),
        subsidies=_subsidies(application),
        asked=asked_cents(application),
        years=_years(application),
        signing=_signing(application),
    )


def _bearer_year(application: Application) -> BearerYear | None:
    """What the organization told for that year, else the latest before it."""
    told = [row for row in application.action.bearer.years.all() if row.year <= application.year]
    return max(told, key=lambda row: row.year, default=None)


def _bearer(application: Application) -> Bearer:
    bearer = application.action.bearer
    return Bearer(
        name=bearer.name,
        acronym=bearer.short_name,
        website=bearer.website,
        siret=bearer.printed_siret,
        rna=bearer.rna,
        address=bearer.street,
        postcode=bearer.postcode,
        commune=bearer.commune.name if bearer.commune else "",
        purpose=bearer.purpose,
        representative=_representative(application),
        contact=_contact(application),
        joint_applicants=[
            f"{joint.organization.name}\u00a0: {joint.part}"
            if joint.part
            else joint.organization.name
            for joint in application.joint_applicants.all()
        ],
    )


def _representative(application: Application) -> Person:
    day = timezone.localtime(application.submitted_at or application.created_at).date()
    for membership in application.action.bearer.memberships.all():
        if membership.role == MembershipRole.REPRESENTATIVE and membership.holds_on(day):
            user = membership.user
            return Person(
                user.full_name,
                membership.title or str(membership.get_role_display()),
                user.phone,
                user.email or "",
            )
    return Person()


def _contact(application: Application) -> Person:
    user = application.created_by
    if user is None or application.is_assisted:
        return Person()
    places = [m for m in application.action.bearer.memberships.all() if m.user_id == user.pk]
    role = places[0].title or str(places[0].get_role_display()) if places else ""
    return Person(user.full_name, role, user.phone, user.email or "")


def _relations(year: BearerYear | None) -> Relations:
    if year is None:
        return Relations()
    return Relations(
        approvals=year.approvals,
        public_utility=year.is_public_utility,
        commercial_taxes=year.pays_commercial_taxes,
        networks=year.networks,
        member_bodies=year.legal_members,
    )


def _human_means(year: BearerYear | None) -> HumanMeans:
    if year is None:
        return HumanMeans()
    counted = [n for n in (year.members_female, year.members_male) if n is not None]
    return HumanMeans(
        members=sum(counted) if counted else None,
        volunteers=year.volunteers,
        civic_volunteers=year.volunteering,
        employees=year.employees,
        subsidized_jobs=year.subsidized_employees,
        full_time_equivalents=_decimal(year.full_time_equivalents),
        seconded=year.seconded,
    )


def _decimal(value: Any) -> str:
    return "" if value is None else number(value)


def _bearer_budget(year: BearerYear | None) -> Budget | None:
    lines = list(year.budget_lines.all()) if year else []
    return budget_of((line.account, line.amount_cents) for line in lines) if lines else None


def _project(application: Application) -> Project:
    audience = list(application.audience.all())
    in_qpv = [row for row in audience if row.area and row.area.kind == AreaKind.QPV]
    return Project(
        title=application.title,
        objectives=application.objectives,
        needs=application.needs,
        description=application.description,
        public_summary=application.public_summary,
        beneficiaries=application.beneficiaries,
        audience=_audience(audience),
        people=sum(row.number for row in audience) if audience else None,
        people_in_qpv=sum(row.number for row in in_qpv) if audience else None,
        places=places_of(application.areas.all()),
        place_detail=application.place,
        means="\n".join(part for part in (application.means, _staff(application)) if part),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        themes=[str(row.node) for row in application.nodes.all()],
        measures=[
            Measure(str(row.indicator), _expected(row.expected, row.indicator.unit, row.words))
            for row in application.expected.all()
        ],
        evaluation=application.evaluation,
        indirect_costs_rule=application.indirect_costs_rule,
        answers=[(row.question.label, printed_answer(row)) for row in application.answers.all()],
    )


def places_of(rows: Iterable[ApplicationArea]) -> list[Place]:
    return [Place(str(row), quantity(Decimal(row.share) / 100, "%")) for row in rows]


def _audience(rows: Iterable[Any]) -> list[Expected]:
    """People by age band, all areas together, bands without anybody left out."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.age_band, row.sex)
        counts[key] = counts.get(key, 0) + row.number
    bands = [
        Expected(
            str(band.label),
            women=counts.get((band, Sex.FEMALE), 0),
            men=counts.get((band, Sex.MALE), 0),
            unknown=counts.get((band, Sex.UNKNOWN), 0),
        )
        for band in AgeBand
    ]
    return [band for band in bands if band.total]


def _staff(application: Application) -> str:
    said = [
        (_("Bénévoles"), _decimal(application.volunteers)),
        (_("Salariés"), _decimal(application.employees)),
        (_("Équivalents temps plein"), _decimal(application.full_time_equivalents)),
    ]
    return "\n".join(f"{label}\u00a0: {value}" for label, value in said if value)


def _expected(value: Any, unit: str, words: str) -> str:
    said = [quantity(value, unit) if value is not None else "", words]
    return ", ".join(part for part in said if part)


def printed_answer(answer: Answer) -> str:
    """The answer to a question of the call, in words."""
    value, kind = answer.value, answer.question.kind
    if value is None or value == "":
        return ""
    if kind == QuestionKind.YES_NO:
        return _("oui") if value else _("non")
    if kind == QuestionKind.AMOUNT:
        return euros(int(value))
    if kind == QuestionKind.DATE:
        return long_date(datetime.date.fromisoformat(value))
    if kind == QuestionKind.CHOICES:
        return ", ".join(str(item) for item in value)
    return str(value)


def _subsidies(application: Application) -> list[Subsidy]:
    """Account 74 by funder: the requests, then the public money from elsewhere."""
    asked = [
        Subsidy(account_of(request), request.funder.name, request.amount_cents)
        for request in application.requests.all()
    ]
    other = [
        Subsidy(line.account, line.label, line.planned_cents)
        for line in application.budget_lines.all()
        if line.label and ACCOUNTS[line.account].is_subsidy
    ]
    return [*asked, *other]


def _years(application: Application) -> list[YearAsked]:
    if application.series is None:
        return [YearAsked(application.year, asked_cents(application))]
    rows = sorted(application.series.applications.all(), key=lambda row: row.year)
    return [YearAsked(row.year, asked_cents(row)) for row in rows]


def _signing(application: Application) -> Signing:
    at = application.submitted_at
    return Signing(
        name=application.attested_by,
        role=application.attested_as,
        on=timezone.localtime(at).date() if at else None,
    )
