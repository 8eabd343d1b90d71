"""Scenarios side by side, by hand or computed, and applied by those entitled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.calls.enums import RuleCode
from ensemblier.calls.models import Call
from ensemblier.calls.queries import rules_of
from ensemblier.core.http import dated_stem, do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.core.typography import quantity
from ensemblier.funding.forms.scenarios import ScenarioAmountsForm, ScenarioForm, SharingForm
from ensemblier.funding.models import Scenario
from ensemblier.funding.operations import scenarios as operations
from ensemblier.funding.operations.sharing import (
    Rules,
    area_share,
    compute_scenario,
    node_share,
    priorities_of,
)
from ensemblier.funding.permissions import can_edit_scenario, columns_of
from ensemblier.funding.queries.matrix import Matrix, matrix_of
from ensemblier.funding.queries.scenarios import WAYS, beside, lines_of
from ensemblier.funding.views.common import (
    CURRENT,
    address,
    crumbs,
    of_call,
    page_context,
    person,
)
from ensemblier.ui.pages import confirm_page, form_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _scenario(call: Call, pk: int) -> Scenario:
    found = get_object_or_404(Scenario.objects.select_related("created_by"), call=call, pk=pk)
    found.call = call
    return found


def way_tabs(current: str) -> list[dict[str, Any]]:
    labels = {
        "funder": _("Par financeur"),
        "node": _("Par objectif"),
        "area": _("Par quartier"),
        "application": _("Par dossier"),
    }
    return [{"label": labels[way], "url": f"?par={way}", "current": way == current} for way in WAYS]


@require_safe
@of_call
def scenarios(request: HttpRequest, call: Call) -> HttpResponse:
    """All the scenarios beside today's amounts."""
    way = request.GET.get("par", "funder")
    way = way if way in WAYS else "funder"
    compared = beside(matrix_of(call, person(request)), way)
    rows = compared.rows
    if way == "application" and compared.scenarios:
        rows = [row for row in rows if row.differs]
    context = page_context(
        call,
        "scenarios",
        compared=compared,
        ways=way_tabs(way),
        way=way,
        page=page_of(rows, request),
        can_try=columns_of(request.user, call) != set(),
    )
    return render(request, "funding/scenarios.html", context)


