"""A draw while it is prepared: what is asked of it, its quotas, its computation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.http import do_with_message
from ensemblier.core.spreadsheets import table_response
from ensemblier.draws.composition import features_of, members_of, quota_groups
from ensemblier.draws.enums import DrawState
from ensemblier.draws.exports import export_of_quotas
from ensemblier.draws.forms import CancelForm, DrawForm, NewDrawForm, QuotaFileForm
from ensemblier.draws.models import Draw, Pool
from ensemblier.draws.operations import computing, draws
from ensemblier.draws.permissions import can_run_draw
from ensemblier.draws.queries.calls import calls_of
from ensemblier.draws.queries.draws import LONG_TEXTS, alternates_drawn, drawn_tickets
from ensemblier.draws.views.common import (
    CURRENT,
    FORM_METHODS,
    answer_form,
    crumbs,
    draw_address,
    of_draw,
    pool_address,
    to_keep,
    to_run,
)
from ensemblier.draws.words import (
    chances_context,
    conflict_words,
    progress_of,
    relaxation_words,
    told,
)

EDITABLE = (DrawState.PREPARED, DrawState.COMPUTED)


@require_http_methods(FORM_METHODS)
@to_keep
def create(request: HttpRequest, pool: Pool) -> HttpResponse:
    neighborhoods = draws.neighborhoods_of(pool)
    form = NewDrawForm(request.POST or None, pool=pool, neighborhoods=neighborhoods)
    return answer_form(
        request,
        form,
        _creation_of(form),
        lambda values: {"pool": pool, "values": {name: values[name] for name in draws.DRAW_FIELDS}},
        title=_("Préparer un tirage"),
        lead=_(
            "Les quotas vous seront proposés\u00a0: la parité, et les âges et quartiers dans les "
            "proportions du vivier."
        ),
        submit=_("Préparer le tirage"),
        done=_("Le tirage est préparé. Regardez ses quotas."),
        back=pool_address(pool),
        breadcrumb=crumbs(pool, here=_("Préparer un tirage")),
        contract=pool.contract,
        after=lambda made: pool_address(pool) if isinstance(made, list) else draw_address(made),
    )


def _creation_of(form: NewDrawForm) -> Callable[..., Draw | list[Draw]]:
    is_each = form.is_bound and form.is_valid() and form.cleaned_data["each"]
    return draws.create_draws_by_neighborhood if is_each else draws.create_draw


@require_safe
@of_draw
def show(request: HttpRequest, draw: Draw) -> HttpResponse:
    return _page(request, draw, {})


def _page(
    request: HttpRequest, draw: Draw, typed: Mapping[str, str], refusal: str = ""
) -> HttpResponse:
    is_team = can_run_draw(request.user, draw)
    is_editable = is_team and draw.state in EDITABLE and not draw.pool.erased_at
    members = [] if draw.pool.erased_at else members_of(draw)
    counts = features_of(members)
    groups = quota_groups(draw, counts, typed)
    context = {
        "draw": draw,
        "pool": draw.pool,
        "contract": draw.contract,
        "is_team": is_team,
        "is_editable": is_editable,
        "groups": groups,
        "free": [name for name in counts if name not in {group.feature for group in groups}],
        "member_count": len(members) or draw.tickets.count(),
        **chances_context(draw),
        "progress": progress_of(draw),
        **_people_context(draw, is_team=is_team),
        "replacements": draw.replacements.defer(*LONG_TEXTS),
        "conflict": conflict_words(draw),
        "relaxation": relaxation_words(draw),
        "refusal": refusal or draw.result.get("refusal", ""),
        "breadcrumb": crumbs(draw.pool, draw),
        "current": CURRENT,
    }
    status = 422 if refusal else 200
    return render(request, "draws/draw.html", context, status=status)


def _people_context(draw: Draw, *, is_team: bool) -> dict[str, Any]:
    """Who came out, and what is to be done about those who said no."""
    if draw.state != DrawState.DRAWN:
        return {}
    calls = calls_of(draw.replaced or draw) if is_team else []
    return {
        "tickets": told(draw, drawn_tickets(draw)),
        "alternates": told(draw, alternates_drawn(draw)),
        "has_calls": any(call.alternate for call in calls),
        "has_leaving": bool(calls),
    }


@require_http_methods(FORM_METHODS)
@to_run
def edit(request: HttpRequest, draw: Draw) -> HttpResponse:
    form = DrawForm(
        request.POST or None,
        pool=draw.pool,
        neighborhoods=draws.neighborhoods_of(draw.pool),
        # A copy: what a form refuses must not show on the page.
        instance=Draw.objects.get(pk=draw.pk),
    )
    return answer_form(
        request,
        form,
        draws.update_draw,
        lambda values: {"draw": draw, "values": values},
        title=_("Modifier le tirage"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
        back=draw_address(draw),
        breadcrumb=crumbs(draw.pool, draw, _("Modifier le tirage")),
        contract=draw.contract,
    )


@require_POST
@to_run
def set_quotas(request: HttpRequest, draw: Draw) -> HttpResponse:
    """The table as it was typed; a refusal gives it back, as typed, with its sentence."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        bounds = _bounds_of(request.POST, [quota.pk for quota in draw.quotas.all()])
        draws.set_quotas(draw=draw, bounds=bounds, **who)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, draw, request.POST.dict(), str(refusal))
    messages.success(request, _("Les quotas sont enregistrés."))
    return redirect(draw_address(draw) + "#quotas")


