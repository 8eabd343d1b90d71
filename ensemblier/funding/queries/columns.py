"""Which rows of the matrix a person stays out of."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ensemblier.applications.models import Application
from ensemblier.appraisal.models import Recusal
from ensemblier.calls.models import Call
from ensemblier.organizations.permissions import organizations_of


def applications_closed_to(user: Any, call: Call) -> set[int]:
    """The applications of `call` for which `appraisal.permissions.is_recused` holds."""
    mine = organizations_of(user)
    declared = set(
        Recusal.objects.filter(call=call, user=user)
        .order_by()
        .values_list("organization", flat=True)
    )
    if not mine and not declared:
        return set()
    rows = Application.objects.filter(
        Q(action__bearer__in=mine | declared)
        | Q(joint_applicants__organization__in=mine | declared),
        call=call,
    )
    return set(rows.values_list("pk", flat=True))