@require_http_methods(FORM_METHODS)
@of_call
def create(request: HttpRequest, call: Call) -> HttpResponse:
    operations.require_try(person(request), call)
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = do_in_form(
            form,
            operations.create_scenario,
            call=call,
            name=form.cleaned_data["name"],
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(request, _("Le scénario est créé à partir des montants du jour."))
            return redirect(address("scenario", call, made.pk))
    return form_page(
        request,
        form,
        title=_("Copier les montants du jour"),
        lead=_(
            "Le scénario part des montants du tableau\u00a0; vous les changez sans rien décider."
        ),
        back=address("scenarios", call),
        breadcrumb=crumbs(call, "scenarios", _("Copier les montants du jour")),
        submit=_("Créer le scénario"),
        current=CURRENT,
        contract=call.contract,
    )


@require_http_methods(FORM_METHODS)
@of_call
def compute(request: HttpRequest, call: Call) -> HttpResponse:
    """The rules of a sharing, then the scenario that meets them best."""
    operations.require_try(person(request), call)
    matrix = matrix_of(call, person(request))
    ceiling = rules_of(call).get(RuleCode.MAX_SUBSIDY_PERCENT)
    form = SharingForm(
        request.POST or None,
        matrix=matrix,
        initial={"ceiling_percent": ceiling, "name": _("Partage proposé")},
    )
    if request.method == "POST" and form.is_valid():
        made = do_in_form(
            form,
            compute_scenario,
            call=call,
            name=form.cleaned_data["name"],
            rules=_rules(form, matrix),
            by=request.user,
            at=timezone.now(),
        )
        if made:
            messages.success(
                request,
                _("Voici un partage. Il propose\u00a0: rien n’est décidé ni écrit au tableau."),
            )
            return redirect(address("scenario", call, made.pk))
    return form_page(
        request,
        form,
        title=_("Calculer un partage"),
        lead=_(
            "Ce qui reste dans les enveloppes est partagé entre les demandes non décidées, en "
            "donnant le plus possible aux priorités\u00a0: les avis reçus et la "
            "priorité de l’objectif."
        ),
        back=address("scenarios", call),
        breadcrumb=crumbs(call, "scenarios", _("Calculer un partage")),
        submit=_("Calculer"),
        current=CURRENT,
        contract=call.contract,
        template="funding/compute.html",
    )


def _rules(form: SharingForm, matrix: Matrix) -> Rules:
    makers = {"node": node_share, "area": area_share}
    return Rules(
        shares=tuple(
            makers[kind](matrix, pk, least, most) for kind, pk, least, most in form.shares()
        ),
        step=form.cleaned_data["step"],
        ceiling_percent=form.cleaned_data["ceiling_percent"],
    )


@require_http_methods(FORM_METHODS)
@of_call
def scenario(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    """The lines of a scenario with their reasons; those who may change its amounts do it here."""
    found = _scenario(call, pk)
    matrix = matrix_of(call, person(request))
    only_reduced = request.GET.get("montrer") == "reduits"
    lines = lines_of(found, matrix, only_reduced=only_reduced)
    page = page_of(lines, request)
    can_edit = can_edit_scenario(request.user, found)
    if request.method == "POST":
        operations.require_edit(person(request), found)
    form = ScenarioAmountsForm(request.POST or None, lines=page.object_list)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            operations.change_scenario,
            scenario=found,
            amounts=form.amounts(),
            by=request.user,
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("Les montants du scénario sont enregistrés."))
            return redirect(request.get_full_path())
    priorities = priorities_of(matrix)
    context = page_context(
        call,
        "scenarios",
        scenario=found,
        form=form,
        page=page,
        rows=[
            (tried, form[f"a{tried.line.request_id}"], priorities[tried.line.request_id])
            for tried in page.object_list
        ],
        only_reduced=only_reduced,
        shares=shares_said(found),
        can_edit=can_edit,
        can_apply=columns_of(request.user, call) != set(),
        total=sum(tried.amount for tried in lines),
    )
    context["breadcrumb"] = crumbs(call, "scenarios", found.name)
    return render(request, "funding/scenario.html", context)


def shares_said(found: Scenario) -> list[str]:
    """The shares that were asked: «Emploi, au moins 30 %»."""
    told = []
    for rule in found.rules.get("shares", []):
        parts = [rule["label"]]
        if rule["minimum"] is not None:
            parts.append(_("au moins %(share)s") % {"share": quantity(rule["minimum"] / 100, "%")})
        if rule["maximum"] is not None:
            parts.append(_("au plus %(share)s") % {"share": quantity(rule["maximum"] / 100, "%")})
        told.append(", ".join(parts))
    return told


@require_http_methods(FORM_METHODS)
@of_call
def rename(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    found = _scenario(call, pk)
    operations.require_edit(person(request), found)
    form = ScenarioForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            operations.rename_scenario,
            scenario=found,
            name=form.cleaned_data["name"],
            by=request.user,
            at=timezone.now(),
        )
        if done is not None:
            return redirect(address("scenario", call, pk))
    return form_page(
        request,
        form,
        title=_("Renommer le scénario"),
        back=address("scenario", call, pk),
        breadcrumb=crumbs(call, "scenarios", _("Renommer")),
        submit=_("Renommer"),
        current=CURRENT,
        contract=call.contract,
    )


@require_http_methods(FORM_METHODS)
@of_call
def apply(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    operations.require_apply(person(request), call)
    return _asked(
        request,
        call,
        _scenario(call, pk),
        operations.apply_scenario,
        title=_("Appliquer ce scénario\u00a0?"),
        text=_(
            "Ses montants deviennent des propositions dans les colonnes où vous écrivez, pour les "
            "demandes qui ne sont pas décidées. Vous pourrez l’annuler depuis le tableau."
        ),
        submit=_("Appliquer"),
        done=_("Les montants du scénario sont proposés."),
        leads_to="matrix",
        submit_kind="primary",
    )


@require_http_methods(FORM_METHODS)
@of_call
def remove(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    found = _scenario(call, pk)
    operations.require_edit(person(request), found)
    return _asked(
        request,
        call,
        found,
        operations.remove_scenario,
        title=_("Supprimer ce scénario\u00a0?"),
        text=_("Ses montants et leurs raisons disparaissent\u00a0; le tableau ne change pas."),
        submit=_("Supprimer"),
        done=_("Le scénario est supprimé."),
        leads_to="scenarios",
        submit_kind="danger",
    )


def _asked(
    request: HttpRequest,
    call: Call,
    found: Scenario,
    operation: Any,
    *,
    title: str,
    text: str,
    submit: str,
    done: str,
    leads_to: str,
    submit_kind: str,
) -> HttpResponse:
    """GET asks, POST does."""
    back = address("scenario", call, found.pk)
    if request.method == "POST":
        is_done = do_with_message(
            request, operation, done=done, scenario=found, by=request.user, at=timezone.now()
        )
        return redirect(address(leads_to, call) if is_done else back)
    return confirm_page(
        request,
        title=title,
        text=f"{found.name}. {text}",
        back=back,
        breadcrumb=crumbs(call, "scenarios", title),
        submit=submit,
        submit_kind=submit_kind,
        current=CURRENT,
        contract=call.contract,
    )


@require_safe
@of_call
def export(request: HttpRequest, call: Call, pk: int, fmt: str) -> HttpResponse:
    found = _scenario(call, pk)
    lines = lines_of(found, matrix_of(call, person(request)))
    columns = [
        *(_("référence"), _("dossier"), _("porteur"), _("financeur")),
        *(_("demandé"), _("aujourd’hui"), found.name, _("pourquoi")),
    ]
    rows = (
        [
            *(tried.row.reference, tried.row.title, tried.row.bearer, tried.funder),
            *(tried.line.asked / 100, tried.line.expected / 100, tried.amount / 100),
            tried.reason,
        ]
        for tried in lines
    )
    return table_response(dated_stem(found.name, day=timezone.localdate()), fmt, columns, rows)
