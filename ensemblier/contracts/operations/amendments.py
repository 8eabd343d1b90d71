"""Avenants. The contract's end is always the one that the last of them fixed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Amendment, Contract
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.core.exceptions import InvalidInput, Refused

EDITABLE_FIELDS = ("title", "summary", "signed_on", "new_end")


@transaction.atomic
def create_amendment(
    *, contract: Contract, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Amendment:
    """The next number. With `new_end`, the contract runs until that day."""
    contract = locked(contract, by)
    last = contract.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(contract=contract, number=last + 1)
    new_end = values.get("new_end")
    if new_end:
        _refuse_earlier(new_end, contract.ends_on)
        amendment.previous_end = contract.ends_on
    set_values(amendment, values, EDITABLE_FIELDS)
    amendment.save()
    _move_end(contract, new_end)
    record(
        action="contracts.create_amendment",
        summary=_("Avenant n° %(number)d\u00a0: %(title)s%(extension)s")
        % {
            "number": amendment.number,
            "title": amendment.title,
            "extension": _extension(new_end),
        },
        by=by,
        at=at,
        target=amendment,
        changes={"ends_on": [str(amendment.previous_end), str(new_end)]} if new_end else None,
    )
    return amendment


@transaction.atomic
def update_amendment(
    *, amendment: Amendment, values: Mapping[str, Any], by: User, at: datetime.datetime
) -> Amendment:
    """Its `new_end` may change as long as no later avenant moved the end again."""
    amendment = locked_row(amendment, by)
    contract = amendment.contract
    if "new_end" in values and values["new_end"] != amendment.new_end:
        _refuse_unless_last_extension(amendment)
        origin = amendment.previous_end or contract.ends_on
        if values["new_end"]:
            _refuse_earlier(values["new_end"], origin)
        amendment.previous_end = origin if values["new_end"] else None
        _move_end(contract, values["new_end"] or origin)
    changes = set_values(amendment, values, EDITABLE_FIELDS)
    if changes:
        amendment.save()
        record(
            action="contracts.update_amendment",
            summary=_("Avenant n° %(number)d modifié%(extension)s")
            % {
                "number": amendment.number,
                "extension": _extension(amendment.new_end if "new_end" in changes else None),
            },
            by=by,
            at=at,
            target=amendment,
            changes=changes,
        )
    return amendment


@transaction.atomic
def remove_amendment(*, amendment: Amendment, by: User, at: datetime.datetime) -> None:
    """The last one only: the others are history. The contract takes back its former end."""
    amendment = locked_row(amendment, by)
    if amendment.contract.amendments.filter(number__gt=amendment.number).exists():
        raise Refused(_("Seul le dernier avenant peut être supprimé."))
    if amendment.previous_end:
        _move_end(amendment.contract, amendment.previous_end)
    record(
        action="contracts.remove_amendment",
        summary=_("Avenant n° %(number)d supprimé\u00a0: %(title)s")
        % {"number": amendment.number, "title": amendment.title},
        by=by,
        at=at,
        target=amendment,
        changes={
            "title": [amendment.title, None],
            "summary": [amendment.summary, None],
            "new_end": [str(amendment.new_end or ""), None],
        },
    )
    amendment.delete()


def _move_end(contract: Contract, new_end: datetime.date | None) -> None:
    if not new_end:
        return
    if contract.midterm_on and contract.midterm_on >= new_end:
        raise InvalidInput(_("Le contrat finirait avant son bilan à mi-parcours."), field="new_end")
    contract.ends_on = new_end
    contract.save()


def _refuse_earlier(new_end: datetime.date, current: datetime.date) -> None:
    if new_end <= current:
        raise InvalidInput(
            _("Un avenant prolonge le contrat\u00a0: choisissez un jour après le %(end)s.")
            % {"end": date_format(current)},
            field="new_end",
        )


def _refuse_unless_last_extension(amendment: Amendment) -> None:
    later = amendment.contract.amendments.filter(
        number__gt=amendment.number, new_end__isnull=False
    ).first()
    if later:
        raise InvalidInput(
            _("L’avenant n° %(number)d a de nouveau déplacé la fin\u00a0: modifiez celui-là.")
            % {"number": later.number},
            field="new_end",
        )


def _extension(new_end: datetime.date | None) -> str:
    if not new_end:
        return ""
    return _(" (prolongé jusqu’au %(end)s)") % {"end": date_format(new_end)}
