"""What the pages of the fund share: who comes in, where one is."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ensemblier.fund.models import Fund, FundRequest, Round
from ensemblier.fund.permissions import require_manage
from ensemblier.fund.queries.funds import fund_for, round_for, team_round_for
from ensemblier.fund.queries.requests import request_for
from ensemblier.ui import pages
from ensemblier.ui.components.shell import address
from ensemblier.ui.pages import found_by

CURRENT = "fund"
METHODS = ["GET", "HEAD", "POST"]

# For people who may not see it, it does not exist.
of_fund = found_by(fund_for)
to_manage_fund = found_by(fund_for, require=require_manage)
of_round = found_by(round_for)
of_team_round = found_by(team_round_for)
to_manage_round = found_by(round_for, require=require_manage)
of_request = found_by(request_for)


def crumbs(*items: Any) -> list[tuple[Any, str]]:
    """From the list of requests down; the last item is the page itself."""
    trail: list[tuple[Any, str]] = [(_("Fonds des habitants"), reverse("fund:list"))]
    for item in items:
        if isinstance(item, Fund | Round):
            trail.append((str(item), item.get_absolute_url()))
        elif isinstance(item, FundRequest):
            trail.append((item.reference, item.get_absolute_url()))
        elif item:
            trail.append((item, ""))
    return [*trail[:-1], (trail[-1][0], "")]


def answer_form(
    request: HttpRequest, form: BaseForm, operation: Any, *, arguments: Any, **page: Any
) -> HttpResponse:
    """`pages.answer_form`, in the fund; `arguments` reads the form."""
    return pages.answer_form(
        request, form, operation, lambda _values: arguments(form), current=CURRENT, **page
    )


def thread_of(request: FundRequest) -> dict[str, Any]:
    """Up to the council, the neighbourhood and the plan; down to what everybody reads."""
    before = [
        (str(request.round), address("fund:round", request.round_id), ""),
        *(
            [(str(request.council), address("councils:council", request.council_id), "")]
            if request.council
            else []
        ),
        *([(request.area.name, request.area.get_absolute_url(), "")] if request.area else []),
    ]
    node = request.node
    if node is not None:
        plan = node.version.plan
        url = f"{plan.get_absolute_url()}{node.theme_id}/"
        before.append((node.short_title, url, _("l’objectif du plan")))
    fund = request.round.fund
    after = [(_("Ce que le fonds a financé"), address("portal:fund", fund.pk), "")]
    return {"thread_before": before, "thread_after": [link for link in after if link[1]]}
