"""A request received, corrected, completed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.operations.base import set_values
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros, long_date
from ensemblier.fund.codes import new_code, same_phone
from ensemblier.fund.emails import send_answer
from ensemblier.fund.enums import (
    BearerKind,
    Channel,
    FileKind,
    RequestState,
    RoundState,
)
from ensemblier.fund.models import Bearer, CostLine, Fund, FundRequest, RequestStep, Round
from ensemblier.fund.operations.base import (
    locked_request,
    locked_round,
    step,
    still_open,
    trace,
)
from ensemblier.fund.operations.files import keep_file
from ensemblier.fund.permissions import can_assist_round, require_assist
from ensemblier.fund.queries.bearers import is_voted_on
from ensemblier.organizations.models import Organization

REQUEST_FIELDS = (
    *("title", "description", "starts_on", "ends_on", "place", "audience", "people"),
    *("asked_cents", "area", "node"),
)


FREE_WORDS = {"description", "audience", "place"}


@dataclass(frozen=True)
class Cost:
    label: str
    cents: int


@dataclass(frozen=True)
class Who:
    """Who asks, as they said it."""

    kind: str
    name: str
    email: str = ""
    phone: str = ""
    organization: Organization | None = None


@transaction.atomic
def receive_request(
    *,
    round: Round,
    values: Mapping[str, Any],
    costs: Sequence[Cost],
    who: Who,
    by: User | None,
    at: datetime.datetime,
    council: Any = None,
    channel: str = Channel.SCREEN,
    photo: File[Any] | None = None,
) -> FundRequest:
    """A request, from a phone (`by` nobody) or entered for somebody. Raises InvalidInput,
    Refused, NotAllowed."""
    round = locked_round(round)
    council = round.fund.council or council
    if council is not None and council.contract_id != round.contract_id:
        raise InvalidInput(_("Ce conseil est d’un autre contrat."), field="council")
    _may_receive(round, council.pk if council else None, by, at)
    fund = Fund.objects.select_for_update(of=("self",)).get(pk=round.fund_id)
    bearer = bearer_of(round, who, is_vouched_for=by is not None)
    if known := _sent_already(round, bearer, values):
        return known
    request = FundRequest(
        contract_id=round.contract_id,
        round=round,
        bearer=bearer,
        council=council,
        reference=_next_reference(fund, round),
        code=new_code(),
        channel=channel,
        ceiling_cents=round.ceiling_cents,
        entered_by=by,
        received_at=at,
        language=(get_language() or "fr")[:2],
    )
    _fill(request, values, costs, timezone.localdate(at))
    if photo is not None:
        keep_file(request, FileKind.PHOTO, photo, by=by, at=at)
    RequestStep.objects.create(
        contract_id=round.contract_id,
        request=request,
        transition="receive",
        target=RequestState.RECEIVED,
        by=by,
        at=at,
    )
    summary = _("Demande %(reference)s reçue.") % {"reference": request.reference}
    trace(request, "receive_request", summary, by=by, at=at, channel=["", channel])
    send_answer(request)
    return request


def _may_receive(
    round: Round, council_id: int | None, by: User | None, at: datetime.datetime
) -> None:
    if by is not None and not can_assist_round(by, round, council_id):
        raise NotAllowed(
            _("Une demande est saisie par l’équipe du contrat ou par les membres du conseil.")
        )
    if round.is_open_at(at):
        return
    # A sheet of paper given in time is entered the day after.
    if by is not None and round.state == RoundState.OPEN and at >= round.opens_at:
        return
    raise Refused(_("Cette campagne ne reçoit pas de demande en ce moment."))


def _sent_already(round: Round, bearer: Bearer, values: Mapping[str, Any]) -> FundRequest | None:
    """The very same words sent twice: a finger that pressed again, not a second request."""
    names = ("title", "description", "starts_on", "place", "audience", "people", "asked_cents")
    same = {name: values[name] for name in names}
    rows = FundRequest.objects.filter(round=round, bearer=bearer, **same)
    return rows.filter(state=RequestState.RECEIVED).first()


def _next_reference(fund: Fund, round: Round) -> str:
    start = f"{fund.code}-{round.year}-"
    taken = FundRequest.objects.filter(contract_id=fund.contract_id, reference__startswith=start)
    last = max(
        (int(one.rpartition("-")[2]) for one in taken.values_list("reference", flat=True)),
        default=0,
    )
    return f"{start}{last + 1:03d}"


def bearer_of(round: Round, who: Who, *, is_vouched_for: bool) -> Bearer:
    """The bearer known by this organization, e-mail or telephone; a new one otherwise.

    What was not known of a bearer is added when somebody of the team or the council vouches for
    it: a stranger who types another's telephone with an e-mail of their own would otherwise
    receive the other's answers, and the codes in them.
    """
    if who.kind not in BearerKind.values:
        raise InvalidInput(_("Dites qui demande."), field="kind")
    email, phone = who.email.strip().lower(), same_phone(who.phone)
    if not (email or phone):
        raise InvalidInput(
            _("Donnez une adresse électronique ou un numéro de téléphone, pour la réponse."),
            field="phone",
        )
    known = _known_bearer(round.contract_id, who, email, phone)
    if known is not None:
        return _completed(known, who, email, phone) if is_vouched_for else known
    return Bearer.objects.create(
        contract_id=round.contract_id,
        kind=who.kind,
        name=who.name.strip(),
        email=email,
        phone=phone,
        organization=who.organization,
    )


def _known_bearer(contract_id: int, who: Who, email: str, phone: str) -> Bearer | None:
    rows = Bearer.objects.filter(contract=contract_id, erased_at=None).order_by("pk")
    if who.organization is not None:
        return rows.filter(organization=who.organization).first()
    rows = rows.filter(kind=who.kind)
    if email and (found := rows.filter(email=email).first()):
        return found
    return rows.filter(phone=phone).first() if phone else None


def _completed(bearer: Bearer, who: Who, email: str, phone: str) -> Bearer:
    """What was known is never changed here."""
    for name, value in (("name", who.name.strip()), ("email", email), ("phone", phone)):
        if value and not getattr(bearer, name):
            setattr(bearer, name, value)
    bearer.save()
    return bearer


def _fill(
    request: FundRequest,
    values: Mapping[str, Any],
    costs: Sequence[Cost],
    today: datetime.date,
) -> dict[str, list[Any]]:
    check_costs(ceiling_cents=request.ceiling_cents, asked_cents=values["asked_cents"], costs=costs)
    check_first_day(round=request.round, first=values["starts_on"], today=today)
    changes = set_values(request, values, REQUEST_FIELDS)
    request.save()
    request.lines.all().delete()
    CostLine.objects.bulk_create(
        CostLine(request=request, rank=rank, label=cost.label.strip(), planned_cents=cost.cents)
        for rank, cost in enumerate(costs, start=1)
    )
    return changes


def check_costs(*, ceiling_cents: int, asked_cents: int, costs: Sequence[Cost]) -> None:
    """Raises InvalidInput, field «asked_cents»."""
    if asked_cents > ceiling_cents:
        raise InvalidInput(
            _("Le fonds donne %(ceiling)s au plus pour une action.")
            % {"ceiling": euros(ceiling_cents)},
            field="asked_cents",
        )
    total = sum(cost.cents for cost in costs)
    if asked_cents > total:
        raise InvalidInput(
            _("Vous demandez %(asked)s, mais vos dépenses font %(total)s.")
            % {"asked": euros(asked_cents), "total": euros(total)},
            field="asked_cents",
        )


def check_first_day(*, round: Round, first: datetime.date, today: datetime.date) -> None:
    """Raises InvalidInput, field «starts_on»."""
    earliest = today + datetime.timedelta(days=round.min_delay_days)
    if first < earliest:
        raise InvalidInput(
            _("Choisissez un jour à partir du %(day)s\u00a0: il faut le temps de décider.")
            % {"day": long_date(earliest)},
            field="starts_on",
        )


@transaction.atomic
def update_request(
    *,
    request: FundRequest,
    values: Mapping[str, Any],
    costs: Sequence[Cost],
    by: User,
    at: datetime.datetime,
) -> FundRequest:
    """The team or the council corrects what is not decided yet; the trail says what."""
    request = locked_request(request)
    require_assist(by, request)
    still_open(request)
    if values["asked_cents"] != request.asked_cents and is_voted_on(request):
        raise InvalidInput(
            _("Cette demande est mise au vote\u00a0: son montant ne change plus."),
            field="asked_cents",
        )
    before = [[line.label, line.planned_cents] for line in request.lines.all()]
    asked_on = timezone.localdate(request.received_at)
    changes = _fill(request, values, costs, asked_on)
    after = [[cost.label, cost.cents] for cost in costs]
    if before != after:
        changes["costs"] = [before, after]
    if changes:
        # The trail lasts: it says that free words changed, not what they were about people.
        for name in FREE_WORDS & changes.keys():
            changes[name] = []
        summary = _("Demande %(reference)s modifiée.") % {"reference": request.reference}
        trace(request, "update_request", summary, by=by, at=at, **changes)
    return request


@transaction.atomic
def complete_request(
    *,
    request: FundRequest,
    values: Mapping[str, Any],
    costs: Sequence[Cost],
    by: User | None,
    at: datetime.datetime,
    photo: File[Any] | None = None,
) -> FundRequest:
    """Answer what was missing: by who holds the code (`by` nobody), or for them."""
    request = locked_request(request)
    step(request, "complete", by=by, at=at)
    _fill(request, values, costs, timezone.localdate(request.received_at))
    if photo is not None:
        keep_file(request, FileKind.OTHER, photo, by=by, at=at)
    return request
