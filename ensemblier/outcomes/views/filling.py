"""The form of a report, step by step: plain pages first, box by box where a script runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.applications.forms.boxes import EDITION, StepForm
from ensemblier.applications.operations.saving import Saved
from ensemblier.applications.sending import (
    answer_of,
    as_posted,
    asked_by,
    choices_of,
    chosen_by,
    edition_of,
    spoken_time,
)
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.http import do_with_message
from ensemblier.outcomes import operations
from ensemblier.outcomes.checks import SUBMISSION, obstacles_of, warnings_of
from ensemblier.outcomes.forms import STEPS, Step, parts_of, step_form
from ensemblier.outcomes.models import Report
from ensemblier.outcomes.permissions import can_view_report, can_write_report
from ensemblier.outcomes.queries.money import money_of
from ensemblier.outcomes.queries.reports import with_application
from ensemblier.outcomes.views.common import CURRENT, crumbs, to_write


def step_or_404(slug: str) -> Step:
    for step in STEPS:
        if step.slug == slug:
            return step
    raise Http404


def neighbors(step: Step) -> tuple[Step | None, Step | None]:
    rank = STEPS.index(step)
    return STEPS[rank - 1] if rank else None, STEPS[rank + 1] if rank + 1 < len(STEPS) else None


@require_http_methods(["GET", "HEAD", "POST"])
@to_write
def fill(request: SignedInRequest, report: Report, step: str) -> HttpResponse:
    """GET shows the step; POST saves the page and goes on, or asks what to keep."""
    here = step_or_404(step)
    if request.method != "POST":
        return step_page(request, report, here, step_form(report, step))
    if "resolving" in request.POST:
        return _resolve(request, report, here)
    form = step_form(report, step, request.POST)
    changes, unread = form.changes_from(request.POST)
    saved = _save(request, report, edition_of(request.POST.get(EDITION)), changes)
    refusals = {**unread, **saved.refusals}
    if saved.conflicts:
        for sentence in refusals.values():
            messages.error(request, sentence)
        return _conflict_page(request, report, here, saved)
    if refusals:
        return _corrected_page(request, report, here, refusals)
    return _go_on(request, report, here, saved)


def _save(request: SignedInRequest, report: Report, base: int, changes: Any) -> Saved:
    return operations.save_report(
        report=report, base=base, changes=changes, by=request.user, at=timezone.now()
    )


def _go_on(request: SignedInRequest, report: Report, here: Step, saved: Saved) -> HttpResponse:
    if saved.written and "deposit" not in request.POST:
        messages.success(request, _("Enregistré à %(time)s.") % {"time": spoken_time(saved.at)})
    if "deposit" in request.POST:
        return _submitted(request, report)
    _before, after = neighbors(here)
    there = here if "stay" in request.POST or after is None else after
    return redirect("outcomes:fill", pk=report.pk, step=there.slug)


def _fresh(report: Report) -> Report:
    return with_application(Report.objects.all()).get(pk=report.pk)


def _corrected_page(
    request: SignedInRequest, report: Report, here: Step, refusals: dict[str, str]
) -> HttpResponse:
    """The page as it was typed, a sentence beside each box that was refused; the rest is kept."""
    fresh = _fresh(report)
    form = step_form(fresh, here.slug, request.POST)
    form.is_valid()
    form.errors.clear()
    form.show_refusals(refusals)
    return step_page(request, fresh, here, form, status=422)


def _conflict_page(
    request: SignedInRequest, report: Report, here: Step, saved: Saved
) -> HttpResponse:
    context = {
        "conflicts": choices_of(step_form(report, here.slug), saved),
        "edition": saved.edition,
        "breadcrumb": crumbs(report, here.title),
        "contract": report.contract,
        "current": CURRENT,
    }
    return render(request, "applications/conflict.html", context, status=409)


def _resolve(request: SignedInRequest, report: Report, here: Step) -> HttpResponse:
    """The choices of the conflict page: mine is written, theirs is left."""
    changes, refusals = chosen_by(request, step_form(report, here.slug))
    saved = _save(request, report, edition_of(request.POST.get(EDITION)), changes)
    if saved.conflicts:
        return _conflict_page(request, report, here, saved)
    for sentence in {**refusals, **saved.refusals}.values():
        messages.error(request, sentence)
    return _go_on(request, report, here, saved)


def step_page(
    request: SignedInRequest, report: Report, here: Step, form: StepForm, status: int = 200
) -> HttpResponse:
    before, after = neighbors(here)
    money = money_of(report)
    is_last = here.slug == SUBMISSION
    context = {
        "report": report,
        "application": report.application,
        "form": form,
        "step": here,
        "steps": STEPS,
        "before": before,
        "after": after,
        "parts": parts_of(here.slug, form, report),
        "money": money,
        "files": report.files.select_related("file") if here.slug == "pieces" else [],
        "obstacles": obstacles_of(report, money),
        "warnings": warnings_of(report, money) if is_last else [],
        "asked": report.steps.filter(transition="ask_completion").last(),
        "saved_time": spoken_time(report.saved_at) if report.saved_at else "",
        "breadcrumb": crumbs(report, here.title),
        "contract": report.contract,
        "current": CURRENT,
    }
    return render(request, "outcomes/step.html", context, status=status)


@require_POST
def save(request: SignedInRequest, pk: int, step: str) -> JsonResponse:
    """Box by box: {edition, fields} in; what was written, refused and found changed, out."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Votre session est finie.")}, status=401)
    report = get_object_or_404(with_application(Report.objects.all()), pk=pk)
    if not can_view_report(request.user, report):
        raise Http404
    if not can_write_report(request.user, report):
        return JsonResponse({"error": _("Ce bilan ne se modifie plus.")}, status=403)
    form = step_form(report, step_or_404(step).slug)
    asked = asked_by(request)
    if asked is None:
        return JsonResponse({"error": _("Cet envoi est illisible.")}, status=400)
    base, fields = asked
    changes, unread = form.read(as_posted(fields), list(fields))
    try:
        saved = _save(request, report, base, changes)
    except NotAllowed as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    return JsonResponse(answer_of(form, saved, unread))


@require_POST
@to_write
def as_planned(request: SignedInRequest, report: Report) -> HttpResponse:
    do_with_message(
        request,
        operations.fill_as_planned,
        report=report,
        by=request.user,
        at=timezone.now(),
        done=_("Les montants prévus sont repris dans les cases vides."),
    )
    return redirect("outcomes:fill", pk=report.pk, step="budget")


@require_POST
@to_write
def submit(request: SignedInRequest, report: Report) -> HttpResponse:
    return _submitted(request, report)


def _submitted(request: SignedInRequest, report: Report) -> HttpResponse:
    done = do_with_message(
        request,
        operations.submit_report,
        report=report,
        by=request.user,
        at=timezone.now(),
        done=_("Votre bilan est déposé. L’équipe du contrat est prévenue. Merci\u00a0!"),
    )
    if done:
        return redirect(report)
    return redirect("outcomes:fill", pk=report.pk, step=SUBMISSION)
