"""Amounts tried beside those of today; nothing is decided until somebody applies them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ensemblier.accounts.models import User
from ensemblier.applications.enums import ApplicationState
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.typography import euros
from ensemblier.core.validation import check_valid
from ensemblier.funding.enums import AmountField
from ensemblier.funding.models import Scenario, ScenarioAmount
from ensemblier.funding.operations.amounts import Batch, Cell, set_amounts
from ensemblier.funding.operations.ledger import DISCUSSED, PROPOSABLE
from ensemblier.funding.permissions import can_edit_scenario, columns_of
from ensemblier.funding.queries.matrix import Line, Matrix, matrix_of


@transaction.atomic
def create_scenario(*, call: Call, name: str, by: User, at: datetime.datetime) -> Scenario:
    """A copy of today's amounts: granted where it is decided, else proposed, else nothing."""
    amounts = {line.request_id: line.expected for line in lines_seen(matrix_of(call, by))}
    return keep_scenario(call=call, name=name, amounts=amounts, by=by, at=at)


def keep_scenario(
    *,
    call: Call,
    name: str,
    amounts: Mapping[int, int],
    by: User,
    at: datetime.datetime,
    rules: Mapping[str, object] | None = None,
    reasons: Mapping[int, str] | None = None,
) -> Scenario:
    """Written with its entry of the trail, inside the transaction of the caller."""
    require_try(by, call)
    scenario = Scenario(
        contract=call.contract,
        call=call,
        name=name.strip(),
        rules=dict(rules or {}),
        is_computed=rules is not None,
        created_by=by,
        created_at=at,
    )
    check_valid(scenario)
    scenario.save()
    ScenarioAmount.objects.bulk_create(
        ScenarioAmount(
            scenario=scenario,
            request_id=request_id,
            amount_cents=cents,
            reason=(reasons or {}).get(request_id, ""),
        )
        for request_id, cents in amounts.items()
    )
    _record(scenario, "create_scenario", _("Scénario «\u00a0%(name)s\u00a0» créé"), by=by, at=at)
    return scenario


@transaction.atomic
def change_scenario(
    *, scenario: Scenario, amounts: Mapping[int, int], by: User, at: datetime.datetime
) -> Scenario:
    """{request: cents}; those not named stay. An envelope may be exceeded here, a request not."""
    scenario = _locked(scenario, by)
    lines = {line.request_id: line for line in lines_seen(matrix_of(scenario.call, by))}
    kept = {row.request_id: row for row in scenario.amounts.all()}
    changes: dict[str, list[int]] = {}
    for request_id, cents in amounts.items():
        line = lines.get(request_id)
        if line is None:
            raise InvalidInput(_("Cette demande n’est pas dans cet appel."))
        if cents > line.asked:
            raise InvalidInput(
                _("%(amount)s, c’est plus que la demande\u00a0: %(asked)s.")
                % {"amount": euros(cents), "asked": euros(line.asked)},
                field=f"a{request_id}",
            )
        row = kept.get(request_id) or ScenarioAmount(
            scenario=scenario, request_id=request_id, amount_cents=line.expected
        )
        if row.amount_cents != cents:
            changes[str(request_id)] = [row.amount_cents, cents]
            # The reason told why the computed amount was what it was.
            row.amount_cents, row.reason = cents, ""
            row.save()
    if changes:
        sentence = _("Scénario «\u00a0%(name)s\u00a0» modifié")
        _record(scenario, "change_scenario", sentence, by=by, at=at, changes=changes)
    return scenario


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, by: User, at: datetime.datetime) -> Scenario:
    scenario = _locked(scenario, by)
    before, scenario.name = scenario.name, name.strip()
    check_valid(scenario)
    if scenario.name != before:
        scenario.save()
        sentence = _("Scénario «\u00a0%(name)s\u00a0» renommé")
        _record(
            scenario,
            "rename_scenario",
            sentence,
            by=by,
            at=at,
            changes={"name": [before, scenario.name]},
        )
    return scenario


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User, at: datetime.datetime) -> None:
    scenario = _locked(scenario, by)
    _record(
        scenario, "remove_scenario", _("Scénario «\u00a0%(name)s\u00a0» supprimé"), by=by, at=at
    )
    scenario.delete()


@transaction.atomic
def apply_scenario(*, scenario: Scenario, by: User, at: datetime.datetime) -> Batch:
    """Propose its amounts where `by` may and nothing is decided yet, all or none.

    Where nothing is proposed, 0 leaves it so. Taken back like any writing of the matrix.
    Raises Refused.
    """
    call = scenario.call
    require_apply(by, call)
    columns = columns_of(by, call)
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    matrix = matrix_of(call, by)
    lines = {line.request_id: line for line in open_lines(matrix, columns)}
    cells = [
        Cell(row.request_id, AmountField.PROPOSED, row.amount_cents)
        for row in scenario.amounts.order_by("request")
        if row.request_id in lines and _changes(lines[row.request_id], row.amount_cents)
    ]
    if not cells:
        raise Refused(_("Ce scénario ne change rien aux montants que vous pouvez proposer."))
    with override("fr"):
        why = _("Scénario «\u00a0%(name)s\u00a0»") % {"name": scenario.name}
    batch = set_amounts(call=call, cells=cells, by=by, at=at, why=why)
    scenario.applied_at = at
    scenario.save(update_fields=["applied_at"])
    return batch


def _changes(line: Line, cents: int) -> bool:
    return (line.proposed or 0) != cents


def lines_seen(matrix: Matrix) -> list[Line]:
    return [line for row in matrix.rows if not row.is_closed for line in row.lines.values()]


def open_lines(matrix: Matrix, columns: set[int] | None) -> list[Line]:
    """Those not decided yet, in these columns; None is all of them."""
    return [
        line
        for row in matrix.rows
        if not row.is_closed and ApplicationState(row.state) in DISCUSSED
        for line in row.lines.values()
        if line.state in PROPOSABLE and (columns is None or line.funder_id in columns)
    ]


def require_try(by: User, call: Call) -> None:
    if columns_of(by, call) == set():
        raise NotAllowed(
            _("Vous lisez les scénarios\u00a0; les financeurs de l’appel et l’équipe en préparent.")
        )


def require_apply(by: User, call: Call) -> None:
    if columns_of(by, call) == set():
        raise NotAllowed(_("Les financeurs de l’appel et l’équipe appliquent un scénario."))


def require_edit(by: User, scenario: Scenario) -> None:
    if not can_edit_scenario(by, scenario):
        raise NotAllowed(
            _("Ce scénario est celui de %(who)s, et de l’équipe du contrat.")
            % {"who": scenario.created_by.full_name}
        )


def _locked(scenario: Scenario, by: User) -> Scenario:
    found = (
        Scenario.objects.select_for_update(of=("self",))
        .select_related("call__contract", "created_by")
        .filter(pk=scenario.pk)
        .first()
    )
    if found is None:
        raise Refused(_("Ce scénario n’existe plus."))
    require_edit(by, found)
    return found


def _record(
    scenario: Scenario,
    action: str,
    sentence: str,
    *,
    by: User,
    at: datetime.datetime,
    changes: Mapping[str, object] | None = None,
) -> None:
    record(
        action=f"funding.{action}",
        summary=sentence % {"name": scenario.name},
        by=by,
        at=at,
        target=scenario,
        changes=dict(changes or {}),
    )
