"""What the pages around the matrix of a call share."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.calls.models import Call
from ensemblier.calls.queries import call_for
from ensemblier.core.exceptions import NotAllowed
from ensemblier.funding.permissions import can_view_matrix, require_write
from ensemblier.ui.pages import View, found_by

CURRENT = "funding"


# For people who may not see it, the call's matrix does not exist.
of_call = found_by(call_for, "call_id")


def to_write(view: View) -> View:
    """The same for the writing of a cell, asked more plainly: people wait for it as they type."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, call_id: int, **kwargs: Any) -> HttpResponseBase:
        call = Call.objects.select_related("contract").filter(pk=call_id).first()
        if call is None:
            raise Http404
        try:
            require_write(request.user, call)
        except NotAllowed as refusal:
            if not can_view_matrix(request.user, call):
                raise Http404 from refusal
            return JsonResponse({"error": str(refusal)}, status=403)
        return view(request, call, **kwargs)

    return guarded


def person(request: HttpRequest) -> User:
    """Behind `of_call`, nobody is anonymous."""
    return cast(User, request.user)


def address(name: str, call: Call, *args: object) -> str:
    return reverse(f"funding:{name}", args=[call.pk, *args])


def sections() -> dict[str, Any]:
    """The pages of a call's money: address name → title."""
    return {
        "matrix": _("Tableau"),
        "scenarios": _("Scénarios"),
        "workbook": _("Tableur"),
    }


def crumbs(call: Call, section: str = "matrix", here: object = "") -> list[tuple[Any, str]]:
    items: list[tuple[Any, str]] = [
        (_("Répartir l’argent"), reverse("funding:calls")),
        (call.name, address("matrix", call)),
    ]
    if section != "matrix":
        items.append((sections()[section], address(section, call)))
    if here:
        items.append((here, ""))
    else:
        items[-1] = (items[-1][0], "")
    return items


def page_context(call: Call, section: str, **context: Any) -> dict[str, Any]:
    return {
        "call": call,
        "contract": call.contract,
        "section": section,
        "section_title": sections()[section],
        "tabs": [
            {"label": title, "url": address(name, call), "current": name == section}
            for name, title in sections().items()
        ],
        "breadcrumb": crumbs(call, section),
        "current": CURRENT,
        **context,
    }
