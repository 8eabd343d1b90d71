"""A pool: its numbers for those who read the contract, its people for the team."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from ensemblier.core.http import do_with_message, download, filename
from ensemblier.core.pagination import page_of
from ensemblier.draws.documents.letters import letters_pdf
from ensemblier.draws.exports import export_of_labels, export_of_people
from ensemblier.draws.forms import ExclusionForm, PoolForm
from ensemblier.draws.models import Entrant, Pool
from ensemblier.draws.operations import doubles, pools
from ensemblier.draws.permissions import can_see_names
from ensemblier.draws.queries.pools import (
    awaiting_draw,
    counts_of,
    eligible_people,
    freezing_draw,
    lists_of_person,
    open_pairs,
    people_matching,
    pools_for,
    site_volunteers,
)
from ensemblier.draws.views.common import (
    CURRENT,
    FORM_METHODS,
    answer_form,
    crumbs,
    of_pool,
    pool_address,
    to_keep,
    to_read_person,
)
from ensemblier.ui.pages import visible_to

LAST_DECISIONS = 5


@require_safe
@visible_to(has_any_role)
def list_pools(request: HttpRequest) -> HttpResponse:
    contracts = contracts_for(request.user)
    context = {
        "page": page_of(pools_for(request.user), request),
        "writable": [one for one in contracts if can_edit_contract(request.user, one)],
        "current": CURRENT,
    }
    return render(request, "draws/list.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    new = Pool(contract=contract, sender=contract.manager.name)
    form = PoolForm(request.POST or None, instance=new)
    return answer_form(
        request,
        form,
        pools.create_pool,
        lambda values: {"contract": contract, "values": values},
        title=_("Nouveau vivier"),
        lead=_("Un vivier réunit les listes de personnes parmi lesquelles on tirera au sort."),
        submit=_("Créer le vivier"),
        done=_("Le vivier est créé. Envoyez sa première liste."),
        back=crumbs()[0][1] or "../../",
        breadcrumb=crumbs(here=_("Nouveau vivier")),
        contract=contract,
        after=pool_address,
    )


@require_safe
@of_pool
def show(request: HttpRequest, pool: Pool) -> HttpResponse:
    is_team = can_see_names(request.user, pool)
    frozen_by = freezing_draw(pool)
    can_change = is_team and not frozen_by and not pool.erased_at
    context = {
        "pool": pool,
        "contract": pool.contract,
        "counts": pool.remains if pool.erased_at else counts_of(pool),
        "lists": pool.lists.all(),
        "draws": pool.draws.all(),
        "is_team": is_team,
        "can_change": can_change,
        "on_site": site_volunteers(pool).count() if can_change else 0,
        "frozen_by": frozen_by,
        "breadcrumb": crumbs(pool),
        "current": CURRENT,
    }
    return render(request, "draws/pool.html", context)


@require_http_methods(FORM_METHODS)
@to_keep
def edit(request: HttpRequest, pool: Pool) -> HttpResponse:
    # A copy: what a form refuses must not show on the page.
    form = PoolForm(request.POST or None, instance=Pool.objects.get(pk=pool.pk))
    return answer_form(
        request,
        form,
        pools.update_pool,
        lambda values: {"pool": pool, "values": values},
        title=_("Modifier le vivier"),
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
        back=pool_address(pool),
        breadcrumb=crumbs(pool, here=_("Modifier le vivier")),
        contract=pool.contract,
    )


@require_safe
@to_keep
def people(request: HttpRequest, pool: Pool) -> HttpResponse:
    words, shown = request.GET.get("q", "")[:100], request.GET.get("voir", "")
    page = page_of(people_matching(pool, words, shown), request)
    context = {
        "pool": pool,
        "contract": pool.contract,
        "page": page,
        "rows": [(person, lists_of_person(person)) for person in page],
        "words": words,
        "shown": shown,
        "can_change": not awaiting_draw(pool) and not pool.erased_at,
        "breadcrumb": crumbs(pool, here=_("Personnes")),
        "current": CURRENT,
    }
    return render(request, "draws/people.html", context)


@require_safe
@to_keep
def export_people(request: HttpRequest, pool: Pool, fmt: str) -> HttpResponse:
    return response_of(export_of_people(pool), fmt, pool.name, _("personnes"))


@require_http_methods(FORM_METHODS)
@to_read_person
def exclude(request: HttpRequest, entrant: Entrant) -> HttpResponse:
    pool = entrant.pool
    title = _("Laisser %(person)s hors du tirage\u00a0?") % {"person": entrant}
    initial = {"exclusion": entrant.exclusion, "words": entrant.exclusion_words}
    return answer_form(
        request,
        ExclusionForm(request.POST or None, initial=initial),
        pools.exclude_person,
        lambda values: {"entrant": entrant, **values},
        title=title,
        submit=_("Enregistrer"),
        done=_("C’est enregistré."),
        back=pool_address(pool, "people"),
        breadcrumb=crumbs(pool, here=title),
        contract=pool.contract,
    )


@require_http_methods(FORM_METHODS)
@to_keep
def doubts(request: HttpRequest, pool: Pool) -> HttpResponse:
    """The doubtful pair that is most alike, side by side; POST says one person or two."""
    if request.method == "POST":
        pair = get_object_or_404(pool.pairs, pk=_number(request.POST.get("pair")))
        who = {"pair": pair, "by": request.user, "at": timezone.now()}
        if request.POST.get("decision") == "reopen":
            do_with_message(request, doubles.reopen_pair, **who)
        else:
            decision = request.POST.get("decision", "")
            do_with_message(request, doubles.settle_pair, decision=decision, **who)
        return redirect(pool_address(pool, "doubts"))
    pairs = open_pairs(pool)
    seen = pairs.first()
    settled = pool.pairs.exclude(state="open").select_related("first", "second")
    context = {
        "pool": pool,
        "contract": pool.contract,
        "pair": seen,
        "sides": [(one, lists_of_person(one)) for one in (seen.first, seen.second)] if seen else [],
        "left": pairs.count(),
        "settled": settled.order_by("-pk")[:LAST_DECISIONS],
        "can_change": not freezing_draw(pool) and not pool.erased_at,
        "breadcrumb": crumbs(pool, here=_("Doublons possibles")),
        "current": CURRENT,
    }
    return render(request, "draws/doubts.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


@require_safe
@to_keep
def letters(request: HttpRequest, pool: Pool) -> HttpResponse:
    """One letter for each person who may be drawn, in one file to print."""
    if not eligible_people(pool).exists():
        raise Http404(_("Ce vivier est vide\u00a0: il n’y a personne à qui écrire."))
    content = letters_pdf(pool, host=request.build_absolute_uri("/"))
    return download(content, filename(pool.name, _("lettres"), extension="pdf"), inline=True)


@require_safe
@to_keep
def labels(request: HttpRequest, pool: Pool, fmt: str) -> HttpResponse:
    return response_of(export_of_labels(pool), fmt, pool.name, _("étiquettes"))
