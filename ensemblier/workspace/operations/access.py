"""A person and their first right, in one go."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import get_language

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.roles import grant_role
from ensemblier.workspace.operations.people import create_person
from ensemblier.workspace.permissions import require_rights_opener


@transaction.atomic
def open_access(
    *,
    full_name: str,
    email: str,
    phone: str,
    contract: Contract | None,
    kind: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> User:
    """Add the person, or take the one who already bears this address when a right is given."""
    require_rights_opener(by)
    known = User.objects.filter(email=email.strip().lower()).first() if email else None
    person = known if known and contract else None
    if person is None:
        person = create_person(
            full_name=full_name,
            email=email,
            phone=phone,
            language=get_language() or "fr",
            by=by,
            at=at,
        )
    if contract is not None:
        grant_role(
            contract=contract,
            user=person,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            by=by,
            at=at,
        )
    return person
