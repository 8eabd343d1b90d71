"""What the pages of the plans share: who comes in, where they are, how an edit answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import require_edit
from ensemblier.contracts.queries import contract_for
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.plans.models import Node, Plan, PlanVersion
from ensemblier.plans.operations import StaleEdition, last_edit
from ensemblier.plans.permissions import can_edit_plan
from ensemblier.plans.queries import Tree, draft_of, version_tree
from ensemblier.ui.pages import View

CURRENT = "plans"
FORM_METHODS = ["GET", "HEAD", "POST"]


def of_contract(view: View, *, writes: bool = False) -> View:
    """The view gets the contract; for people who may not see it, it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, contract_slug: str, **kwargs: Any) -> HttpResponseBase:
        contract = contract_for(request.user, contract_slug)
        if contract is None:
            raise Http404
        if writes:
            require_edit(request.user, contract)
        return view(request, contract, **kwargs)

    return guarded


def of_plan(view: View, *, writes: bool = False) -> View:
    """The view gets one of the contract's plans."""

    @wraps(view)
    def with_plan(
        request: HttpRequest, contract: Contract, plan_slug: str, **kwargs: Any
    ) -> HttpResponseBase:
        plans = Plan.objects.select_related("area")
        plan = get_object_or_404(plans, contract=contract, slug=plan_slug)
        plan.contract = contract
        return view(request, plan, **kwargs)

    return of_contract(with_plan, writes=writes)


def of_draft(view: View) -> View:
    """The view gets the plan's draft, to write it; without one, the plan's page says so."""

    @wraps(view)
    def with_draft(request: HttpRequest, plan: Plan, **kwargs: Any) -> HttpResponseBase:
        draft = draft_of(plan)
        if draft is None:
            messages.info(request, _("Aucune version n’est en préparation."))
            return redirect(address("detail", plan))
        draft.plan = plan
        draft.contract = plan.contract
        return view(request, draft, **kwargs)

    return of_plan(with_draft, writes=True)


def to_write(view: View) -> View:
    return of_plan(view, writes=True)


def address(name: str, plan: Plan, *args: object) -> str:
    return reverse(f"plans:{name}", args=[plan.contract.slug, plan.slug, *args])


def list_address(contract: Contract) -> str:
    return reverse("plans:list", args=[contract.slug])


def crumbs(place: Plan | Contract, *here: tuple[Any, str] | str) -> list[tuple[Any, str]]:
    """Contract › plans › the plan › here. The last one has no address."""
    contract = place.contract if isinstance(place, Plan) else place
    items: list[tuple[Any, str]] = [
        (contract.name, reverse("contracts:detail", args=[contract.slug])),
        (_("Plans"), list_address(contract)),
    ]
    if isinstance(place, Plan):
        items.append((place.name, address("detail", place)))
    items += [one if isinstance(one, tuple) else (one, "") for one in here]
    items[-1] = (items[-1][0], "")
    return items


def context_of(request: HttpRequest, plan: Plan, **context: Any) -> dict[str, Any]:
    return {
        "plan": plan,
        "contract": plan.contract,
        "current": CURRENT,
        "can_edit": can_edit_plan(request.user, plan),
        "breadcrumb": crumbs(plan),
        **context,
    }


@dataclass(frozen=True)
class Line:
    """A node of a nested list written in one loop: `opens` a list of its own, or `closes` that
    many lists of its ancestors after it."""

    node: Any
    opens: bool
    closes: range


def lines_in(nodes: list[Any], level_of: Callable[[Any], int]) -> list[Line]:
    levels = [*map(level_of, nodes), 0]
    return [
        Line(node, levels[rank + 1] > levels[rank], range(max(0, levels[rank] - levels[rank + 1])))
        for rank, node in enumerate(nodes)
    ]


def lines_of(tree: Tree) -> list[Line]:
    return lines_in(tree.nodes, lambda node: node.level)


def place_in_words(tree: Tree, node: Node) -> str:
    """Where a node stands, as it is said aloud."""
    here = tree.by_pk[node.pk]
    siblings = here.parent_node.subnodes if here.parent_node else tree.roots
    rank = siblings.index(here) + 1
    values = {"node": here, "rank": rank, "count": len(siblings), "parent": here.parent_node}
    if here.parent_node is None:
        return _("%(node)s\u00a0: %(rank)d sur %(count)d, au premier niveau.") % values
    return _("%(node)s\u00a0: %(rank)d sur %(count)d, dans %(parent)s.") % values


def editor_context(request: HttpRequest, draft: PlanVersion, **context: Any) -> dict[str, Any]:
    tree = version_tree(draft)
    return context_of(
        request,
        draft.plan,
        draft=draft,
        tree=tree,
        lines=lines_of(tree),
        counts=tree.counts(),
        last_edit=last_edit(draft),
        **context,
    )


def author(request: HttpRequest) -> User:
    """Who writes: every view that writes is behind a sign-in."""
    return cast(User, request.user)


def edition_in(request: HttpRequest) -> int:
    """The edition that the page showed; a page that lost it is as good as stale."""
    text = request.POST.get("edition", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def is_editor(request: HttpRequest) -> bool:
    """Asked by editor.js, which takes the tree alone."""
    return request.headers.get("X-Editor") == "tree"


def answer_edit(
    request: HttpRequest,
    draft: PlanVersion,
    operation: Callable[..., Any],
    *,
    edition: int | None,
    done: str = "",
    **arguments: Any,
) -> HttpResponse:
    """Do one edit of the tree and show it: the tree alone to editor.js (200, 409 when somebody
    edited meanwhile, 422 when refused), else the editor with a message."""
    result, error, status = None, "", 200
    try:
        result = operation(edition=edition, by=request.user, at=timezone.now(), **arguments)
    except NotAllowed:
        raise
    except StaleEdition as refusal:
        error, status = str(refusal), 409
    except Refused as refusal:
        error, status = str(refusal), 422
    asked = arguments.get("node")
    focus = result if isinstance(result, Node) else asked if error else None
    return show_edit(request, draft, focus=focus, done=done, error=error, status=status)


def show_edit(
    request: HttpRequest,
    draft: PlanVersion,
    *,
    focus: Node | None = None,
    done: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The tree alone to editor.js, else the editor with a message."""
    if not is_editor(request):
        if error:
            messages.error(request, error)
        elif done:
            messages.success(request, done)
        anchor = f"#n{focus.pk}" if focus else ""
        return redirect(address("edit", draft.plan) + anchor)
    fresh = draft_of(draft.plan) or draft
    fresh.plan, fresh.contract = draft.plan, draft.contract
    context = editor_context(request, fresh, error=error)
    tree: Tree = context["tree"]
    is_there = focus is not None and focus.pk in tree.by_pk
    context["focus"] = focus.pk if is_there and focus else None
    context["said"] = error or done
    if is_there and focus and not error:
        context["said"] = place_in_words(tree, focus)
    return render(request, "plans/editor_tree.html", context, status=status)
