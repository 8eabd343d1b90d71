"""The matrix of a call: read whole, written cell by cell or block by block."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.applications.enums import LineState
from ensemblier.appraisal.permissions import is_recused
from ensemblier.calls.models import Call, Envelope
from ensemblier.calls.queries import calls_seen_by, listed_calls
from ensemblier.contracts.permissions import can_edit_contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.money import parse_euros
from ensemblier.core.pagination import page_of, query_string
from ensemblier.core.typography import euros, number
from ensemblier.funding.enums import AmountField
from ensemblier.funding.forms.matrix import CellForm, ChoiceForm
from ensemblier.funding.grid import headings_of, sheet_of
from ensemblier.funding.grid_html import body_of, foot_of
from ensemblier.funding.operations import amounts
from ensemblier.funding.operations.amounts import Batch, Cell, CellsRefused, Conflict
from ensemblier.funding.permissions import (
    can_set_amount,
    can_view_some_matrix,
    columns_of,
)
from ensemblier.funding.queries.cells import Detail, cell_of, row_of
from ensemblier.funding.queries.matrix import Matrix, gauges_of, matrix_of
from ensemblier.funding.views.common import (
    CURRENT,
    address,
    crumbs,
    of_call,
    page_context,
    person,
    to_write,
)
from ensemblier.organizations.permissions import funders_served_by
from ensemblier.ui.pages import form_page, visible_to

MOST_CELLS = 10_000


@require_safe
@visible_to(can_view_some_matrix)
def calls(request: HttpRequest) -> HttpResponse:
    """The calls whose money this person may see."""
    page = page_of(listed_calls(calls_seen_by(request.user)), request)
    return render(request, "funding/calls.html", {"page": page, "current": CURRENT})


@require_safe
@of_call
def matrix(request: HttpRequest, call: Call) -> HttpResponse:
    whole = matrix_of(call, person(request))
    form = ChoiceForm(request.GET, matrix=whole)
    choice = form.choice()
    sheet = sheet_of(whole, choice)
    context = page_context(
        call,
        "matrix",
        form=form,
        choice=choice,
        is_narrowed=not choice.is_everything or bool(choice.group),
        sheet=sheet,
        headings=headings_of(sheet, own_columns(request.user, call, whole)),
        total=len(whole.rows),
        hidden=sum(row.is_closed for row in whole.rows),
        body=body_of(sheet, call.pk),
        foot=foot_of(sheet),
        line_states=LineState.choices,
        query=query_string(request),
    )
    return render(request, "funding/matrix.html", context)


def own_columns(user: Any, call: Call, whole: Matrix) -> set[int]:
    """The funders whose columns `user` may write."""
    funders = {column.funder_id for column in whole.columns}
    if can_edit_contract(user, call.contract):
        return funders
    return {gauge.funder_id for column in whole.columns for gauge in column.gauges} & (
        funders_served_by(user)
    )


@require_safe
@of_call
def row(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    """One application: each funder's amounts and their story; the way in without script."""
    found = row_of(call, pk)
    if found is None:
        raise Http404
    application, details = found
    closed = is_recused(request.user, application)
    columns = columns_of(request.user, call)
    context = page_context(
        call,
        "matrix",
        application=application,
        details=details,
        closed=closed,
        writable={
            detail.request.pk
            for detail in details
            if not closed and (columns is None or detail.request.funder_id in columns)
        },
    )
    context["breadcrumb"] = crumbs(call, here=application.reference)
    return render(request, "funding/row.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_call
def cell(request: HttpRequest, call: Call, pk: int, name: str) -> HttpResponse:
    """One amount, typed in a plain form."""
    detail = _detail(call, pk)
    if not can_set_amount(request.user, detail.request):
        raise NotAllowed(_not_yours(detail))
    envelopes = list(call.envelopes.filter(funder=detail.request.funder_id))
    form = _cell_form(request, detail, name, envelopes)
    if (
        request.method == "POST"
        and form.is_valid()
        and _write_cell(request, form, detail, name, envelopes)
    ):
        messages.success(request, _("Le montant est enregistré."))
        return redirect(address("row", call, detail.request.application_id))
    title = _("%(funder)s\u00a0: montant %(column)s") % {
        "funder": detail.request.funder.label,
        "column": AmountField(name).label,
    }
    return form_page(
        request,
        form,
        title=title,
        lead=_("%(application)s. Demandé\u00a0: %(asked)s. Une case vide retire le montant.")
        % {
            "application": detail.request.application,
            "asked": euros(detail.request.amount_cents),
        },
        back=address("row", call, detail.request.application_id),
        breadcrumb=crumbs(call, here=title),
        submit=_("Enregistrer"),
        current=CURRENT,
        contract=call.contract,
    )


def _cell_form(
    request: HttpRequest, detail: Detail, name: str, envelopes: list[Envelope]
) -> CellForm:
    current = _amount(detail, name)
    return CellForm(
        request.POST or None,
        envelopes=envelopes,
        initial={
            "amount": current,
            "envelope": detail.award.envelope_id if detail.award else None,
            "seen": "" if current is None else current,
        },
    )


def _write_cell(
    request: HttpRequest, form: CellForm, detail: Detail, name: str, envelopes: list[Envelope]
) -> bool:
    """Whether it went through; what was refused stands in the form."""
    chosen = form.cleaned_data.get("envelope")
    done = do_in_form(
        form,
        amounts.set_granted if name == AmountField.GRANTED else amounts.set_proposed,
        request=detail.request,
        cents=form.cleaned_data["amount"],
        by=request.user,
        at=timezone.now(),
        seen=(_cents_of(form.cleaned_data["seen"]),),
        envelope=next((row for row in envelopes if row.pk == chosen), None),
    )
    return done is not None


def _detail(call: Call, pk: int) -> Detail:
    detail = cell_of(call, pk)
    if detail is None:
        raise Http404
    detail.request.application.contract = detail.request.contract = call.contract
    detail.request.application.call = call
    return detail


def _amount(detail: Detail, name: str) -> int | None:
    return detail.granted_cents if name == AmountField.GRANTED else detail.proposed_cents


def _cents_of(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _not_yours(detail: Detail) -> str:
    return _(
        "Cette colonne est celle de «\u00a0%(funder)s\u00a0»\u00a0: ses agents et l’équipe du "
        "contrat y écrivent, sauf sur les dossiers d’un porteur auquel ils sont liés."
    ) % {"funder": detail.request.funder.label}


@require_safe
@of_call
def story(request: HttpRequest, call: Call, pk: int) -> HttpResponse:
    """What happened to a cell, as a piece of page."""
    detail = _detail(call, pk)
    context = {
        "detail": detail,
        "call": call,
        "closed": is_recused(request.user, detail.request.application),
    }
    return render(request, "funding/story.html", context)


@require_POST
@to_write
def write(request: HttpRequest, call: Call) -> JsonResponse:
    """Cells of the grid, all or none. JSON in: `{"cells": [[request, column, text, seen], …]}`,
    `seen` in cents or null; JSON out: the cells as they are now, and the envelopes."""
    try:
        cells, unreadable = _cells_in(request)
        if unreadable:
            raise CellsRefused(unreadable)
        batch = amounts.set_amounts(
            call=call,
            cells=cells,
            by=person(request),
            at=timezone.now(),
            why=_("Collage") if len(cells) > 1 else "",
        )
    except CellsRefused as refusal:
        return _refused(refusal)
    except InvalidInput as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(_written(call, batch))


def _cells_in(request: HttpRequest) -> tuple[list[Cell], dict[Cell, Refused]]:
    """What was typed, and the refusals of what is no amount."""
    cells: list[Cell] = []
    unreadable: dict[Cell, Refused] = {}
    for pk, name, text, seen in _typed(request):
        try:
            cents = parse_euros(text) if text.strip() else None
            cells.append(Cell(pk, name, cents, (seen,)))
        except InvalidInput as refusal:
            unreadable[Cell(pk, name, None)] = refusal
    return cells, unreadable


def _typed(request: HttpRequest) -> list[tuple[int, AmountField, str, int | None]]:
    """Raises InvalidInput for what no page of ours would send."""
    try:
        rows = json.loads(request.body)["cells"]
        typed = [
            (int(pk), AmountField(name), str(text), None if seen is None else int(seen))
            for pk, name, text, seen in rows
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(_("Ces cases ne se lisent pas. Rechargez la page.")) from error
    if not 0 < len(typed) <= MOST_CELLS:
        raise InvalidInput(
            _("Collez au plus %(most)s cases à la fois.") % {"most": number(MOST_CELLS)}
        )
    return typed


def _refused(refusal: CellsRefused) -> JsonResponse:
    """Each cell with its sentence; `now` is what a cell holds that another person changed."""
    cells = [
        {
            "request": cell.request_id,
            "column": cell.field,
            "error": str(why),
            **({"now": why.now} if isinstance(why, Conflict) else {}),
        }
        for cell, why in refusal.refusals.items()
    ]
    kinds = set(map(type, refusal.refusals.values()))
    status = 409 if kinds == {Conflict} else 403 if kinds == {NotAllowed} else 422
    return JsonResponse({"error": str(refusal), "cells": cells}, status=status)


def _written(call: Call, batch: Batch) -> dict[str, Any]:
    funders = {award.request.funder_id for award in batch.awards.values()}
    return {
        "cells": [
            {
                "request": pk,
                "state": award.request.state,
                "proposed": award.proposed_cents,
                "granted": award.granted_cents,
            }
            for pk, award in batch.awards.items()
        ],
        "gauges": [asdict(gauge) for gauge in gauges_of(call, funders)],
    }


@require_POST
@of_call
def undo(request: HttpRequest, call: Call) -> HttpResponse:
    """Take back one's last writing. JSON for the grid, a message on the page otherwise."""
    who: dict[str, Any] = {"call": call, "by": person(request), "at": timezone.now()}
    if request.accepts("text/html"):
        do_with_message(
            request, amounts.undo_last, done=_("Votre dernière saisie est annulée."), **who
        )
        return redirect(address("matrix", call))
    try:
        batch = amounts.undo_last(**who)
    except CellsRefused as refusal:
        return _refused(refusal)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(_written(call, batch))
