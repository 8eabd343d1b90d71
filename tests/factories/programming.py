"""Small true objects of the programming year; states are set as given, without the operations."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.db.models import Max
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.applications.models import (
    ALL_OF_IT,
    Action,
    Application,
    ApplicationArea,
    ApplicationNode,
    Request,
)
from ensemblier.appraisal.enums import OpinionSource
from ensemblier.appraisal.models import Opinion
from ensemblier.calls.enums import CallState
from ensemblier.calls.models import Call, CallTheme, Committee, Envelope, Rule
from ensemblier.contracts.models import Contract
from ensemblier.councils.enums import College
from ensemblier.councils.models import Council, Mandate, Meeting, Minutes
from ensemblier.funding.models import Award
from ensemblier.governance.enums import BodyKind
from ensemblier.governance.models import Body, Seat, Session
from ensemblier.indicators.models import Indicator
from ensemblier.organizations.enums import MembershipRole, OrganizationKind
from ensemblier.organizations.models import Membership, Organization
from ensemblier.outcomes.models import Report
from ensemblier.plans.models import Node
from ensemblier.territories.models import Area
from tests import factories

_numbers = itertools.count(1)
LONG_AGO = datetime.date(2015, 1, 1)
NOON = datetime.time(12, 0, tzinfo=datetime.UTC)


def make_member(
    organization: Organization, role: str = MembershipRole.REPRESENTATIVE, **fields: Any
) -> User:
    """A person who acts for `organization`; `role=MembershipRole.OFFICER` for a funder's."""
    user = fields.pop("user", None) or factories.make_user()
    fields.setdefault("starts_on", LONG_AGO)
    Membership.objects.create(user=user, organization=organization, role=role, **fields)
    return user


def make_officer(funder: Organization, **fields: Any) -> User:
    return make_member(funder, MembershipRole.OFFICER, **fields)


def make_funder(**fields: Any) -> Organization:
    fields.setdefault("kind", OrganizationKind.AUTHORITY)
    fields.setdefault("name", f"Financeur {next(_numbers)}")
    return factories.make_organization(**fields)


def make_council(
    contract: Contract | None = None, *, areas: tuple[Area, ...] = (), **fields: Any
) -> Council:
    fields.setdefault("name", f"Conseil {next(_numbers)}")
    council = Council.objects.create(contract=contract or factories.make_contract(), **fields)
    council.areas.set(areas)
    return council


def make_mandate(council: Council, user: User | None = None, **fields: Any) -> Mandate:
    fields.setdefault("starts_on", LONG_AGO)
    fields.setdefault("college", College.RESIDENTS)
    return Mandate.objects.create(council=council, user=user or factories.make_user(), **fields)


def make_meeting(council: Council, **fields: Any) -> Meeting:
    fields.setdefault("starts_at", timezone.now() - datetime.timedelta(days=7))
    return Meeting.objects.create(council=council, contract=council.contract, **fields)


def make_minutes(council: Council, *, published: bool = False, **fields: Any) -> Minutes:
    """Typed, of this month, unless told otherwise."""
    now = timezone.now()
    fields.setdefault("month", timezone.localdate(now).replace(day=1))
    fields.setdefault("text", "On a parlé du jardin.")
    fields.setdefault("published_at", now if published else None)
    return Minutes.objects.create(
        council=council, contract=council.contract, added_at=now, **fields
    )


def make_body(contract: Contract | None = None, **fields: Any) -> Body:
    fields.setdefault("name", f"CTP {next(_numbers)}")
    fields.setdefault("kind", BodyKind.PROGRAMMING)
    return Body.objects.create(contract=contract or factories.make_contract(), **fields)


def make_seat(body: Body, **fields: Any) -> Seat:
    fields.setdefault("starts_on", LONG_AGO)
    if not {"user", "organization"} & fields.keys():
        fields["user"] = factories.make_user()
    return Seat.objects.create(body=body, **fields)


def make_session(body: Body | None = None, **fields: Any) -> Session:
    body = body or make_body()
    fields.setdefault("starts_at", timezone.now() + datetime.timedelta(days=7))
    return Session.objects.create(body=body, contract=body.contract, **fields)


def make_call(
    contract: Contract | None = None,
    *,
    nodes: tuple[Node, ...] = (),
    areas: tuple[Area, ...] = (),
    rules: dict[str, int] | None = None,
    **fields: Any,
) -> Call:
    """Published and open now, unless told otherwise. Without `nodes`, a plan of one node."""
    contract = contract or factories.make_contract()
    rank, now = next(_numbers), timezone.now()
    nodes = nodes or (factories.make_node(factories.make_version(factories.make_plan(contract))),)
    year = fields.setdefault("year", now.year)
    fields.setdefault("name", f"Appel {rank}")
    fields.setdefault("slug", f"appel-{rank}")
    fields.setdefault("plan_version", nodes[0].version)
    fields.setdefault("opens_at", now - datetime.timedelta(days=10))
    fields.setdefault("closes_at", now + datetime.timedelta(days=20))
    fields.setdefault("actions_start_on", datetime.date(year, 1, 1))
    fields.setdefault("actions_end_on", datetime.date(year, 12, 31))
    if fields.setdefault("state", CallState.PUBLISHED) != CallState.DRAFT:
        fields.setdefault("published_at", fields["opens_at"])
    call = Call.objects.create(contract=contract, **fields)
    call.areas.set(areas)
    for node in nodes:
        CallTheme.objects.create(call=call, node=node, theme=node.theme)
    for code, value in (rules or {}).items():
        Rule.objects.create(call=call, code=code, value=value)
    return call


