"""Plans themselves: name, area, levels."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.plans.enums import PlanKind, VersionState
from ensemblier.plans.models import Node, Plan
from ensemblier.plans.naming import one_line
from ensemblier.plans.queries.comments import comments_about
from ensemblier.territories.models import Area

LEVELS_AT_MOST = 10
# Words of addresses, which stand where the slug of a plan does.
RESERVED = {"nouveau", "importer"}


def require_contract_editor(user: User, contract: Contract) -> None:
    if not can_edit_contract(user, contract):
        raise NotAllowed(
            _("Seules les personnes qui ont le droit d’écriture sur ce contrat changent ses plans.")
        )


def _free_slug(contract: Contract, name: str) -> str:
    base = slugify(name.replace("œ", "oe").replace("’", "-"))[:70].strip("-") or "plan"
    taken = set(Plan.objects.filter(contract=contract).values_list("slug", flat=True)) | RESERVED
    slug, rank = base, 2
    while slug in taken:
        slug, rank = f"{base}-{rank}", rank + 1
    return slug


def clean_level_names(names: Sequence[str]) -> list[str]:
    clean = [one_line(name) for name in names]
    clean = [name for name in clean if name]
    if not clean:
        raise InvalidInput(_("Nommez au moins un niveau."), field="level_names")
    if len(clean) > LEVELS_AT_MOST:
        raise InvalidInput(
            _("Un plan a %(count)d niveaux au plus.") % {"count": LEVELS_AT_MOST},
            field="level_names",
        )
    if any(len(name) > 60 for name in clean):
        raise InvalidInput(_("Un nom de niveau a 60 caractères au plus."), field="level_names")
    return clean


def _clean_name(name: str) -> str:
    name = one_line(name)
    if not name or len(name) > 200:
        raise InvalidInput(_("Donnez au plan un nom de 200 caractères au plus."), field="name")
    return name


def _require_area(kind: str, area: Area | None) -> None:
    if kind == PlanKind.NEIGHBOURHOOD and area is None:
        raise InvalidInput(_("Un projet de quartier dit de quel quartier il parle."), field="area")


@transaction.atomic
def create_plan(
    *,
    contract: Contract,
    kind: str,
    name: str,
    level_names: Sequence[str],
    by: User,
    at: datetime.datetime,
    area: Area | None = None,
    slug: str = "",
) -> Plan:
    """A plan without any version yet."""
    require_contract_editor(by, contract)
    if kind not in PlanKind.values:
        raise InvalidInput(_("Choisissez une sorte de plan de la liste."), field="kind")
    _require_area(kind, area)
    name = _clean_name(name)
    if Plan.objects.filter(contract=contract, name=name).exists():
        raise InvalidInput(_("Un plan de ce contrat porte déjà ce nom."), field="name")
    plan = Plan.objects.create(
        contract=contract,
        kind=kind,
        name=name,
        slug=slug or _free_slug(contract, name),
        area=area,
        level_names=clean_level_names(level_names),
    )
    record(
        action="plans.create_plan",
        summary=_("Crée le plan «\u00a0%(name)s\u00a0».") % {"name": name},
        by=by,
        at=at,
        target=plan,
    )
    return plan


@transaction.atomic
def update_plan(
    *,
    plan: Plan,
    by: User,
    at: datetime.datetime,
    name: str | None = None,
    level_names: Sequence[str] | None = None,
) -> Plan:
    """Rename a plan or its levels. Levels that a published version uses keep their names;
    levels may be added below."""
    require_contract_editor(by, plan.contract)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    before = {"name": locked.name, "level_names": locked.level_names}
    if name is not None:
        locked.name = _clean_name(name)
        twins = Plan.objects.filter(contract=locked.contract_id, name=locked.name)
        if twins.exclude(pk=locked.pk).exists():
            raise InvalidInput(_("Un plan de ce contrat porte déjà ce nom."), field="name")
    if level_names is not None:
        wanted = clean_level_names(level_names)
        _require_levels_kept(locked, wanted)
        locked.level_names = wanted
    locked.save()
    after = {"name": locked.name, "level_names": locked.level_names}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if changes:
        record(
            action="plans.update_plan",
            summary=_("Modifie le plan «\u00a0%(name)s\u00a0».") % {"name": locked.name},
            by=by,
            at=at,
            target=locked,
            changes=changes,
        )
    return locked


def _require_levels_kept(plan: Plan, wanted: list[str]) -> None:
    nodes = Node.objects.filter(version__plan=plan).order_by("-level")
    deepest = nodes.values_list("level", flat=True).first()
    if deepest is not None and deepest >= len(wanted):
        raise InvalidInput(
            _("Le niveau «\u00a0%(name)s\u00a0» contient des éléments\u00a0: il ne se retire pas.")
            % {"name": plan.level_names[deepest]},
            field="level_names",
        )
    published = nodes.filter(version__state=VersionState.PUBLISHED)
    held = published.values_list("level", flat=True).first()
    if held is not None and wanted[: held + 1] != plan.level_names[: held + 1]:
        raise InvalidInput(
            _("Une version publiée emploie ces noms de niveaux\u00a0: ils ne changent plus."),
            field="level_names",
        )


@transaction.atomic
def delete_plan(*, plan: Plan, by: User, at: datetime.datetime) -> None:
    """Only a plan that never had a published version."""
    require_contract_editor(by, plan.contract)
    if plan.versions.filter(state=VersionState.PUBLISHED).exists():
        raise Refused(_("Un plan publié ne se supprime pas\u00a0: d’autres s’y réfèrent."))
    record(
        action="plans.delete_plan",
        summary=_("Supprime le plan «\u00a0%(name)s\u00a0».") % {"name": plan.name},
        by=by,
        at=at,
        target=plan,
    )
    comments_about(plan).delete()
    plan.versions.all().delete()
    plan.delete()
