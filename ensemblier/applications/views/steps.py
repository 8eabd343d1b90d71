"""The form, step by step: plain pages first, and box by box where a script runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.applications.checks import STRUCTURE, SUBMISSION
from ensemblier.applications.forms import Step, StepForm, step_form, steps_of
from ensemblier.applications.forms.boxes import EDITION
from ensemblier.applications.layout import parts_of
from ensemblier.applications.models import Application
from ensemblier.applications.operations.saving import (
    Saved,
    save_application,
    save_bearer_year,
)
from ensemblier.applications.queries.pages import step_summary
from ensemblier.applications.sending import (
    answer_of,
    as_posted,
    asked_by,
    choices_of,
    chosen_by,
    edition_of,
    spoken_time,
)
from ensemblier.applications.views.common import (
    CURRENT,
    application_for,
    contract_of,
    crumbs,
    of_application,
    require_write,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.organizations.permissions import can_edit_file


def step_or_404(application: Application, slug: str) -> Step:
    for step in steps_of(application):
        if step.slug == slug:
            return step
    raise Http404


def neighbors(application: Application, step: Step) -> tuple[Step | None, Step | None]:
    steps = steps_of(application)
    rank = steps.index(step)
    before = steps[rank - 1] if rank else None
    return before, steps[rank + 1] if rank + 1 < len(steps) else None


@require_http_methods(["GET", "HEAD", "POST"])
@of_application
def step(request: SignedInRequest, application: Application, step: str) -> HttpResponse:
    """GET shows the step; POST saves the page and goes on, or asks what to keep."""
    require_write(request.user, application)
    here = step_or_404(application, step)
    if request.method != "POST":
        return step_page(request, application, here, step_form(application, step))
    if "resolving" in request.POST:
        return _resolve(request, application, here)
    form = step_form(application, step, request.POST)
    changes, unread = form.changes_from(request.POST)
    # A page sent back was looked at: its boxes, and the families that they belong to.
    seen = {*form.fields, *(key.partition("-")[0] for key in form.fields)}
    base = edition_of(request.POST.get(EDITION))
    saved = _save(request, application, step, base, changes, seen=seen)
    refusals = {**unread, **saved.refusals}
    if saved.conflicts:
        for sentence in refusals.values():
            messages.error(request, sentence)
        return _conflict_page(request, application, here, saved)
    if refusals:
        return _corrected_page(request, application, here, refusals)
    return _go_on(request, application, here, saved)


def _save(
    request: SignedInRequest,
    application: Application,
    step: str,
    base: int,
    changes: Any,
    *,
    seen: Collection[str] = (),
) -> Saved:
    common: dict[str, Any] = {
        "base": base,
        "changes": changes,
        "by": request.user,
        "at": timezone.now(),
    }
    if step == STRUCTURE:
        if not changes and not can_edit_file(request.user, application.action.bearer_id):
            return Saved(edition=base, at=timezone.now())
        return save_bearer_year(
            organization=application.action.bearer, year=application.year, **common
        )
    return save_application(application=application, seen=seen, **common)


def _go_on(
    request: SignedInRequest, application: Application, here: Step, saved: Saved
) -> HttpResponse:
    messages.success(request, _("Enregistré à %(time)s.") % {"time": spoken_time(saved.at)})
    _before, after = neighbors(application, here)
    if "stay" in request.POST or after is None:
        return redirect("applications:step", pk=application.pk, step=here.slug)
    return redirect("applications:step", pk=application.pk, step=after.slug)


def _corrected_page(
    request: SignedInRequest, application: Application, here: Step, refusals: dict[str, str]
) -> HttpResponse:
    """The page as it was typed, a sentence beside each box that was refused; the rest is kept."""
    fresh = application_for(request.user, application.pk)
    form = step_form(fresh, here.slug, request.POST)
    form.is_valid()
    form.errors.clear()
    form.show_refusals(refusals)
    return step_page(request, fresh, here, form, status=422)


def _conflict_page(
    request: SignedInRequest, application: Application, here: Step, saved: Saved
) -> HttpResponse:
    context = {
        "conflicts": choices_of(step_form(application, here.slug), saved),
        "edition": saved.edition,
        "breadcrumb": crumbs(application, here.title),
        "contract": contract_of(request.user, application),
        "current": CURRENT,
    }
    return render(request, "applications/conflict.html", context, status=409)


def _resolve(request: SignedInRequest, application: Application, here: Step) -> HttpResponse:
    """The choices of the conflict page: mine is written, theirs is left."""
    changes, refusals = chosen_by(request, step_form(application, here.slug))
    base = edition_of(request.POST.get(EDITION))
    saved = _save(request, application, here.slug, base, changes)
    if saved.conflicts:
        return _conflict_page(request, application, here, saved)
    for sentence in {**refusals, **saved.refusals}.values():
        messages.error(request, sentence)
    return _go_on(request, application, here, saved)


def step_page(
    request: SignedInRequest,
    application: Application,
    here: Step,
    form: StepForm,
    status: int = 200,
) -> HttpResponse:
    before, after = neighbors(application, here)
    edits_bearer = can_edit_file(request.user, application.action.bearer_id)
    is_read_only = here.slug == STRUCTURE and not edits_bearer
    context = {
        "application": application,
        "call": application.call,
        "form": form,
        "step": here,
        "steps": steps_of(application),
        "before": before,
        "after": after,
        "parts": [] if is_read_only else parts_of(here.slug, form, application),
        "is_read_only": is_read_only,
        "edits_bearer": edits_bearer,
        "summary": step_summary(application, timezone.now(), is_whole=here.slug == SUBMISSION),
        "saved_time": spoken_time(application.saved_at) if application.saved_at else "",
        "breadcrumb": crumbs(application, here.title),
        "contract": contract_of(request.user, application),
        "current": CURRENT,
    }
    return render(request, "applications/step.html", context, status=status)


@require_safe
@of_application
def summary(request: SignedInRequest, application: Application) -> HttpResponse:
    """The card beside the form, as things stand."""
    require_write(request.user, application)
    context = {
        "application": application,
        "summary": step_summary(application, timezone.now()),
    }
    return render(request, "applications/summary.html", context)


@require_POST
def save(request: SignedInRequest, pk: int, step: str) -> JsonResponse:
    """Box by box: {edition, fields} in; what was written, refused and found changed, out."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Votre session est finie.")}, status=401)
    application = application_for(request.user, pk)
    here = step_or_404(application, step)
    try:
        require_write(request.user, application)
    except NotAllowed as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    asked = asked_by(request)
    if asked is None:
        return JsonResponse({"error": _("Cet envoi est illisible.")}, status=400)
    base, fields = asked
    form = step_form(application, here.slug)
    changes, unread = form.read(as_posted(fields), list(fields))
    try:
        saved = _save(request, application, here.slug, base, changes)
    except NotAllowed as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    return JsonResponse(answer_of(form, saved, unread))