def make_envelope(
    call: Call | None = None, funder: Organization | None = None, **fields: Any
) -> Envelope:
    call = call or make_call()
    fields.setdefault("budget_line", "147")
    fields.setdefault("amount_cents", 10_000_00)
    return Envelope.objects.create(
        call=call, contract=call.contract, funder=funder or make_funder(), **fields
    )


def make_committee(call: Call, body: Body | None = None, **fields: Any) -> Committee:
    return Committee.objects.create(
        call=call, contract=call.contract, body=body or make_body(call.contract), **fields
    )


def make_action(
    contract: Contract | None = None, bearer: Organization | None = None, **fields: Any
) -> Action:
    contract = contract or factories.make_contract()
    last = Action.objects.filter(contract=contract).aggregate(last=Max("number"))["last"]
    fields.setdefault("number", (last or 0) + 1)
    fields.setdefault("name", f"Action {fields['number']}")
    return Action.objects.create(
        contract=contract, bearer=bearer or factories.make_organization(), **fields
    )


def make_application(
    call: Call | None = None,
    action: Action | None = None,
    *,
    areas: tuple[Area, ...] = (),
    node: Node | None = None,
    **fields: Any,
) -> Application:
    """In the state given; a draft unless told otherwise. `areas` share its people equally."""
    call = call or make_call()
    action = action or make_action(call.contract)
    state = fields.setdefault("state", ApplicationState.DRAFT)
    if state not in {ApplicationState.DRAFT, ApplicationState.WITHDRAWN}:
        fields.setdefault("submitted_at", call.opens_at or timezone.now())
    fields.setdefault("year", call.year)
    fields.setdefault("reference", f"{fields['year']}-{action.number:04d}")
    fields.setdefault("title", action.name)
    fields.setdefault("created_at", call.opens_at or timezone.now())
    application = Application.objects.create(
        contract=call.contract, call=call, action=action, **fields
    )
    main = node or call.themes.select_related("node")[0].node
    ApplicationNode.objects.create(
        application=application, node=main, theme=main.theme, is_main=True
    )
    for rank, area in enumerate(areas):
        share = ALL_OF_IT // len(areas)
        rest = ALL_OF_IT - share * (len(areas) - 1)
        ApplicationArea.objects.create(
            application=application, area=area, share=share if rank else rest
        )
    return application


def make_request(
    application: Application | None = None, funder: Organization | None = None, **fields: Any
) -> Request:
    application = application or make_application()
    fields.setdefault("amount_cents", 1_000_00)
    return Request.objects.create(
        application=application,
        contract=application.contract,
        funder=funder or make_funder(),
        **fields,
    )


def make_award(request: Request | None = None, **fields: Any) -> Award:
    """The envelope's `committed_cents` is kept when something is granted."""
    request = request or make_request()
    award = Award.objects.create(
        request=request,
        contract=request.contract,
        asked_cents=fields.pop("asked_cents", request.amount_cents),
        **fields,
    )
    if award.envelope and award.granted_cents:
        award.envelope.committed_cents += award.granted_cents
        award.envelope.save(update_fields=["committed_cents"])
    return award


def make_opinion(
    application: Application, author: Organization | Council, **fields: Any
) -> Opinion:
    """Asked; given when a `value` is told."""
    is_council = isinstance(author, Council)
    fields.setdefault("asked_at", timezone.now())
    fields.setdefault("source", OpinionSource.COUNCIL if is_council else OpinionSource.FUNDER)
    if fields.get("value"):
        fields.setdefault("given_at", timezone.now())
    fields["council" if is_council else "organization"] = author
    return Opinion.objects.create(application=application, contract=application.contract, **fields)


def make_indicator(contract: Contract | None = None, **fields: Any) -> Indicator:
    fields.setdefault("label", f"Indicateur {next(_numbers)}")
    if "theme" in fields and contract is None:
        contract = fields["theme"].contract
    return Indicator.objects.create(contract=contract or factories.make_contract(), **fields)


def make_report(application: Application | None = None, **fields: Any) -> Report:
    application = application or make_application(state=ApplicationState.DECIDED)
    fields.setdefault("due_on", datetime.date(application.year + 1, 6, 30))
    return Report.objects.create(application=application, contract=application.contract, **fields)
