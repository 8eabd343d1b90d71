"""Two plans side by side, to tie what serves the same end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.contracts.permissions import require_edit
from ensemblier.core.http import do_with_message
from ensemblier.plans import operations
from ensemblier.plans.forms import AlignForm
from ensemblier.plans.models import Alignment, Node, Plan, PlanVersion
from ensemblier.plans.queries import (
    alignable_plans,
    alignments_between,
    alignments_of_plan,
    draft_of,
    latest_published,
    version_tree,
)
from ensemblier.plans.views.common import (
    FORM_METHODS,
    address,
    context_of,
    crumbs,
    of_plan,
    to_write,
)


def _shown(plan: Plan) -> PlanVersion | None:
    version = latest_published(plan) or draft_of(plan)
    if version is not None:
        version.plan = plan
    return version


@require_http_methods(FORM_METHODS)
@of_plan
def align(request: HttpRequest, plan: Plan) -> HttpResponse:
    """`?avec=` names the other plan by number. Whoever reads the contract sees the page."""
    if request.method == "POST":
        require_edit(request.user, plan.contract)
    others = list(alignable_plans(request.user, plan))
    asked = request.GET.get("avec", "")
    other = next((one for one in others if str(one.pk) == asked), None)
    left, right = _shown(plan), _shown(other) if other else None
    if request.method == "POST" and other and left and right:
        return _tie(request, plan, other, left, right)
    context = context_of(
        request,
        plan,
        others=others,
        other=other,
        left=left,
        right=right,
        breadcrumb=crumbs(plan, _("Aligner")),
    )
    if other and left and right:
        trees = version_tree(left), version_tree(right)
        rows = list(alignments_between(plan, other))
        context |= {"left_tree": trees[0], "right_tree": trees[1]}
        context["rows"] = [
            (row, *_sides(row, plan, trees[0].by_theme, trees[1].by_theme)) for row in rows
        ]
        context["aligned"] = {pk for row in rows for pk in (row.source_id, row.target_id)}
    else:
        context["counted"] = alignments_of_plan(plan).count()
    return render(request, "plans/align.html", context)


def _sides(
    row: Alignment, plan: Plan, left: dict[int, Node], right: dict[int, Node]
) -> tuple[Node | None, Node | None]:
    """The nodes of both plans, whatever the direction; None when a version lost its theme."""
    mine, theirs = row.source_id, row.target_id
    if row.source.plan_id != plan.pk:
        mine, theirs = theirs, mine
    return left.get(mine), right.get(theirs)


def _tie(
    request: HttpRequest, plan: Plan, other: Plan, left: PlanVersion, right: PlanVersion
) -> HttpResponse:
    back = address("align", plan) + "?" + urlencode({"avec": other.pk})
    form = AlignForm(request.POST, left=left, right=right)
    if form.is_valid():
        do_with_message(
            request,
            operations.align_themes,
            done=_("Les deux éléments sont alignés."),
            source=form.cleaned_data["source"].theme,
            target=form.cleaned_data["target"].theme,
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
    else:
        messages.error(request, _("Choisissez un élément de chaque côté."))
    return redirect(back)


@require_POST
@to_write
def unalign(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    alignment = get_object_or_404(alignments_of_plan(plan), pk=pk)
    other = alignment.target if alignment.source.plan_id == plan.pk else alignment.source
    back = address("align", plan) + "?" + urlencode({"avec": other.plan_id})
    do_with_message(
        request,
        operations.unalign,
        done=_("L’alignement est défait."),
        alignment=alignment,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(back)