def _bounds_of(posted: QueryDict, numbers: list[int]) -> dict[int, tuple[int, int]]:
    bounds = {}
    for pk in numbers:
        texts = [posted.get(f"{name}-{pk}", "").strip() for name in ("min", "max")]
        if not all(text.isascii() and text.isdigit() and len(text) <= 6 for text in texts):
            raise InvalidInput(_("Un quota se donne en nombres entiers, du minimum au maximum."))
        bounds[pk] = (int(texts[0]), int(texts[1]))
    return bounds


@require_POST
@to_run
def propose(request: HttpRequest, draw: Draw) -> HttpResponse:
    do_with_message(
        request,
        draws.propose_quotas,
        draw=draw,
        feature=request.POST.get("feature", ""),
        manner=request.POST.get("manner", ""),
        by=request.user,
        at=timezone.now(),
    )
    return redirect(draw_address(draw) + "#quotas")


@require_safe
@of_draw
def export_quotas(request: HttpRequest, draw: Draw, fmt: str) -> HttpResponse:
    columns, rows = export_of_quotas(draw)
    return table_response(f"quotas-{draw.number}", fmt, columns, rows)


@require_http_methods(FORM_METHODS)
@to_run
def import_quotas(request: HttpRequest, draw: Draw) -> HttpResponse:
    return answer_form(
        request,
        QuotaFileForm(request.POST or None, request.FILES or None),
        draws.import_quotas,
        lambda values: {"draw": draw, "uploaded": values["file"]},
        title=_("Reprendre des quotas d’un fichier"),
        lead=_("Les quotas du fichier remplacent ceux du tirage."),
        submit=_("Reprendre ces quotas"),
        done=_("Les quotas du fichier sont en place."),
        back=draw_address(draw),
        breadcrumb=crumbs(draw.pool, draw, _("Reprendre des quotas")),
        contract=draw.contract,
    )


@require_POST
@to_run
def compute(request: HttpRequest, draw: Draw) -> HttpResponse:
    """At once for a town's pool; by the worker for thousands of people."""
    do_with_message(request, computing.compute_draw, draw=draw, by=request.user, at=timezone.now())
    return redirect(draw_address(draw) + "#calcul")


@require_POST
@to_run
def relax(request: HttpRequest, draw: Draw) -> HttpResponse:
    """Take the smallest change that makes the quotas possible, and compute again."""
    done = _("Les quotas sont assouplis.")
    who = {"draw": draw, "by": request.user, "at": timezone.now()}
    if do_with_message(request, computing.relax_quotas, done=done, **who):
        do_with_message(request, computing.compute_draw, **who)
    return redirect(draw_address(draw) + "#calcul")


@require_POST
@to_run
def reopen(request: HttpRequest, draw: Draw) -> HttpResponse:
    """A computation that hangs, or that is no longer wanted."""
    do_with_message(request, computing.reopen_draw, draw=draw, by=request.user, at=timezone.now())
    return redirect(draw_address(draw))


@require_http_methods(FORM_METHODS)
@to_run
def cancel(request: HttpRequest, draw: Draw) -> HttpResponse:
    return answer_form(
        request,
        CancelForm(request.POST or None),
        draws.cancel_draw,
        lambda values: {"draw": draw, **values},
        title=_("Annuler le tirage"),
        lead=_(
            "Un tirage annulé ne reprend pas. S’il était publié, sa page reste, avec la raison."
        ),
        submit=_("Annuler le tirage"),
        done=_("Le tirage est annulé."),
        back=draw_address(draw),
        breadcrumb=crumbs(draw.pool, draw, _("Annuler le tirage")),
        contract=draw.contract,
    )
