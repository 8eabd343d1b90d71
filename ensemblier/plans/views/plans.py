"""The plans of a contract, and one plan with its versions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.plans import operations
from ensemblier.plans.enums import VersionState
from ensemblier.plans.exports import FORMATS, export_version
from ensemblier.plans.forms import PlanForm, PlanSettingsForm
from ensemblier.plans.models import Plan, PlanImport, PlanVersion
from ensemblier.plans.queries import (
    current_version,
    draft_of,
    plans_of,
    search_nodes,
    version_tree,
)
from ensemblier.plans.views.comments import discussion
from ensemblier.plans.views.common import (
    CURRENT,
    FORM_METHODS,
    address,
    context_of,
    crumbs,
    lines_of,
    list_address,
    of_contract,
    of_plan,
    to_write,
)
from ensemblier.ui.pages import confirm_page, form_page


@require_safe
@of_contract
def plan_list(request: HttpRequest, contract: Contract) -> HttpResponse:
    context = {
        "contract": contract,
        "plans": plans_of(contract),
        "waiting": PlanImport.objects.filter(contract=contract, saved_as=None),
        "can_edit": can_edit_contract(request.user, contract),
        "breadcrumb": crumbs(contract),
        "current": CURRENT,
    }
    return render(request, "plans/list.html", context)


def _create(request: HttpRequest, contract: Contract) -> HttpResponse:
    form = PlanForm(request.POST or None, contract=contract)
    if request.method == "POST" and form.is_valid():
        plan = do_in_form(
            form,
            operations.create_plan,
            contract=contract,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if plan:
            messages.success(request, _("Le plan est créé. Préparez sa première version."))
            return redirect(address("detail", plan))
    return form_page(
        request,
        form,
        title=_("Nouveau plan"),
        back=list_address(contract),
        breadcrumb=crumbs(contract, _("Nouveau plan")),
        submit=_("Créer le plan"),
        current=CURRENT,
        contract=contract,
    )


create = require_http_methods(FORM_METHODS)(of_contract(_create, writes=True))


@require_safe
@of_plan
def detail(request: HttpRequest, plan: Plan) -> HttpResponse:
    listed = plans_of(plan.contract).get(pk=plan.pk)
    versions = list(listed.versions.all())
    in_force = current_version(plan)
    context = context_of(
        request,
        plan,
        versions=versions,
        draft=next((one for one in versions if one.is_draft), None),
        in_force=in_force,
        is_published=any(one.state == VersionState.PUBLISHED for one in versions),
        formats=FORMATS,
        waiting=plan.imports.filter(saved_as=None).select_related("file"),
        plan_key=str(plan.pk),
        discussion=discussion(request, plan),
    )
    return render(request, "plans/detail.html", context)


@require_http_methods(FORM_METHODS)
@to_write
def settings(request: HttpRequest, plan: Plan) -> HttpResponse:
    initial = {"name": plan.name, "level_names": "\n".join(plan.level_names)}
    form = PlanSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = do_in_form(
            form,
            operations.update_plan,
            plan=plan,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if changed:
            messages.success(request, _("Les changements sont enregistrés."))
            return redirect(address("detail", plan))
    return form_page(
        request,
        form,
        title=_("Nom et niveaux"),
        back=address("detail", plan),
        breadcrumb=crumbs(plan, _("Nom et niveaux")),
        submit=_("Enregistrer"),
        current=CURRENT,
        contract=plan.contract,
    )


@require_http_methods(FORM_METHODS)
@to_write
def delete(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "POST":
        done = do_with_message(
            request,
            operations.delete_plan,
            done=_("Le plan est supprimé."),
            plan=plan,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(list_address(plan.contract) if done else address("detail", plan))
    return confirm_page(
        request,
        title=_("Supprimer ce plan\u00a0?"),
        text=_("Le plan et sa version en préparation disparaissent. On ne peut pas revenir."),
        back=address("detail", plan),
        breadcrumb=crumbs(plan, _("Supprimer")),
        submit=_("Supprimer le plan"),
        current=CURRENT,
        contract=plan.contract,
    )


@require_POST
@to_write
def prepare(request: HttpRequest, plan: Plan) -> HttpResponse:
    do_with_message(request, operations.create_draft, plan=plan, by=request.user, at=timezone.now())
    target = "edit" if draft_of(plan) else "detail"
    return redirect(address(target, plan))


def version_of(plan: Plan, number: int) -> PlanVersion:
    version = get_object_or_404(plan.versions.select_related("based_on"), number=number)
    version.plan, version.contract = plan, plan.contract
    return version


@require_safe
@of_plan
def read(request: HttpRequest, plan: Plan, number: int) -> HttpResponse:
    """A version as a tree, drafts included; `?q=` marks what holds the words."""
    version = version_of(plan, number)
    tree = version_tree(version)
    words = request.GET.get("q", "").strip()
    context = context_of(
        request,
        plan,
        version=version,
        lines=lines_of(tree),
        counts=tree.counts(),
        words=words,
        found=search_nodes(version, words) if words else None,
        formats=" ".join(FORMATS),
        breadcrumb=crumbs(plan, str(version)),
    )
    return render(request, "plans/read.html", context)


@require_safe
@of_plan
def export(request: HttpRequest, plan: Plan, number: int, fmt: str) -> HttpResponse:
    if fmt not in FORMATS:
        raise Http404
    version = version_of(plan, number)
    name = filename(plan.name, f"v{number}", extension=fmt)
    return download(export_version(version, fmt), name)
