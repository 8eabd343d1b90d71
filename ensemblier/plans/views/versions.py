"""Publishing, discarding and comparing versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.plans import operations
from ensemblier.plans.enums import SuccessionKind
from ensemblier.plans.forms import PublishForm, SuccessionForm
from ensemblier.plans.lifecycle import obstacles, unresolved_nodes
from ensemblier.plans.models import Node, Plan, PlanVersion, Succession
from ensemblier.plans.operations import Declaration
from ensemblier.plans.queries import Pair, compare_versions
from ensemblier.plans.queries.comparisons import kind_counts
from ensemblier.plans.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    author,
    context_of,
    crumbs,
    edition_in,
    of_draft,
    of_plan,
)
from ensemblier.ui.pages import confirm_page


@require_http_methods(FORM_METHODS)
@of_draft
def discard(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    if request.method == "POST":
        do_with_message(
            request,
            operations.discard_draft,
            done=_("La préparation est abandonnée."),
            version=draft,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(address("detail", draft.plan))
    return confirm_page(
        request,
        title=_("Abandonner la version %(number)d\u00a0?") % {"number": draft.number},
        text=_(
            "Tout ce qui a été écrit dans cette préparation est perdu. "
            "Les versions publiées ne changent pas."
        ),
        back=address("edit", draft.plan),
        breadcrumb=crumbs(draft.plan, _("Abandonner la préparation")),
        submit=_("Abandonner"),
        current=CURRENT,
        contract=draft.contract,
    )


def _suggested(pairs: list[Pair]) -> dict[int, dict[str, str]]:
    """By node of the base: what the texts let guess, to be confirmed."""
    found: dict[int, dict[str, str]] = {}
    for pair in pairs:
        if not pair.is_suggestion:
            continue
        targets = "\u00a0; ".join(one.code for one in pair.after)
        for node in pair.before:
            found[node.pk] = {"kind": SuccessionKind.REWORDED, "targets": targets}
    return found


def _fate_forms(
    draft: PlanVersion, pairs: list[Pair], data: Any = None
) -> list[tuple[Node, SuccessionForm]]:
    nodes = list(Node.objects.filter(version=draft).order_by("path"))
    guessed = _suggested(pairs)
    nothing = {"kind": SuccessionKind.DROPPED, "targets": ""}
    return [
        (
            node,
            SuccessionForm(
                data, nodes=nodes, prefix=f"s{node.pk}", initial=guessed.get(node.pk, nothing)
            ),
        )
        for node in unresolved_nodes(draft)
    ]


def _told(draft: PlanVersion) -> QuerySet[Succession]:
    """What a person declared; what goes on by its theme needs no saying."""
    goes_on = Q(source__theme=F("target__theme"), kind__in=["kept", "reworded"])
    rows = Succession.objects.filter(source__version=draft.based_on_id or 0).exclude(goes_on)
    return rows.select_related("source", "target").order_by("source__path", "target__path")


def _publish_page(
    request: HttpRequest,
    draft: PlanVersion,
    *,
    form: PublishForm,
    fates: list[tuple[Node, SuccessionForm]] | None = None,
    error: str = "",
) -> HttpResponse:
    pairs = compare_versions(draft.based_on, draft) if draft.based_on else []
    context = context_of(
        request,
        draft.plan,
        draft=draft,
        form=form,
        error=error,
        obstacles=obstacles(draft),
        fates=_fate_forms(draft, pairs) if fates is None else fates,
        declared=_told(draft),
        counts=kind_counts(pairs),
        breadcrumb=crumbs(draft.plan, (_("Écrire"), address("edit", draft.plan)), _("Publier")),
    )
    return render(request, "plans/publish.html", context)


@require_http_methods(FORM_METHODS)
@of_draft
def publish(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    initial = {"edition": draft.edition, "title": draft.title, "effective_on": timezone.localdate()}
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        published = do_in_form(
            form,
            operations.publish_version,
            version=draft,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if published:
            messages.success(
                request, _("La version %(number)d est publiée.") % {"number": draft.number}
            )
            return redirect(address("detail", draft.plan))
    return _publish_page(request, draft, form=form)


@require_POST
@of_draft
def declare(request: HttpRequest, draft: PlanVersion) -> HttpResponse:
    """What becomes of the nodes of the base that the draft no longer has."""
    fates = _fate_forms(draft, [], request.POST)
    publish_form = PublishForm(initial={"edition": draft.edition})
    are_valid = [form.is_valid() for _node, form in fates]
    if not all(are_valid):
        return _publish_page(request, draft, form=publish_form, fates=fates)
    told = [
        Declaration(form.cleaned_data["kind"], [node], form.cleaned_data["targets"])
        for node, form in fates
        if form.cleaned_data["kind"]
    ]
    try:
        operations.declare_fates(
            version=draft,
            fates=told,
            edition=edition_in(request),
            by=author(request),
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return _publish_page(request, draft, form=publish_form, fates=fates, error=str(refusal))
    messages.success(request, _("C’est noté."))
    return redirect(address("publish", draft.plan))


@require_POST
@of_draft
def forget(request: HttpRequest, draft: PlanVersion, pk: int) -> HttpResponse:
    source = get_object_or_404(Node, version=draft.based_on_id, pk=pk)
    do_with_message(
        request,
        operations.forget_succession,
        done=_("C’est repris\u00a0: dites de nouveau ce qu’il devient."),
        version=draft,
        source=source,
        edition=edition_in(request),
        by=request.user,
        at=timezone.now(),
    )
    return redirect(address("publish", draft.plan))


def _asked(request: HttpRequest, name: str, versions: list[PlanVersion]) -> PlanVersion | None:
    text = request.GET.get(name, "")
    return next((one for one in versions if str(one.number) == text), None)


@require_safe
@of_plan
def compare(request: HttpRequest, plan: Plan) -> HttpResponse:
    """`?avant=1&apres=2`; the last two by default. `?tout=1` shows what did not change too."""
    versions = list(plan.versions.order_by("-number"))
    for one in versions:
        one.plan = plan
    after = _asked(request, "apres", versions) or (versions[0] if versions else None)
    older = [one for one in versions if after and one.number < after.number]
    before = _asked(request, "avant", versions) or (older[0] if older else None)
    pairs: list[Pair] = []
    if before and after and before != after:
        pairs = compare_versions(before, after)
    shows_all = request.GET.get("tout") == "1"
    context = context_of(
        request,
        plan,
        versions=versions,
        before=before,
        after=after,
        counts=kind_counts(pairs),
        pairs=[one for one in pairs if shows_all or one.kind != SuccessionKind.KEPT],
        is_compared=bool(before and after and before != after),
        shows_all=shows_all,
        breadcrumb=crumbs(plan, _("Comparer")),
    )
    return render(request, "plans/compare.html", context)
