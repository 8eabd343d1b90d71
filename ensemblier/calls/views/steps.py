"""The steps of a call that are one form each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.calls import operations
from ensemblier.calls.enums import Section
from ensemblier.calls.forms import (
    AreasForm,
    CalendarForm,
    NoteForm,
    PresentationForm,
    SeenForm,
    ThemesForm,
)
from ensemblier.calls.framing import framing_note_pdf
from ensemblier.calls.models import Call
from ensemblier.calls.operations.calls import shown_values
from ensemblier.calls.queries import theme_groups
from ensemblier.calls.views.common import (
    FORM_METHODS,
    do_in_seen_form,
    of_call,
    step_context,
)
from ensemblier.contracts.permissions import require_edit
from ensemblier.core.http import download, filename


def _step(
    request: HttpRequest,
    call: Call,
    section: str,
    form: SeenForm,
    operation: Callable[..., Any],
    *,
    template: str = "calls/step_form.html",
    context: dict[str, Any] | None = None,
    **arguments: Any,
) -> HttpResponse:
    """Show the step; `arguments` are what the operation takes beside what was typed."""
    if request.method == "POST":
        require_edit(request.user, call.contract)
        if form.is_valid() and do_in_seen_form(
            form, operation, call=call, by=request.user, at=timezone.now(), **arguments
        ):
            messages.success(request, _("C’est enregistré."))
            return redirect(request.path)
    page = step_context(request, call, section, form=form, **(context or {}))
    return render(request, template, page)


@require_http_methods(FORM_METHODS)
@of_call
def presentation(request: HttpRequest, call: Call) -> HttpResponse:
    form = PresentationForm(
        request.POST or None, call=call, shown=shown_values(call, Section.PRESENTATION)
    )
    return _update(request, call, Section.PRESENTATION, form)


@require_http_methods(FORM_METHODS)
@of_call
def calendar(request: HttpRequest, call: Call) -> HttpResponse:
    form = CalendarForm(request.POST or None, call=call, shown=shown_values(call, Section.CALENDAR))
    return _update(
        request,
        call,
        Section.CALENDAR,
        form,
        template="calls/calendar.html",
        context={"rows": call.dates.all()},
    )


@require_http_methods(FORM_METHODS)
@of_call
def note(request: HttpRequest, call: Call) -> HttpResponse:
    form = NoteForm(request.POST or None, call=call, shown=shown_values(call, Section.NOTE))
    return _update(request, call, Section.NOTE, form, template="calls/note.html")


def _update(
    request: HttpRequest, call: Call, section: str, form: SeenForm, **options: Any
) -> HttpResponse:
    typed = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    values = {name: value for name, value in typed.items() if name != "seen"}
    return _step(
        request,
        call,
        section,
        form,
        partial(operations.update_call, section=section),
        values=values,
        **options,
    )


@require_http_methods(FORM_METHODS)
@of_call
def themes(request: HttpRequest, call: Call) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = ThemesForm(typed, call=call, shown=shown_values(call, Section.THEMES))
    nodes = form.cleaned_data["nodes"] if form.is_bound and form.is_valid() else []
    opened = {row.theme_id for row in call.themes.all()}
    if form.is_bound:
        opened = {node.theme_id for node in nodes}
    return _step(
        request,
        call,
        Section.THEMES,
        form,
        operations.set_themes,
        template="calls/themes.html",
        context={"groups": theme_groups(call.plan_version, opened)},
        nodes=nodes,
    )


@require_http_methods(FORM_METHODS)
@of_call
def areas(request: HttpRequest, call: Call) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = AreasForm(typed, call=call, shown=shown_values(call, Section.AREAS))
    chosen = form.cleaned_data["areas"] if form.is_bound and form.is_valid() else []
    return _step(request, call, Section.AREAS, form, operations.set_areas, areas=chosen)


@require_safe
@of_call
def note_pdf(request: HttpRequest, call: Call) -> HttpResponse:
    name = filename(call.slug, _("note de cadrage"), extension="pdf")
    return download(framing_note_pdf(call), name, inline=True)
