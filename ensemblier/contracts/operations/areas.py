"""The areas that a contract covers."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.enums import AreaStanding
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.contracts.operations.base import locked, locked_row, set_values
from ensemblier.territories.models import Area


@transaction.atomic
def add_area(
    *,
    contract: Contract,
    area: Area,
    by: User,
    at: datetime.datetime,
    standing: str = AreaStanding.PRIORITY,
) -> ContractArea:
    contract = locked(contract, by)
    covered = ContractArea(contract=contract)
    set_values(covered, {"area": area, "standing": standing}, ["area", "standing"])
    covered.save()
    record(
        action="contracts.add_area",
        summary=_("Territoire ajouté au contrat\u00a0: %(area)s (%(standing)s)")
        % {"area": area.name, "standing": covered.get_standing_display()},
        by=by,
        at=at,
        target=covered,
    )
    return covered


@transaction.atomic
def change_standing(
    *, covered: ContractArea, standing: str, by: User, at: datetime.datetime
) -> ContractArea:
    covered = locked_row(covered, by)
    changes = set_values(covered, {"standing": standing}, ["standing"])
    if changes:
        covered.save()
        record(
            action="contracts.change_standing",
            summary=_("%(area)s est désormais au titre de\u00a0: %(standing)s")
            % {"area": covered.area.name, "standing": covered.get_standing_display()},
            by=by,
            at=at,
            target=covered,
            changes=changes,
        )
    return covered


@transaction.atomic
def remove_area(*, covered: ContractArea, by: User, at: datetime.datetime) -> None:
    covered = locked_row(covered, by)
    record(
        action="contracts.remove_area",
        summary=_("Territoire retiré du contrat\u00a0: %(area)s") % {"area": covered.area.name},
        by=by,
        at=at,
        target=covered,
        changes={"area": [covered.area_id, None], "standing": [covered.standing, None]},
    )
    covered.delete()
