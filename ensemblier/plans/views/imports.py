"""A document comes in: read, shown, corrected, then saved as a draft or let go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message, put_in_form
from ensemblier.plans import corrections, operations
from ensemblier.plans.forms import (
    GroupItemForm,
    LevelNamesForm,
    LineForm,
    ReadNodeForm,
    UploadForm,
)
from ensemblier.plans.imports import start_import
from ensemblier.plans.models import PlanImport
from ensemblier.plans.naming import level_label
from ensemblier.plans.queries import draft_of, latest_published
from ensemblier.plans.queries.incoming import compare_rows, counts_of
from ensemblier.plans.rows import reading_of
from ensemblier.plans.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    author,
    crumbs,
    lines_in,
    list_address,
    of_contract,
)
from ensemblier.ui.pages import View, confirm_page

# Lines not understood are settled page by page: a document may have hundreds.
LINES_A_PAGE = 60
Correct = Callable[[dict[str, Any]], dict[str, Any]]


def of_import(view: View) -> View:
    """The view gets a reading still waiting for a person."""

    @wraps(view)
    def with_import(
        request: HttpRequest, contract: Contract, pk: int, **kwargs: Any
    ) -> HttpResponseBase:
        rows = PlanImport.objects.select_related("file", "plan", "saved_as__plan__contract")
        kept = get_object_or_404(rows, contract=contract, pk=pk)
        kept.contract = contract
        if kept.saved_as:
            messages.info(request, _("Cet import est déjà enregistré."))
            return redirect(address("detail", kept.saved_as.plan))
        return view(request, kept, **kwargs)

    return of_contract(with_import, writes=True)


def preview_address(kept: PlanImport, query: str = "") -> str:
    return reverse("plans:import_preview", args=[kept.contract.slug, kept.pk]) + query


def fingerprint(parsed: dict[str, Any]) -> str:
    """What a page showed of a reading, to see that it is the same when it answers."""
    text = json.dumps(parsed, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _upload(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        contract=contract,
        initial={"plan": request.GET.get("plan")},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        kept = do_in_form(
            form,
            start_import,
            contract=contract,
            plan=values["plan"],
            name=values["name"],
            kind=values["kind"],
            area=values["area"],
            uploaded=values["file"],
            by=request.user,
            at=timezone.now(),
        )
        if kept:
            return redirect(preview_address(kept))
    context = {
        "form": form,
        "contract": contract,
        "current": CURRENT,
        "back_url": list_address(contract),
        "breadcrumb": crumbs(contract, _("Importer un plan")),
    }
    return render(request, "plans/import.html", context)


upload = require_http_methods(FORM_METHODS)(of_contract(_upload, writes=True))


def _levels(parsed: dict[str, Any]) -> list[str]:
    return [level["name"] for level in parsed["levels"]]


def _line_forms(parsed: dict[str, Any], page: int, data: Any = None) -> list[tuple[int, Any, Any]]:
    """(rank, line, form) of a page of the lines not understood. A line goes by default to the
    node read just before it."""
    starts = [(node["lines"][0], node["code"]) for node in parsed["nodes"] if node.get("lines")]
    first = (page - 1) * LINES_A_PAGE
    found = []
    for rank, unread in list(enumerate(parsed["unread"]))[first : first + LINES_A_PAGE]:
        line = unread["line"] or 0
        before = [code for start, code in starts if start <= line and code]
        initial = {"code": before[-1] if before else ""}
        found.append((rank, unread, LineForm(data, prefix=f"u{rank}", initial=initial)))
    return found


def _group_forms(parsed: dict[str, Any], data: Any = None) -> list[dict[str, Any]]:
    labels = {
        str(node["id"]): f"{node['code']} {node['title']}".strip()[:70] for node in parsed["nodes"]
    }
    groups = []
    for rank, group in enumerate(parsed["groups"]):
        members = [(str(pk), labels[str(pk)]) for pk in group["nodes"] if str(pk) in labels]
        items = []
        for key in ("specification", "indicators"):
            for place, item in enumerate(group[key]):
                text = item if isinstance(item, str) else item.get("text") or item.get("label")
                form = GroupItemForm(data, prefix=f"g{rank}-{key}-{place}", members=members)
                items.append({"key": (rank, key, place), "kind": key, "text": text, "form": form})
        groups.append({"members": members, "items": items, "lines": group.get("lines")})
    return groups


def _page_number(request: HttpRequest, count: int) -> int:
    text = request.GET.get("page", "1")
    last = max(1, -(-count // LINES_A_PAGE))
    return min(int(text), last) if text.isdecimal() and int(text[:9]) > 0 else 1


def _comparison(kept: PlanImport) -> dict[str, Any]:
    """What saving would change in the plan; empty for a new one."""
    version = (draft_of(kept.plan) or latest_published(kept.plan)) if kept.plan else None
    if version is None or kept.plan is None:
        return {}
    version.plan = kept.plan
    changes = compare_rows(version, reading_of(kept.parsed).rows)
    return {
        "compared_with": version,
        "change_counts": counts_of(changes),
        "changes": [one for one in changes if one.kind != "same"],
    }


def _preview_page(request: HttpRequest, kept: PlanImport, **context: Any) -> HttpResponse:
    parsed = kept.parsed
    page = _page_number(request, len(parsed["unread"]))
    last = max(1, -(-len(parsed["unread"]) // LINES_A_PAGE))
    asked = request.GET.get("corriger", "")
    correcting = next((node for node in parsed["nodes"] if str(node["id"]) == asked), None)
    levels = _levels(parsed)
    values = {
        "kept": kept,
        "contract": kept.contract,
        "current": CURRENT,
        "seen": fingerprint(parsed),
        "lines": lines_in(parsed["nodes"], _depths(parsed)),
        "counts": [(one["count"], level_label(one["name"], one["count"]))
                   for one in parsed["levels"]],
        "declared": _declared(parsed),
        "gaps": sum(not one["ok"] for one in parsed["declared"]),
        "correcting": asked if correcting else "",
        "node_form": _node_form(correcting, levels) if correcting else None,
        "levels_form": LevelNamesForm(initial={"names": "\n".join(levels)}),
        "line_forms": _line_forms(parsed, page),
        "page": page,
        "pages": range(1, last + 1),
        "groups": _group_forms(parsed),
        "other_points": [
            one for one in reading_of(parsed).pending if one["kind"] in ("code", "reference")
        ],
        "breadcrumb": crumbs(kept.contract, kept.name),
        **_comparison(kept),
        **context,
    }  # fmt: skip
    return render(request, "plans/import_preview.html", values)


def _depths(parsed: dict[str, Any]) -> Callable[[dict[str, Any]], int]:
    """Depths in the tree: a level skipped by the document is no nesting."""
    depths: dict[str, int] = {}
    for node in parsed["nodes"]:
        parent = node["parent"]
        depths[str(node["id"])] = depths.get(str(parent), -1) + 1 if parent is not None else 0
    return lambda node: depths[str(node["id"])]


def _declared(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    """The counts that the document states, each with the name of the node it speaks of."""
    names = {
        str(node["id"]): f"{node['code']} {node['title']}".strip()[:60] for node in parsed["nodes"]
    }
    return [{**one, "place": names.get(str(one["node"]), "")} for one in parsed["declared"]]


def _node_form(node: dict[str, Any], levels: list[str], data: Any = None) -> ReadNodeForm:
    initial = {
        "title": node["title"],
        "code": node["code"],
        "level": node["level"],
        "priority": node["priority"] or "",
        "outside_call": node["outside_call"],
    }
    return ReadNodeForm(data, levels=levels, initial=initial)


@require_safe
@of_import
def preview(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    return _preview_page(request, kept)


def _answer(
    request: HttpRequest, kept: PlanImport, correct: Correct, *, done: str, back: str = ""
) -> HttpResponse:
    """Correct what was read and show it again; refusals are messages."""
    target = preview_address(kept, back)
    if request.POST.get("seen") != fingerprint(kept.parsed):
        sentence = _("Cette lecture a été corrigée entre-temps. Relisez-la, puis recommencez.")
        messages.error(request, sentence)
        return redirect(target)
    try:
        parsed = correct(kept.parsed)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(target)
    do_with_message(
        request,
        operations.correct_import,
        done=done,
        plan_import=kept,
        parsed=parsed,
        seen=kept.parsed,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(target)


@require_POST
@of_import
def rename_levels(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    names = request.POST.get("names", "").splitlines()
    return _answer(
        request,
        kept,
        lambda parsed: corrections.rename_levels(parsed, names=names),
        done=_("Les niveaux sont renommés."),
    )


@require_POST
@of_import
def correct_node(request: HttpRequest, kept: PlanImport, node_id: str) -> HttpResponse:
    """What was typed stays in the form when it cannot be."""
    node = next((one for one in kept.parsed["nodes"] if str(one["id"]) == node_id), None)
    if node is None:
        messages.error(request, _("Cet élément n’est plus dans le document lu."))
        return redirect(preview_address(kept))
    form = _node_form(node, _levels(kept.parsed), request.POST)
    if form.is_valid():
        try:
            parsed = corrections.correct_node(kept.parsed, node_id=node_id, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            put_in_form(form, refusal)
        else:
            return _answer(
                request,
                kept,
                lambda _parsed: parsed,
                done=_("L’élément est corrigé."),
                back=f"#r{node_id}",
            )
    return _preview_page(request, kept, correcting=node_id, node_form=form)


@require_POST
@of_import
def take_out(request: HttpRequest, kept: PlanImport, node_id: str) -> HttpResponse:
    return _answer(
        request,
        kept,
        lambda parsed: corrections.take_out_node(parsed, node_id=node_id),
        done=_("L’élément est retiré\u00a0; son texte est parmi les lignes non comprises."),
    )


@require_POST
@of_import
def settle_lines(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    """The lines of one page; those left «à décider» stay."""
    choices = {
        rank: (
            request.POST.get(f"u{rank}-how", ""),
            request.POST.get(f"u{rank}-code", ""),
        )
        for rank in range(len(kept.parsed["unread"]))
        if request.POST.get(f"u{rank}-how")
    }
    if request.POST.get("all") == "ignore":
        choices = {
            rank: ("ignore", "")
            for rank in range(len(kept.parsed["unread"]))
            if f"u{rank}-how" in request.POST
        }
    return _answer(
        request,
        kept,
        lambda parsed: corrections.settle_lines(parsed, choices=choices),
        done=_("C’est noté."),
        back="#lignes",
    )


@require_POST
@of_import
def hand_out(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    every = "all" if request.POST.get("all") == "all" else ""
    choices = {
        item["key"]: every or request.POST.get(f"{item['form'].prefix}-to", "")
        for group in _group_forms(kept.parsed)
        for item in group["items"]
    }
    return _answer(
        request,
        kept,
        lambda parsed: corrections.hand_out(parsed, choices=choices),
        done=_("C’est réparti."),
        back="#groupes",
    )


@require_POST
@of_import
def save(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    if request.POST.get("seen") != fingerprint(kept.parsed):
        messages.error(request, _("Cette lecture a changé entre-temps. Relisez-la."))
        return redirect(preview_address(kept))
    try:
        version = operations.save_import(plan_import=kept, by=author(request), at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(preview_address(kept))
    messages.success(request, _("Le plan est enregistré\u00a0: relisez-le, puis publiez-le."))
    return redirect(address("edit", version.plan))


@require_http_methods(FORM_METHODS)
@of_import
def drop(request: HttpRequest, kept: PlanImport) -> HttpResponse:
    if request.method == "POST":
        do_with_message(
            request,
            operations.drop_import,
            done=_("L’import est abandonné\u00a0: rien n’a été enregistré."),
            plan_import=kept,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(list_address(kept.contract))
    return confirm_page(
        request,
        title=_("Abandonner cet import\u00a0?"),
        text=_("Ce qui a été lu et corrigé est perdu. Le plan ne change pas."),
        back=preview_address(kept),
        breadcrumb=crumbs(kept.contract, _("Abandonner l’import")),
        submit=_("Abandonner"),
        current=CURRENT,
        contract=kept.contract,
    )
