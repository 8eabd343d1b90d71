"""What each funder decides, with its day and reference: one line, or a whole deliberation."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.applications.lifecycle import UNSETTLED, is_team
from ensemblier.applications.models import Application, Request
from ensemblier.applications.operations.states import move_application, move_request
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros, long_date
from ensemblier.funding.enums import AmountField, Verdict
from ensemblier.funding.models import Award
from ensemblier.funding.operations.agreements import confirm_year, release_year
from ensemblier.funding.operations.amounts import Cell, CellsRefused, set_amounts
from ensemblier.funding.operations.ledger import DECIDABLE
from ensemblier.funding.operations.lines import (
    locked_request,
    refuse_future,
    require_line,
    required,
)
from ensemblier.funding.queries.awards import agreements_covering, paid_cents

CLOSABLE = (LineState.POSTPONED, *UNSETTLED)


@dataclass(frozen=True)
class Decided:
    """What a funder says of one request; `cents` matters when it grants.

    `seen` is the `standing` of the line that the person read before deciding: when another one
    stands there by now, nothing is decided. None compares nothing.
    """

    request_id: int
    verdict: Verdict
    cents: int = 0
    seen: str | None = None


class Overtaken(Refused):
    """Somebody decided some of these lines in the meantime; `requests` are their numbers."""

    def __init__(self, message: object, requests: set[int]) -> None:
        super().__init__(message)
        self.requests = requests


def standing(request: Request, award: Award | None) -> str:
    """What is decided of a line: «granted:500000», «refused:0»; «:» as long as nothing is."""
    state = "" if request.state in UNSETTLED else request.state
    granted = award.granted_cents if award else None
    return f"{state}:{'' if granted is None else granted}"


@transaction.atomic
def decide_lines(
    *,
    call: Call,
    decisions: Sequence[Decided],
    decided_on: datetime.date,
    by: User,
    at: datetime.datetime,
    reference: str = "",
    reason: str = "",
) -> list[Award]:
    """All of them or none. Raises Refused with the application that does not go through.

    The amounts are granted by `amounts`; an application whose lines are all settled becomes
    decided when somebody of the team decides the last one.
    """
    refuse_future(decided_on, timezone.localdate(at), "decided_on")
    if not decisions:
        raise InvalidInput(_("Cochez au moins un dossier."))
    if any(one.verdict != Verdict.GRANT for one in decisions):
        reason = required(reason, _("Dites pourquoi\u00a0: l’association le lira."), "reason")
    requests = _requests(call, decisions, by)
    _refuse_overtaken(decisions, requests)
    _grant_and_refuse(call, decisions, requests, by, at)
    for one in decisions:
        if one.verdict == Verdict.POSTPONE:
            _postpone(requests[one.request_id], by, at, reason)
    stamp = {
        "decided_on": decided_on,
        "decision_reference": reference.strip(),
        "reason": reason.strip(),
    }
    awards = _stamp(list(requests), stamp, by, at)
    _record(call, awards, by, at)
    for award in awards:
        confirm_year(award=award, by=by, at=at)
    close_settled(
        call=call, applications={row.application_id for row in requests.values()}, by=by, at=at
    )
    return awards


@transaction.atomic
def revise_decision(*, request: Request, reason: str, by: User, at: datetime.datetime) -> Request:
    """Back to a proposal, before any agreement and any payment. A decided application opens
    again. The amount leaves its envelope."""
    reason = required(reason, _("Dites pourquoi vous revenez sur cette décision."), "reason")
    request = locked_request(request.pk, by)
    award = Award.objects.select_for_update().filter(request=request).first()
    if award is not None:
        release_year(award=award, by=by, at=at, reason=reason)
        request.refresh_from_db(fields=["state"])
        _refuse_when_bound(award)
    _reopen(request.application, by, at, reason)
    if award is not None and award.granted_cents is not None:
        cell = Cell(request.pk, AmountField.GRANTED, None)
        with override("fr"):
            why = _("Décision revue (%(reason)s)") % {"reason": reason}
        set_amounts(call=_call_of(request), cells=[cell], by=by, at=at, why=why)
    else:
        move_request(request=request, transition="revise", by=by, at=at, reason=reason)
    Award.objects.filter(request=request).update(decided_on=None, decision_reference="", reason="")
    request.refresh_from_db()
    record(
        action="funding.revise_decision",
        summary=_("Dossier %(reference)s, %(funder)s\u00a0: décision revue.")
        % {"reference": request.application.reference, "funder": request.funder.label},
        by=by,
        at=at,
        target=request,
        changes={"reason": ["", reason]},
    )
    return request


@transaction.atomic
def close_settled(
    *, call: Call, by: User, at: datetime.datetime, applications: set[int] | None = None
) -> list[Application]:
    """Those of `applications` whose funders have all granted or refused become decided.

    None asks for all of the call, lines put off included: the team then says that it waits for
    nobody any more. Nothing is done for somebody who is not of the team.
    """
    rows = Application.objects.filter(call=call, state=ApplicationState.IN_APPRAISAL)
    if applications is None:
        rows = rows.exclude(requests__state__in=UNSETTLED)
    else:
        rows = rows.filter(pk__in=applications).exclude(requests__state__in=CLOSABLE)
    rows = rows.filter(requests__isnull=False).distinct().order_by("pk")
    closed = [row for row in rows if is_team(by, row)]
    for application in closed:
        move_application(application=application, transition="decide", by=by, at=at)
    return closed


def _requests(call: Call, decisions: Sequence[Decided], by: User) -> dict[int, Request]:
    """The rows, locked in the order that `ledger` takes too."""
    pks = [one.request_id for one in decisions]
    list(
        Application.objects.select_for_update()
        .filter(call=call, requests__in=pks)
        .order_by("pk")
        .values_list("pk")
    )
    rows = Request.objects.filter(pk__in=pks, application__call=call)
    rows = rows.select_related("application__action", "funder").order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(set(pks)):
        raise InvalidInput(_("Une de ces demandes n’est pas dans cet appel."))
    for request in found.values():
        require_line(by, request)
    return found


def _refuse_overtaken(decisions: Sequence[Decided], requests: dict[int, Request]) -> None:
    """Two people decide the same lines at once: the second one is told what the first decided."""
    rows = Award.objects.filter(request__in=requests).select_related("changed_by")
    awards = {award.request_id: award for award in rows}
    overtaken = [
        one.request_id
        for one in decisions
        if one.seen is not None
        and standing(requests[one.request_id], awards.get(one.request_id))
        not in (one.seen, _wanted(one))
    ]
    if not overtaken:
        return
    first = requests[overtaken[0]]
    award = awards.get(first.pk)
    changed_by = award.changed_by if award else None
    sentence = _(
        "Rien n’a été décidé. Dossier %(reference)s : %(who)s a changé la décision "
        "entre-temps, elle est maintenant « %(now)s ». Vérifiez, puis décidez de "
        "nouveau si c’est bien ce que vous voulez."
    ) % {
        "reference": first.application.reference,
        "who": changed_by.full_name if changed_by else _("quelqu’un"),
        "now": _told(first, award),
    }
    if more := len(overtaken) - 1:
        sentence += " " + ngettext(
            "Un autre dossier a changé aussi.", "%(count)d autres dossiers ont changé aussi.", more
        ) % {"count": more}
    raise Overtaken(sentence, set(overtaken))


def _wanted(one: Decided) -> str:
    """The standing that the decision leads to: deciding the same thing twice hurts nobody."""
    state, cents = {
        Verdict.GRANT: (LineState.GRANTED, str(one.cents)),
        Verdict.REFUSE: (LineState.REFUSED, "0"),
        Verdict.POSTPONE: (LineState.POSTPONED, ""),
    }[one.verdict]
    return f"{state}:{cents}"


def _told(request: Request, award: Award | None) -> str:
    state = str(request.get_state_display())
    return f"{state}, {euros(award.granted_cents)}" if award and award.granted_cents else state


def _grant_and_refuse(
    call: Call,
    decisions: Sequence[Decided],
    requests: dict[int, Request],
    by: User,
    at: datetime.datetime,
) -> None:
    cells = [
        _cell(one, requests[one.request_id]) for one in decisions if one.verdict != Verdict.POSTPONE
    ]
    postponed = [one for one in decisions if one.verdict == Verdict.POSTPONE]
    # A line put off gives back what it was granted.
    granted = Award.objects.filter(
        request__in=[one.request_id for one in postponed], granted_cents__isnull=False
    )
    cells += [
        Cell(pk, AmountField.GRANTED, None) for pk in granted.values_list("request", flat=True)
    ]
    if not cells:
        return
    try:
        set_amounts(call=call, cells=cells, by=by, at=at)
    except CellsRefused as refusal:
        cell, why = next(iter(refusal.refusals.items()))
        if isinstance(why, NotAllowed):
            raise why from refusal
        raise Refused(
            _("Rien n’a été décidé. Dossier %(reference)s\u00a0: %(why)s")
            % {"reference": requests[cell.request_id].application.reference, "why": why}
        ) from refusal


def _cell(one: Decided, request: Request) -> Cell:
    if one.verdict == Verdict.REFUSE:
        return Cell(one.request_id, AmountField.GRANTED, 0)
    if one.cents <= 0:
        raise InvalidInput(
            _("Dossier %(reference)s\u00a0: écrivez le montant accordé, ou refusez la demande.")
            % {"reference": request.application.reference}
        )
    return Cell(one.request_id, AmountField.GRANTED, one.cents)


def _postpone(request: Request, by: User, at: datetime.datetime, reason: str) -> None:
    if request.application.state not in DECIDABLE:
        raise Refused(
            _("Le dossier %(reference)s est «\u00a0%(state)s\u00a0»\u00a0: il ne s’ajourne pas.")
            % {
                "reference": request.application.reference,
                "state": request.application.get_state_display(),
            }
        )
    request.refresh_from_db(fields=["state"])
    if request.state != LineState.POSTPONED:
        move_request(request=request, transition="postpone", by=by, at=at, reason=reason)
    Award.objects.get_or_create(
        request=request,
        defaults={"contract_id": request.contract_id, "asked_cents": request.amount_cents},
    )


def _stamp(
    requests: list[int], stamp: dict[str, Any], by: User, at: datetime.datetime
) -> list[Award]:
    awards = list(
        Award.objects.select_for_update(of=("self",))
        .filter(request__in=requests)
        .select_related("request__application__action", "request__funder")
        .order_by("pk")
    )
    values = {**stamp, "changed_by": by, "changed_at": at}
    for award in awards:
        for name, value in values.items():
            setattr(award, name, value)
    Award.objects.bulk_update(awards, list(values))
    return awards


def _record(call: Call, awards: list[Award], by: User, at: datetime.datetime) -> None:
    with override("fr"):
        summary = ngettext(
            "%(count)d décision du %(day)s, réf. %(reference)s",
            "%(count)d décisions du %(day)s, réf. %(reference)s",
            len(awards),
        ) % {
            "count": len(awards),
            "day": long_date(awards[0].decided_on),
            "reference": awards[0].decision_reference or "–",
        }
    record(
        action="funding.decide_lines",
        summary=summary,
        by=by,
        at=at,
        target=awards[0] if len(awards) == 1 else call,
        changes={
            f"{award.request.application.reference}, {award.request.funder.label}": [
                None,
                award.granted_cents,
            ]
            for award in awards
        },
    )


def _refuse_when_bound(award: Award) -> None:
    own = agreements_covering(award.request).filter(application=award.request.application_id)
    agreement = own.first()
    if agreement is not None:
        raise Refused(
            _("La convention %(reference)s existe déjà\u00a0: annulez-la d’abord.")
            % {"reference": agreement.reference}
        )
    if paid_cents(award):
        raise Refused(_("Un versement a déjà été fait\u00a0: demandez plutôt un reversement."))
    award.payments.all().delete()


def _reopen(application: Application, by: User, at: datetime.datetime, reason: str) -> None:
    if application.state != ApplicationState.DECIDED:
        return
    if not is_team(by, application):
        raise NotAllowed(
            _(
                "Le dossier est décidé\u00a0: l’équipe du contrat seule peut le rouvrir. "
                "Écrivez-lui."
            )
        )
    move_application(application=application, transition="reopen", by=by, at=at, reason=reason)


def _call_of(request: Request) -> Call:
    call = request.application.call
    if call is None:
        raise Refused(_("Ce dossier n’est encore dans aucun appel."))
    return call
