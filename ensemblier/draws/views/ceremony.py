"""Publishing, the big screen, and the three digits as they come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.core.http import do_with_message
from ensemblier.draws.composition import quota_groups
from ensemblier.draws.enums import DrawState
from ensemblier.draws.forms import CommitForm, DigitsForm, WitnessForm
from ensemblier.draws.models import Draw
from ensemblier.draws.operations import ceremony as operations
from ensemblier.draws.permissions import can_run_draw, require_team
from ensemblier.draws.picture import picture_of
from ensemblier.draws.queries.draws import alternates_drawn, drawn_tickets
from ensemblier.draws.views.common import (
    FORM_METHODS,
    answer_form,
    crumbs,
    draw_address,
    of_draw,
    to_run,
)
from ensemblier.draws.words import chance_figures, told


@require_http_methods(FORM_METHODS)
@to_run
def commit(request: HttpRequest, draw: Draw) -> HttpResponse:
    return answer_form(
        request,
        CommitForm(request.POST or None),
        operations.commit_draw,
        lambda values: {"draw": draw, "values": values},
        title=_("Publier et figer le tirage"),
        lead=_(
            "Les empreintes, les quotas et les 1\u00a0000 listes paraissent sur le site, sans "
            "aucun nom. Ensuite, plus rien ne change\u00a0: ni le vivier, ni les quotas."
        ),
        submit=_("Publier"),
        done=_("Le tirage est publié."),
        back=draw_address(draw),
        breadcrumb=crumbs(draw.pool, draw, _("Publier")),
        contract=draw.contract,
    )


@require_http_methods(FORM_METHODS)
@of_draw
def ceremony(request: HttpRequest, draw: Draw) -> HttpResponse:
    """Digits are typed, seen, then confirmed: a slip of the finger is no draw."""
    if request.method == "POST":
        require_team(request.user, draw)
        if request.POST.get("step") == "confirm":
            return _confirmed(request, draw)
        form = DigitsForm(request.POST)
        if form.is_valid():
            form_to_confirm = WitnessForm(initial=form.cleaned_data, is_early=_is_early(draw))
            return _screen(request, draw, form_to_confirm, form.digits)
        return _screen(request, draw, form)
    return _screen(request, draw, DigitsForm())


def _confirmed(request: HttpRequest, draw: Draw) -> HttpResponse:
    form = WitnessForm(request.POST, is_early=_is_early(draw))
    if not form.is_valid():
        # Digits that are right stay; what is wrong is beside its field.
        digits = "" if form.errors.keys() & DigitsForm.base_fields.keys() else form.digits
        return _screen(request, draw, form if digits else DigitsForm(request.POST), digits)
    do_with_message(
        request,
        operations.draw_panel,
        draw=draw,
        digits=form.digits,
        witnesses=form.cleaned_data["witnesses"],
        is_early=form.cleaned_data.get("is_early", False),
        by=request.user,
        at=timezone.now(),
    )
    return redirect(draw_address(draw, "ceremony"))


def _is_early(draw: Draw) -> bool:
    return operations.is_before_its_hour(draw, timezone.now())


def _screen(request: HttpRequest, draw: Draw, form: DigitsForm, digits: str = "") -> HttpResponse:
    is_drawn = draw.state == DrawState.DRAWN
    context = {
        "draw": draw,
        "contract": draw.contract,
        "form": form,
        "boxes": [form[name] for name in ("first", "second", "third")],
        "digits": digits,
        "groups": quota_groups(draw, {}, {}),
        "member_count": draw.tickets.count(),
        "chances": chance_figures(draw),
        "picture": picture_of(draw.digits),
        "tickets": told(draw, drawn_tickets(draw)) if is_drawn else [],
        "alternates": told(draw, alternates_drawn(draw)) if is_drawn else [],
        "is_early": draw.state == DrawState.COMMITTED and _is_early(draw),
        "is_team": can_run_draw(request.user, draw),
    }
    return render(request, "draws/ceremony.html", context)
