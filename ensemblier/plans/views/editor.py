"""Writing a draft: the tree, and each node. Plain forms; editor.js asks for the tree alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import put_in_form
from ensemblier.plans import operations
from ensemblier.plans.forms import (
    AddNodeForm,
    IndicatorFormSet,
    NodeForm,
    RenumberForm,
    indicators_in,
    indicators_of,
    initial_of,
)
from ensemblier.plans.models import Node, PlanVersion
from ensemblier.plans.operations import StaleEdition
from ensemblier.plans.queries import draft_of, node_page
from ensemblier.plans.queries.trees import level_name
from ensemblier.plans.views.comments import discussion
from ensemblier.plans.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    answer_edit,
    author,
    context_of,
    crumbs,
    edition_in,
    editor_context,
    of_draft,
    show_edit,
)
from ensemblier.ui.pages import confirm_page

MOVES = {
    "up": operations.raise_node,
    "down": operations.lower_node,
    "in": operations.indent_node,
    "out": operations.outdent_node,
}


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _node(draft: PlanVersion, pk: int) -> Node:
    node = get_object_or_404(Node, version=draft, pk=pk)
    node.version = draft
    return node


@require_safe
@of_draft
def edit(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    context = editor_context(
        request,
        draft,
        add_form=AddNodeForm(initial={"edition": draft.edition}),
        renumber_form=RenumberForm(initial={"edition": draft.edition, "pattern": "1.1.1.a"}),
        breadcrumb=crumbs(draft.plan, _("Écrire")),
    )
    return render(request, "plans/edit.html", context)


@require_POST
@of_draft
def add(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    """Under `parent`, last or at `rank`; at the root without one."""
    parent = _number(request, "parent")
    form = AddNodeForm(request.POST)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return show_edit(request, draft, error=sentence, status=422)
    return answer_edit(
        request,
        draft,
        operations.add_node,
        edition=edition_in(request),
        version=draft,
        parent=_node(draft, parent) if parent else None,
        rank=_number(request, "rank"),
        title=form.cleaned_data["title"],
        code=form.cleaned_data["code"],
        done=_("L’élément est ajouté."),
    )


@require_POST
@of_draft
def move(request: HttpRequest, draft: PlanVersion, pk: int) -> HttpResponse:
    """`do` is up, down, in or out; else `parent` (empty for the root) and `rank`."""
    node = _node(draft, pk)
    asked: dict[str, Any] = {"node": node, "edition": edition_in(request)}
    done = _("L’élément est déplacé.")
    if operation := MOVES.get(request.POST.get("do", "")):
        return answer_edit(request, draft, operation, done=done, **asked)
    parent = _number(request, "parent")
    return answer_edit(
        request,
        draft,
        operations.move_node,
        done=done,
        parent=_node(draft, parent) if parent else None,
        rank=_number(request, "rank"),
        **asked,
    )


@require_POST
@of_draft
def retitle(request: HttpRequest, draft: PlanVersion, pk: int) -> HttpResponse:
    """Code and title alone, from the tree."""
    return answer_edit(
        request,
        draft,
        operations.update_node,
        edition=edition_in(request),
        node=_node(draft, pk),
        title=request.POST.get("title", ""),
        code=request.POST.get("code", ""),
        done=_("L’élément est modifié."),
    )


@require_http_methods(FORM_METHODS)
@of_draft
def remove(request: HttpRequest, draft: PlanVersion, pk: int) -> HttpResponse:
    node = _node(draft, pk)
    if request.method == "POST":
        return answer_edit(
            request,
            draft,
            operations.delete_node,
            edition=edition_in(request) if "edition" in request.POST else draft.edition,
            node=node,
            done=_("L’élément est retiré. Vous pouvez annuler."),
        )
    return confirm_page(
        request,
        title=_("Retirer «\u00a0%(node)s\u00a0»\u00a0?") % {"node": node},
        text=_("Ce qu’il contient part avec lui. Vous pourrez annuler."),
        back=address("node", draft.plan, pk),
        breadcrumb=crumbs(draft.plan, (_("Écrire"), address("edit", draft.plan)), str(node)),
        submit=_("Retirer"),
        current=CURRENT,
        contract=draft.contract,
    )


@require_POST
@of_draft
def undo(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    return answer_edit(
        request,
        draft,
        operations.undo_last_edit,
        edition=edition_in(request),
        version=draft,
        done=_("La dernière modification est annulée."),
    )


@require_POST
@of_draft
def renumber(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    return answer_edit(
        request,
        draft,
        operations.renumber_codes,
        edition=edition_in(request),
        version=draft,
        pattern=request.POST.get("pattern", ""),
        done=_("Les codes sont refaits d’après les places."),
    )


@require_POST
@of_draft
def settle(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    ranks = [int(text) for text in request.POST.getlist("rank") if text.isdecimal()]
    if request.POST.get("all") == "1":
        ranks = list(range(len(draft.pending)))
    return answer_edit(
        request,
        draft,
        operations.settle_pending,
        edition=edition_in(request),
        version=draft,
        ranks=ranks,
        done=_("C’est noté."),
    )


@require_http_methods(FORM_METHODS)
@of_draft
def node(request: HttpRequest, draft: PlanVersion, pk: int) -> HttpResponse:
    """One node, all it says. On a conflict what was typed stays beside what the plan says now."""
    shown = _node(draft, pk)
    now: list[tuple[str, str]] = []
    if request.method == "POST":
        data = request.POST.copy()
        form = NodeForm(data, node=shown)
        rows = IndicatorFormSet(data, prefix="indicators")
        if form.is_valid() and rows.is_valid() and "more" not in data:
            try:
                saved = operations.update_node(
                    node=shown,
                    edition=form.cleaned_data["edition"],
                    by=author(request),
                    at=timezone.now(),
                    **form.fields_of_node(indicators_in(rows)),
                )
            except NotAllowed:
                raise
            except StaleEdition as refusal:
                put_in_form(form, refusal)
                fresh = draft_of(draft.plan) or draft
                data["edition"] = str(fresh.edition)
                now = _differences(form, shown)
            except Refused as refusal:
                put_in_form(form, refusal)
            else:
                messages.success(request, _("L’élément est enregistré."))
                target = address("edit", draft.plan) + f"#n{saved.pk}"
                return redirect(target)
        elif "more" in data:
            held = indicators_in(rows) if rows.is_valid() else []
            rows = IndicatorFormSet(prefix="indicators", initial=held)
    else:
        form = NodeForm(node=shown)
        rows = IndicatorFormSet(prefix="indicators", initial=indicators_of(shown))
    return _node_page(request, draft, shown, form=form, rows=rows, now=now)


def _differences(form: NodeForm, shown: Node) -> list[tuple[str, str]]:
    """(label, what the plan says now) for each field that differs from what was typed."""
    return [
        (str(form.fields[name].label), str(value))
        for name, value in initial_of(shown).items()
        if name not in ("edition", "areas", "is_outside_call")
        and str(form.data.get(name, "")).replace("\r\n", "\n") != str(value)
    ]


def _node_page(
    request: HttpRequest, draft: PlanVersion, shown: Node, **context: Any
) -> HttpResponse:
    page = node_page(draft, shown.theme_id, public_only=False)
    editor = address("edit", draft.plan)
    trail = [(str(one), address("node", draft.plan, one.pk)) for one in page.ancestors]
    values = context_of(
        request,
        draft.plan,
        draft=draft,
        node=shown,
        page=page,
        level_name=level_name(draft.plan, shown.level),
        add_form=AddNodeForm(initial={"edition": draft.edition, "parent": shown.pk}),
        discussion=discussion(request, draft.plan, shown.theme),
        can_hold=shown.level + 1 < len(draft.plan.level_names),
        breadcrumb=crumbs(draft.plan, (_("Écrire"), editor), *trail, str(shown)),
        **context,
    )
    return render(request, "plans/node.html", values)
