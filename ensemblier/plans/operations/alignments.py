"""Tying nodes of different plans that serve the same end."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.audit.operations import record
from ensemblier.contracts.permissions import can_edit_contract, can_view_contract
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.plans.models import Alignment, Node, Theme
from ensemblier.plans.naming import one_line
from ensemblier.plans.operations.plans import require_contract_editor


def name_of(theme: Theme) -> str:
    """How the newest version that holds a theme words it."""
    node = Node.objects.filter(theme=theme).order_by("-version__number").first()
    return str(node) if node else str(theme)


@transaction.atomic
def align_themes(
    *, source: Theme, target: Theme, by: User, at: datetime.datetime, note: str = ""
) -> Alignment:
    """Of two plans, of one contract or of two; one tie whatever its direction."""
    require_contract_editor(by, source.contract)
    if not (can_view_contract(by, target.contract) or target.contract.is_public):
        raise NotAllowed(_("Vous ne pouvez pas lire l’autre contrat."))
    if source.plan_id == target.plan_id:
        raise Refused(_("On aligne des éléments de deux plans différents."))
    same = Q(source=source, target=target) | Q(source=target, target=source)
    if Alignment.objects.filter(same).exists():
        raise Refused(_("Ces deux éléments sont déjà alignés."))
    alignment = Alignment.objects.create(
        contract_id=source.contract_id, source=source, target=target, note=one_line(note)[:250]
    )
    record(
        action="plans.align_themes",
        summary=_(
            "Aligne «\u00a0%(source)s\u00a0» (%(left)s) et «\u00a0%(target)s\u00a0» (%(right)s)."
        )
        % {
            "source": name_of(source),
            "left": source.plan.name,
            "target": name_of(target),
            "right": target.plan.name,
        },
        by=by,
        at=at,
        target=alignment,
    )
    return alignment


@transaction.atomic
def unalign(*, alignment: Alignment, by: User, at: datetime.datetime) -> None:
    """By the editors of either contract."""
    contracts = (alignment.source.contract, alignment.target.contract)
    if not any(can_edit_contract(by, contract) for contract in contracts):
        raise NotAllowed(
            _("Seules les personnes qui ont le droit d’écriture sur ce contrat changent ses plans.")
        )
    record(
        action="plans.unalign",
        summary=_("Défait l’alignement de «\u00a0%(source)s\u00a0» et «\u00a0%(target)s\u00a0».")
        % {"source": name_of(alignment.source), "target": name_of(alignment.target)},
        by=by,
        at=at,
        target=alignment,
    )
    alignment.delete()
