"""A list of a pool: sent, seen, taken in, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.draws.enums import NOTICES
from ensemblier.draws.forms import ListForm
from ensemblier.draws.imports import field_labels
from ensemblier.draws.models import Pool, PoolList
from ensemblier.draws.operations import lists
from ensemblier.draws.operations.volunteers import prepare_volunteers
from ensemblier.draws.views.common import (
    CURRENT,
    FORM_METHODS,
    answer_question,
    crumbs,
    pool_address,
    to_keep,
    to_read_list,
)
from ensemblier.organizations.forms import MappingForm


def _address(prepared: PoolList) -> str:
    return reverse("draws:list_preview", args=[prepared.pk])


@require_http_methods(FORM_METHODS)
@to_keep
def add(request: HttpRequest, pool: Pool) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        prepared = do_in_form(
            form,
            lists.prepare_list,
            pool=pool,
            uploaded=values["file"],
            origin=values["origin"],
            name=values["name"],
            notice=values["notice"] or str(NOTICES[values["origin"]]),
            by=request.user,
            at=timezone.now(),
        )
        if prepared:
            return redirect(_address(prepared))
    context = {
        "pool": pool,
        "contract": pool.contract,
        "form": form,
        "labels": field_labels(),
        "breadcrumb": crumbs(pool, here=_("Ajouter une liste")),
        "current": CURRENT,
    }
    return render(request, "draws/add_list.html", context)


@require_POST
@to_keep
def add_volunteers(request: HttpRequest, pool: Pool) -> HttpResponse:
    """The volunteers of the site become a list to look at, as if their file had been sent."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        return redirect(_address(prepare_volunteers(pool=pool, **who)))
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(pool_address(pool))


@require_http_methods(FORM_METHODS)
@to_read_list
def preview(request: HttpRequest, prepared: PoolList) -> HttpResponse:
    """Who would enter, then what was done. POST does what its button says."""
    if request.method == "POST":
        return _do(request, prepared)
    report = prepared.parsed_report
    context = {
        "pool": prepared.pool,
        "contract": prepared.contract,
        "prepared": prepared,
        "report": report,
        "mapping_form": MappingForm(
            labels=field_labels(),
            columns=report.columns,
            mapping={**prepared.mapping, **report.mapping},
        ),
        "breadcrumb": crumbs(prepared.pool, here=prepared.name),
        "current": CURRENT,
    }
    return render(request, "draws/list_preview.html", context)


def _do(request: HttpRequest, prepared: PoolList) -> HttpResponse:
    action = request.POST.get("action")
    who = {"prepared": prepared, "by": request.user, "at": timezone.now()}
    back = pool_address(prepared.pool)
    if action == "remap":
        chosen = {name: request.POST.get(name, "") for name in field_labels()}
        do_with_message(request, lists.remap_list, mapping=chosen, **who)
    elif action == "apply":
        done = _("La liste est entrée dans le vivier.")
        do_with_message(request, lists.apply_list, done=done, **who)
    elif action == "discard":
        done = _("La liste est abandonnée, rien n’a changé.")
        do_with_message(request, lists.discard_list, done=done, **who)
        return redirect(back)
    return redirect(_address(prepared))


@require_safe
@to_read_list
def refused(request: HttpRequest, prepared: PoolList) -> HttpResponse:
    """The refused rows, each with its reason, to correct and send again."""
    stem = prepared.file_name.rpartition(".")[0] or prepared.file_name
    return download(
        prepared.parsed_report.refused_csv(), filename(stem, _("refus"), extension="csv")
    )


@require_http_methods(FORM_METHODS)
@to_read_list
def undo(request: HttpRequest, prepared: PoolList) -> HttpResponse:
    return answer_question(
        request,
        lists.undo_list,
        {"prepared": prepared},
        title=_("Retirer cette liste du vivier\u00a0?"),
        text=_(
            "Les personnes qui ne sont sur aucune autre liste quittent le vivier. "
            "Vous pourrez envoyer la liste à nouveau."
        ),
        submit=_("Retirer la liste"),
        done=_("La liste est retirée."),
        back=pool_address(prepared.pool),
        breadcrumb=crumbs(prepared.pool, here=_("Retirer la liste")),
        contract=prepared.contract,
    )
