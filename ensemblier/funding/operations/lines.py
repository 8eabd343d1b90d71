"""The line of one funder, held until the transaction ends.

Locks are taken in the order of `ledger`: application, request, award, then what hangs on it.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application, Request
from ensemblier.core.exceptions import InvalidInput, NotAllowed
from ensemblier.funding.models import Award
from ensemblier.funding.permissions import can_set_amount
from ensemblier.funding.queries.awards import with_line


def locked_request(pk: int, by: User) -> Request:
    """As it is now, for somebody who keeps it. Raises NotAllowed."""
    application_id = Request.objects.values_list("application_id", flat=True).get(pk=pk)
    Application.objects.select_for_update().values_list("pk").get(pk=application_id)
    request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("application__action__bearer", "application__call__contract", "funder")
        .get(pk=pk)
    )
    require_line(by, request)
    return request


def locked_award(pk: int, by: User) -> Award:
    """As it is now, with all that a document says of it. Raises NotAllowed."""
    request_id = Award.objects.values_list("request_id", flat=True).get(pk=pk)
    locked_request(request_id, by)
    Award.objects.select_for_update().values_list("pk").get(pk=pk)
    return with_line(Award.objects.all()).get(pk=pk)


def require_line(by: User, request: Request) -> None:
    if not can_set_amount(by, request):
        raise NotAllowed(
            _(
                "Ce financement est suivi par les agents de «\u00a0%(funder)s\u00a0» et par "
                "l’équipe du contrat, sauf ceux qui ont un lien avec le porteur. "
                "Demandez à l’un d’eux."
            )
            % {"funder": request.funder.label}
        )


def required(text: str, sentence: object, field: str) -> str:
    """What was typed, without the spaces around; raises InvalidInput when nothing was."""
    words = text.strip()
    if not words:
        raise InvalidInput(sentence, field=field)
    return words


def refuse_future(day: datetime.date, today: datetime.date, field: str) -> None:
    if day > today:
        raise InvalidInput(
            _("Ce jour est à venir\u00a0: écrivez le jour où cela s’est fait."), field=field
        )
