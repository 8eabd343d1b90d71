"""Starting an application: a new action, one more year of an action, or three years at once."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.applications.models import Action, Application, Series
from ensemblier.applications.permissions import require_start
from ensemblier.audit.operations import record
from ensemblier.calls.models import Call
from ensemblier.calls.queries import is_open_for
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, Refused
from ensemblier.core.validation import check_valid
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import organizations_of

YEARS_OF_SERIES = 3


@transaction.atomic
def start_application(
    *,
    call: Call,
    bearer: Organization,
    by: User,
    at: datetime.datetime,
    action: Action | None = None,
    name: str = "",
    is_multiyear: bool = False,
    token: UUID | None = None,
) -> Application:
    """The application of `action` for the year of `call`; without action, one called `name`.

    Of three years the first is returned; the others wait for the calls of their years. The same
    `token` again gives the application that it started.
    """
    Contract.objects.select_for_update().get(pk=call.contract_id)
    if started := _started_with(token, bearer):
        return started
    check_may_start(call=call, bearer=bearer, by=by, at=at)
    if is_multiyear and not call.allows_multiyear:
        raise InvalidInput(
            _("Cet appel n’accepte pas les demandes sur trois ans."), field="is_multiyear"
        )
    if action is None:
        action = _new_action(call, bearer, name)
    elif action.bearer_id != bearer.pk or action.contract_id != call.contract_id:
        raise InvalidInput(_("Choisissez une action de votre structure."), field="action")
    elif waiting := _waiting_year(action, call, by, at):
        return waiting
    refuse_second(action, call.year)
    first = new_application(action, call, by, at)
    first.client_token = token
    if is_multiyear:
        _open_series(first, at)
    first.starts_on, first.ends_on = call.actions_start_on, call.actions_end_on
    check_valid(first, exclude=["search_text"])
    first.save()
    if first.series:
        _add_years(first, by, at)
    record(
        action="applications.start_application",
        summary=_("Dossier %(reference)s commencé\u00a0: %(title)s")
        % {"reference": first.reference, "title": first.title},
        by=by,
        at=at,
        target=first,
        changes={"bearer": [None, bearer.pk], "assisted": [None, first.is_assisted]},
    )
    return first


def check_may_start(*, call: Call, bearer: Organization, by: User, at: datetime.datetime) -> None:
    require_start(by, bearer.pk, call)
    if not is_open_for(call, bearer, at):
        raise Refused(_("Cet appel n’est pas ouvert\u00a0: aucune demande ne peut commencer."))


def _started_with(token: UUID | None, bearer: Organization) -> Application | None:
    if token is None:
        return None
    return Application.objects.filter(client_token=token, action__bearer=bearer).first()


def _new_action(call: Call, bearer: Organization, name: str) -> Action:
    """The caller holds the contract: numbers follow one another."""
    if not name.strip():
        raise InvalidInput(_("Donnez un nom à votre action."), field="name")
    highest = Action.objects.filter(contract=call.contract_id).aggregate(top=Max("number"))["top"]
    action = Action(
        contract_id=call.contract_id,
        bearer=bearer,
        number=(highest or 0) + 1,
        name=" ".join(name.split()),
    )
    check_valid(action)
    action.save()
    return action


def _waiting_year(
    action: Action, call: Call, by: User, at: datetime.datetime
) -> Application | None:
    """A year of a series that waited for its call: it joins it."""
    waiting = Application.objects.filter(action=action, year=call.year, call=None).first()
    if waiting is None:
        return None
    return _join(waiting, call, by, at)


def join_waiting_years(call: Call, by: User, at: datetime.datetime) -> None:
    """The later years of requests made before join the call of their year, when it takes
    three-year requests and opens their main theme. Called as it is published."""
    if not call.allows_multiyear:
        return
    first_years = Application.objects.filter(
        series_rank=1, nodes__is_main=True, nodes__theme__in=call.themes.values("theme")
    )
    waiting = Application.objects.select_for_update(of=("self",)).filter(
        contract=call.contract_id,
        year=call.year,
        call=None,
        series__in=first_years.values("series"),
    )
    for application in waiting.order_by("pk"):
        _join(application, call, by, at)


def _join(waiting: Application, call: Call, by: User, at: datetime.datetime) -> Application:
    waiting.call = call
    waiting.save(update_fields=["call"])
    record(
        action="applications.join_call",
        summary=_("Dossier %(reference)s rattaché à l’appel %(call)s")
        % {"reference": waiting.reference, "call": call.name},
        by=by,
        at=at,
        target=waiting,
        changes={"call": [None, call.pk]},
    )
    return waiting


def refuse_second(action: Action, year: int) -> None:
    known = Application.objects.filter(action=action, year=year).first()
    if known:
        raise InvalidInput(
            _("Cette action a déjà un dossier pour %(year)d\u00a0: %(reference)s.")
            % {"year": year, "reference": known.reference},
            field="action",
        )


def new_application(action: Action, call: Call, by: User, at: datetime.datetime) -> Application:
    """Unsaved."""
    return Application(
        contract_id=call.contract_id,
        action=action,
        call=call,
        year=call.year,
        reference=f"{call.year}-{action.number:04d}",
        title=action.name,
        is_assisted=action.bearer_id not in organizations_of(by),
        created_by=by,
        created_at=at,
        saved_at=at,
    )


def _open_series(first: Application, at: datetime.datetime) -> None:
    following = range(first.year + 1, first.year + YEARS_OF_SERIES)
    for year in following:
        refuse_second(first.action, year)
    first.series = Series.objects.create(
        contract_id=first.contract_id,
        action=first.action,
        first_year=first.year,
        years=YEARS_OF_SERIES,
    )
    first.reference = f"{first.reference}-01"


def _add_years(first: Application, by: User, at: datetime.datetime) -> None:
    stem = first.reference.removesuffix("-01")
    for rank in range(2, YEARS_OF_SERIES + 1):
        Application.objects.create(
            contract_id=first.contract_id,
            action=first.action,
            series=first.series,
            series_rank=rank,
            year=first.year + rank - 1,
            reference=f"{stem}-{rank:02d}",
            title=first.title,
            is_assisted=first.is_assisted,
            created_by=by,
            created_at=at,
            saved_at=at,
        )
