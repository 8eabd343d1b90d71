"""Being there: told by an open matrix, forgotten a day later."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.calls.models import Call
from ensemblier.core.exceptions import NotAllowed
from ensemblier.funding.models import Presence
from ensemblier.funding.permissions import can_view_matrix


@transaction.atomic
def note_presence(*, call: Call, by: User, at: datetime.datetime) -> None:
    """Outside the trail on purpose: reading a page is no deed that anybody answers for.

    One statement, so that two pages of the same person never meet.
    """
    if not can_view_matrix(by, call):
        raise NotAllowed(_("Ce tableau est celui de l’équipe du contrat et de ses financeurs."))
    presence = Presence(contract_id=call.contract_id, call=call, user=by, seen_at=at)
    Presence.objects.bulk_create(
        [presence],
        update_conflicts=True,
        unique_fields=["call", "user"],
        update_fields=["seen_at"],
    )


@transaction.atomic
def forget_presences(*, at: datetime.datetime, days: int) -> int:
    before = at - datetime.timedelta(days=days)
    return Presence.objects.filter(seen_at__lt=before).delete()[0]
