"""The conseils citoyens, for the team."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import (
    can_edit_contract,
    contracts_for,
    has_any_role,
    require_edit,
)
from ensemblier.core.http import download, filename
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.composition import Composition, composition_on
from ensemblier.councils.exports.councils import export_of_councils
from ensemblier.councils.forms import CouncilForm
from ensemblier.councils.models import Council, Mandate
from ensemblier.councils.order import order_data, order_docx, order_pdf
from ensemblier.councils.permissions import sits_in_a_council
from ensemblier.councils.queries import (
    compositions_of,
    councils_for,
    history_of,
    mandates_of,
    seats_of,
)
from ensemblier.councils.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    answer_form,
    of_council,
    section_context,
    to_edit,
)
from ensemblier.ui.pages import visible_to


def opens_councils(user: Any) -> bool:
    return has_any_role(user) or sits_in_a_council(user)


@require_safe
@visible_to(opens_councils)
def list_councils(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = page_of(councils_for(request.user), request)
    compositions = compositions_of(page.object_list, today)
    context = {
        "page": page,
        "rows": [(council, compositions[council.pk]) for council in page],
        "writable": [
            one for one in contracts_for(request.user) if can_edit_contract(request.user, one)
        ],
        "current": CURRENT,
    }
    return render(request, "councils/list.html", context)


@require_safe
@visible_to(opens_councils)
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    today = timezone.localdate()
    councils = list(councils_for(request.user))
    table = export_of_councils(councils, compositions_of(councils, today))
    return response_of(table, fmt, _("conseils citoyens"))


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    return answer_form(
        request,
        CouncilForm(request.POST or None, contract=contract),
        operations.create_council,
        lambda values: {"contract": contract, "areas": values.pop("areas"), "values": values},
        council=None,
        contract=contract,
        title=_("Nouveau conseil citoyen"),
        submit=_("Créer le conseil"),
        done=_("Le conseil est créé. Ajoutez ses membres."),
        after=address,
    )


@require_safe
@of_council
def show(request: HttpRequest, council: Council) -> HttpResponse:
    """Who sits on a day, today unless `?le=` names another."""
    day = day_asked(request)
    mandates = list(mandates_of(council))
    context = section_context(
        request,
        council,
        "council",
        day=day,
        mandates=[one for one in mandates if one.holds_on(day)],
        others=[one for one in mandates if not one.holds_on(day)],
        composition=composition_on(day, mandates, seats_of(council)),
        strip=strip_of(history_of(council, mandates, day)),
        strip_columns=[_("femmes"), _("hommes"), _("sexe non précisé"), _("acteurs locaux")],
    )
    return render(request, "councils/council.html", context)


def day_asked(request: HttpRequest) -> datetime.date:
    try:
        return datetime.date.fromisoformat(request.GET.get("le", ""))
    except ValueError:
        return timezone.localdate()


def strip_of(past: list[Composition]) -> list[dict[str, Any]]:
    """Rows of `stacked_rows`: what the council was made of, each time that it changed."""
    rows = []
    for one in past:
        values = [one.women, one.men, one.unsaid, one.actors]
        rows.append(
            {
                "label": f"{one.on:%d/%m/%Y}",
                "values": values,
                "displays": [str(value) for value in values],
                "display": str(one.total),
            }
        )
    return rows


@require_http_methods(FORM_METHODS)
@to_edit
def edit(request: HttpRequest, council: Council) -> HttpResponse:
    return answer_form(
        request,
        CouncilForm(request.POST or None, contract=council.contract, council=council),
        operations.update_council,
        lambda values: {"council": council, "areas": values.pop("areas"), "values": values},
        council=council,
        contract=council.contract,
        title=_("Modifier le conseil"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
    )


@require_safe
@to_edit
def order(request: HttpRequest, council: Council, fmt: str) -> HttpResponse:
    """The list of members on a day, as a draft of the prefect's order."""
    writers = {"pdf": order_pdf, "docx": order_docx}
    if fmt not in writers:
        raise Http404
    day = day_asked(request)
    members: list[Mandate] = list(mandates_of(council))
    content = writers[fmt](order_data(council, members, day))
    return download(content, filename(council.slug, _("arrêté"), day, extension=fmt))
