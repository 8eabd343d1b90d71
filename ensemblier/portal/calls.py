"""The page of a call for everyone, gathered: for whom, for what, until when, what it takes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.calls.enums import Standing
from ensemblier.calls.framing import dates_of, lines_of, moment, sentence_of, told_rules
from ensemblier.calls.models import Call
from ensemblier.calls.permissions import can_view_call
from ensemblier.calls.queries import (
    opened_branches,
    public_calls,
    standing_is,
    standing_of,
    with_contents,
)
from ensemblier.contracts.models import Contract
from ensemblier.contracts.queries import CalendarEntry
from ensemblier.core.typography import long_date
from ensemblier.plans.models import Node

# The form alone, for somebody who has never seen it; each further question adds its minutes.
FIRST_TIME_MINUTES = 90
MINUTES_PER_QUESTION = 5
SOON = 14
FEW_THEMES = 8
# Rules that bind once money is granted.
LATER = ("agreement_threshold_cents", "report_months")


@dataclass(frozen=True)
class ThemeLine:
    node: Node
    url: str


@dataclass(frozen=True)
class CallPage:
    call: Call
    standing: Standing
    until: str
    days_left: int | None
    branches: list[tuple[str, list[ThemeLine]]]
    eligibility: list[str]
    rules: list[str]
    later_rules: list[str]
    dates: list[list[str]]
    contact: list[str]
    total_cents: int
    hours: int

    @property
    def has_few_themes(self) -> bool:
        return sum(len(lines) for _root, lines in self.branches) <= FEW_THEMES

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON


def calls_shown(at: datetime.datetime) -> QuerySet[Call]:
    """Public calls, archives aside, those that close last first."""
    return public_calls().exclude(standing_is(Standing.ARCHIVED, at))


def readable_call(request: HttpRequest, contract_slug: str, call_slug: str) -> Call | None:
    """The call, if it is public, or if the person prepares or funds it."""
    call = (
        with_contents(Call.objects.all())
        .filter(contract__slug=contract_slug, slug=call_slug)
        .first()
    )
    if call is None or not (call.is_public or can_view_call(request.user, call)):
        return None
    return call


def call_page(call: Call, at: datetime.datetime) -> CallPage:
    """`call` comes from `with_contents`."""
    standing = standing_of(call, at)
    is_open = standing == Standing.OPEN and call.closes_at is not None
    questions = len(call.questions.all())
    minutes = FIRST_TIME_MINUTES + MINUTES_PER_QUESTION * questions
    return CallPage(
        call=call,
        standing=standing,
        until=until(call, standing),
        days_left=days_until(call.closes_at, at) if is_open and call.closes_at else None,
        branches=[
            (str(branch.root), [ThemeLine(node, node_url(call, node)) for node in branch.nodes])
            for branch in opened_branches(call)
        ],
        eligibility=lines_of(call.eligibility),
        rules=[sentence_of(rule) for rule in told_rules(call) if rule.code not in LATER],
        later_rules=[sentence_of(rule) for rule in told_rules(call) if rule.code in LATER],
        dates=dates_of(call),
        contact=lines_of(call.contact),
        total_cents=sum(row.amount_cents for row in call.envelopes.all()),
        hours=-(-minutes // 60),
    )


def node_url(call: Call, node: Node) -> str:
    plan = call.plan_version.plan
    return f"{reverse('portal:plan', args=[call.contract.slug, plan.slug])}{node.theme_id}/"


def days_until(deadline: datetime.datetime, at: datetime.datetime) -> int:
    return (timezone.localdate(deadline) - timezone.localdate(at)).days


def until(call: Call, standing: Standing) -> str:
    """One sentence about when, in words that read aloud."""
    if standing == Standing.OPEN and call.closes_at:
        return _("Ouvert jusqu’au %(when)s.") % {"when": moment(call.closes_at)}
    if standing == Standing.COMING and call.opens_at:
        return _("Ouvre le %(when)s.") % {"when": moment(call.opens_at)}
    if standing == Standing.DRAFT:
        return _("Cet appel n’est pas encore publié.")
    if call.closes_at is None:
        return ""
    closed = _("Fermé depuis le %(when)s.") % {"when": moment(call.closes_at)}
    if call.decided_on:
        answer = _("Réponse attendue le %(day)s.") % {"day": long_date(call.decided_on)}
        return f"{closed} {answer}"
    return closed


def start_address(call: Call) -> str:
    """Where an association begins its application."""
    try:
        return reverse("applications:start", args=[call.pk])
    except NoReverseMatch:
        return reverse("workspace:home")


def thread_of(call: Call) -> dict[str, Any]:
    """Up to the plan that the call opens, down to what is done with the money."""
    contract, plan = call.contract, call.plan_version.plan
    after = []
    try:
        actions = reverse("portal:actions", args=[contract.slug])
        after.append((_("Les actions financées"), actions, ""))
    except NoReverseMatch:
        pass
    return {
        "before": [
            (contract.name, contract.get_absolute_url(), ""),
            (plan.name, plan.get_absolute_url(), ""),
        ],
        "here": call.name,
        "after": after,
    }


def calendar_of_call(call: Call) -> list[CalendarEntry]:
    """Its public dates as whole days, for agendas."""
    entries: list[CalendarEntry] = []

    def add(key: str, day: datetime.date | None, title: str) -> None:
        if day is not None:
            entries.append(
                CalendarEntry(f"call-{call.pk}-{key}", day, f"{call.name}\u00a0: {title}")
            )

    opens, closes = (at and timezone.localdate(at) for at in (call.opens_at, call.closes_at))
    add("opens", opens, _("ouverture"))
    add("closes", closes, _("fermeture"))
    add("decided", call.decided_on, _("réponse attendue"))
    for row in call.dates.all():
        if row.is_public:
            add(f"date-{row.pk}", row.day, row.title)
    return sorted(entries, key=lambda entry: entry.day)


def contracts_with_calls() -> QuerySet[Contract]:
    return Contract.objects.filter(pk__in=public_calls().values("contract")).order_by("name")
