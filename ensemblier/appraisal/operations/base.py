"""What every write of this room checks first, and how one row of many is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.applications.permissions import can_manage_application
from ensemblier.appraisal.permissions import require_not_recused
from ensemblier.contracts.permissions import who_opens_rights
from ensemblier.core.exceptions import NotAllowed, Refused

T = TypeVar("T")


def require_manage(by: User, application: Application) -> None:
    """The team, and nobody of it who stays out of this file."""
    require_not_recused(by, application)
    if not can_manage_application(by, application):
        raise NotAllowed(
            _("Ce dossier est instruit par l’équipe du contrat. %(who)s")
            % {"who": who_opens_rights(application.contract)}
        )


@dataclass
class Outcome(Generic[T]):
    """Of many rows: those that were done, and why each of the others was refused."""

    done: list[T] = field(default_factory=list)
    refused: list[tuple[T, Refused]] = field(default_factory=list)


def each(rows: Iterable[T], deed: Callable[[T], object]) -> Outcome[T]:
    """Do every row that can be; a refused one leaves nothing behind and does not stop the rest."""
    outcome: Outcome[T] = Outcome()
    for row in rows:
        try:
            with transaction.atomic():
                deed(row)
        except Refused as refusal:
            outcome.refused.append((row, refusal))
        else:
            outcome.done.append(row)
    return outcome
