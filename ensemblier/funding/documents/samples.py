"""A real line, as each sort of document would tell it; invented where it has no such thing."""

from __future__ import annotations

import datetime
from typing import Any

from ensemblier.funding.documents.contexts import (
    agreement_context,
    award_context,
    recovery_context,
)
from ensemblier.funding.documents.fields import AGREEMENTS, RECOVERY, example_for
from ensemblier.funding.models import Agreement, Award


def sample_context(
    kind: str, award: Award | None, on: datetime.date
) -> tuple[dict[str, Any], bool]:
    """What the fields say, and whether all of it is real."""
    example = example_for(kind)
    if award is None:
        return example, False
    if kind in AGREEMENTS:
        agreement = Agreement.objects.filter(
            application=award.request.application_id, funder=award.request.funder_id
        ).last()
        if agreement is not None:
            return agreement_context(agreement, award, on), True
    elif kind in RECOVERY:
        recovery = award.recoveries.last()
        if recovery is not None:
            recovery.award = award
            return recovery_context(recovery, on), True
    else:
        return award_context(award, on), True
    return example | award_context(award, on), False
