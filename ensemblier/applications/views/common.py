"""What the pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.applications.models import Application
from ensemblier.applications.permissions import (
    can_view_application,
    can_write_application,
    is_author,
    refuse_recused,
)
from ensemblier.applications.queries.opened import found_application
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_view_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.permissions import stays_out
from ensemblier.ui.pages import View

CURRENT = "applications"


def application_for(user: Any, pk: int) -> Application:
    """Raises 404 for who may not know that it exists, NotAllowed for who stays out of it."""
    application = found_application(pk)
    if application is None or not can_view_application(user, application):
        raise Http404
    if stays_out(user, application) and not is_author(user, application):
        refuse_recused(application)
    return application


def of_application(view: Callable[..., HttpResponseBase]) -> View:
    """Gives the view the application that the person may see, in place of its number."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        return view(request, application_for(request.user, pk), **kwargs)

    return guarded


def require_write(user: Any, application: Application) -> None:
    if not can_write_application(user, application):
        raise NotAllowed(
            _(
                "Ce dossier est rempli par la structure qui le porte, tant qu’il n’est pas "
                "déposé. Pour une correction, écrivez à l’équipe du contrat."
            )
        )


def contract_of(user: Any, application: Application) -> Contract | None:
    """For the menu: an applicant has no pages of the contract."""
    return application.contract if can_view_contract(user, application.contract) else None


def crumbs(application: Application | None = None, here: object = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [(_("Dossiers"), reverse("applications:list"))]
    if application is not None:
        items.append((application.reference, application.get_absolute_url()))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items
