"""Who comes in: to a call's list, to a file, to an opinion; and what the pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ensemblier.accounts.models import User
from ensemblier.applications.models import Application
from ensemblier.appraisal.operations.base import Outcome
from ensemblier.appraisal.permissions import Sight, can_appraise_call, require_not_recused, sight_of
from ensemblier.appraisal.queries.files import application_for_appraisal
from ensemblier.appraisal.queries.listing import calls_appraised_by
from ensemblier.calls.models import Call
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.exceptions import NotAllowed

CURRENT = "appraisal"
FORM_METHODS = ["GET", "HEAD", "POST"]

CallView = Callable[..., HttpResponseBase]


def of_call(view: CallView) -> CallView:
    """The view gets the call; for people who read nothing of it, it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, call_id: int, **kwargs: Any) -> HttpResponseBase:
        call = calls_appraised_by(request.user).filter(pk=call_id).first()
        if call is None or not can_appraise_call(request.user, call):
            raise Http404
        return view(request, call, **kwargs)

    return guarded


def of_call_team(view: CallView) -> CallView:
    """For the team of the contract; the others read who can."""

    @of_call
    @wraps(view)
    def guarded(request: HttpRequest, call: Call, **kwargs: Any) -> HttpResponseBase:
        require_edit(request.user, call.contract)
        return view(request, call, **kwargs)

    return guarded


def of_file(view: CallView) -> CallView:
    """The view gets the application and what the person sees of it.

    Applicants have their own page: this one does not exist for them. Recused people know that
    the file exists, and read nothing of it.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        application = application_for_appraisal(pk)
        sight = sight_of(request.user, application) if application else Sight()
        if application is None or not sight.opens:
            raise Http404
        require_not_recused(request.user, application)
        return view(request, application, sight, **kwargs)

    return guarded


def of_file_team(view: CallView) -> CallView:
    @of_file
    @wraps(view)
    def guarded(
        request: HttpRequest, application: Application, sight: Sight, **kwargs: Any
    ) -> HttpResponseBase:
        if not sight.is_team:
            raise NotAllowed(_("Cela revient à l’équipe du contrat."))
        return view(request, application, **kwargs)

    return guarded


def acting(request: HttpRequest) -> User:
    """The person signed in, whom every guard above has made sure of."""
    assert isinstance(request.user, User)  # noqa: S101 – for the types
    return request.user


def number_in(text: str, before: str = "") -> int | None:
    """The number that `text` is after `before`; None for anything else, or one too large."""
    digits = text.removeprefix(before)
    fits = text.startswith(before) and digits.isdecimal() and len(digits) < 10
    return int(digits) if fits else None


def numbers_in(texts: Iterable[str], before: str = "") -> list[int]:
    return [number for text in texts if (number := number_in(text, before)) is not None]


def file_url(application: Application) -> str:
    return reverse("appraisal:file", args=[application.pk])


def list_url(call: Call | None) -> str:
    base = reverse("appraisal:list")
    return f"{base}?appel={call.pk}" if call else base


def crumbs(call: Call | None, *here: tuple[Any, str]) -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("À instruire"), reverse("appraisal:list"))]
    if call is not None:
        items.append((call.name, list_url(call)))
    return [*items, *here]


def file_crumbs(application: Application, here: object = "") -> list[tuple[Any, str]]:
    if not here:
        return crumbs(application.call, (application.reference, ""))
    return crumbs(application.call, (application.reference, file_url(application)), (here, ""))


def tell_outcome(request: HttpRequest, outcome: Outcome[Application], done: str) -> None:
    """What was done, then each refusal with the file that it is about."""
    if outcome.done:
        messages.success(request, done)
    for application, refusal in outcome.refused[:20]:
        messages.error(request, f"{application.reference}\u00a0: {refusal}")
    more = len(outcome.refused) - 20
    if more > 0:
        messages.error(
            request,
            ngettext("%(more)d autre dossier refusé.", "%(more)d autres dossiers refusés.", more)
            % {"more": more},
        )
