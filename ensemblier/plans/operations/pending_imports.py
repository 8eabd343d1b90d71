"""A document read and shown, until a person saves it or lets it go."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.files.operations import remove_file, store_upload
from ensemblier.plans.models import Plan, PlanImport, PlanVersion
from ensemblier.plans.naming import one_line
from ensemblier.plans.operations.documents import save_parsed_plan
from ensemblier.plans.operations.plans import require_contract_editor
from ensemblier.territories.models import Area

READABLE = ("pdf", "docx", "txt", "md", "csv", "xlsx", "json")


@transaction.atomic
def keep_import(
    *,
    contract: Contract,
    plan: Plan | None,
    name: str,
    kind: str,
    area: Area | None,
    uploaded: File[Any],
    parsed: dict[str, Any],
    by: User,
    at: datetime.datetime,
) -> PlanImport:
    """Keep what was read of a file beside the file itself. `plan` None makes a new one."""
    require_contract_editor(by, contract)
    if plan is None:
        name = one_line(name)
        if not name:
            raise InvalidInput(_("Donnez un nom au plan."), field="name")
        if Plan.objects.filter(contract=contract, name=name).exists():
            raise InvalidInput(
                _(
                    "Un plan porte déjà ce nom\u00a0: choisissez-le dans la liste "
                    "pour le mettre à jour."
                ),
                field="name",
            )
    stored = store_upload(uploaded=uploaded, by=by, at=at, allowed=READABLE)
    kept = PlanImport.objects.create(
        contract=contract,
        plan=plan,
        name=plan.name if plan else name,
        kind=plan.kind if plan else kind,
        area=plan.area if plan else area,
        file=stored,
        parsed=parsed,
        created_by=by,
        created_at=at,
    )
    record(
        action="plans.read_document",
        summary=_("Lit «\u00a0%(file)s\u00a0»\u00a0: %(count)d éléments reconnus.")
        % {"file": stored.name, "count": len(parsed["nodes"])},
        by=by,
        at=at,
        target=kept,
    )
    return kept


def _open(plan_import: PlanImport, by: User) -> PlanImport:
    require_contract_editor(by, plan_import.contract)
    locked = PlanImport.objects.select_for_update().filter(pk=plan_import.pk).first()
    if locked is None or locked.saved_as_id:
        raise Refused(_("Cet import est terminé\u00a0: son plan est déjà enregistré ou abandonné."))
    return locked


@transaction.atomic
def correct_import(
    *,
    plan_import: PlanImport,
    parsed: dict[str, Any],
    seen: dict[str, Any],
    by: User,
    at: datetime.datetime,
) -> PlanImport:
    """Replace what was read by `parsed`, a correction of `seen`: refused when somebody else
    corrected it meanwhile."""
    locked = _open(plan_import, by)
    if locked.parsed != seen:
        raise Refused(_("Cette lecture a été corrigée entre-temps. Relisez-la, puis recommencez."))
    if parsed != seen:
        locked.parsed = parsed
        locked.save(update_fields=["parsed"])
        record(
            action="plans.correct_import",
            summary=_("Corrige la lecture de «\u00a0%(name)s\u00a0».") % {"name": locked.name},
            by=by,
            at=at,
            target=locked,
        )
    return locked


@transaction.atomic
def save_import(*, plan_import: PlanImport, by: User, at: datetime.datetime) -> PlanVersion:
    """Make the draft. The document stays at hand beside it."""
    locked = _open(plan_import, by)
    version = save_parsed_plan(
        contract=locked.contract,
        parsed=locked.parsed,
        name=locked.name,
        kind=locked.kind,
        area=locked.area,
        plan=locked.plan,
        by=by,
        at=at,
        source_name=locked.file.name,
    )
    locked.saved_as = version
    locked.plan = version.plan
    locked.save(update_fields=["saved_as", "plan"])
    return version


@transaction.atomic
def drop_import(*, plan_import: PlanImport, by: User, at: datetime.datetime) -> None:
    """Let a reading go, and its file."""
    locked = _open(plan_import, by)
    stored = locked.file
    record(
        action="plans.drop_import",
        summary=_("Abandonne l’import de «\u00a0%(file)s\u00a0».") % {"file": stored.name},
        by=by,
        at=at,
        target=locked,
    )
    locked.delete()
    remove_file(stored=stored)
