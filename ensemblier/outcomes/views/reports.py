"""One report: read, examined, printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.applications.documents.writing import as_docx, as_pdf
from ensemblier.core.http import do_in_form, do_with_message, download, filename
from ensemblier.core.typography import euros
from ensemblier.outcomes import operations
from ensemblier.outcomes.checks import warnings_of
from ensemblier.outcomes.documents import report_form
from ensemblier.outcomes.forms import CompletionForm, MoneyBackForm, ReasonForm
from ensemblier.outcomes.models import Report, ReportFile
from ensemblier.outcomes.permissions import (
    can_view_file,
    can_write_report,
    is_examiner,
    is_reporter,
)
from ensemblier.outcomes.queries.money import Money, money_of
from ensemblier.outcomes.results import results_of
from ensemblier.outcomes.sheets import people_by_age, report_of
from ensemblier.outcomes.views.common import CURRENT, crumbs, of_report, thread_of, to_examine
from ensemblier.territories.enums import AreaKind
from ensemblier.ui.pages import confirm_page, form_page

METHODS = ["GET", "HEAD", "POST"]
WRITERS = {"pdf": as_pdf, "docx": as_docx}


@require_safe
@of_report
def detail(request: HttpRequest, report: Report) -> HttpResponse:
    money = money_of(report)
    reached = list(report.reached.select_related("area"))
    in_qpv = [row for row in reached if row.area and row.area.kind == AreaKind.QPV]
    examines = is_examiner(request.user, report)
    steps = list(report.steps.select_related("by"))
    context = {
        **thread_of(report, request.user),
        "report": report,
        "application": report.application,
        "is_late": report.is_late_on(timezone.localdate()),
        "can_write": can_write_report(request.user, report),
        "is_reporter": is_reporter(request.user, report),
        "examines": examines,
        "can_answer": examines and report.state == "submitted",
        "money": money,
        "people": people_by_age(reached),
        "people_total": sum(row.number for row in reached),
        "people_in_qpv": sum(row.number for row in in_qpv),
        "results": results_of(report),
        "files": files_for(request.user, report),
        "story": story_of(report),
        "steps": steps,
        "asked": next((row for row in reversed(steps) if row.transition == "ask_completion"), None),
        "warnings": warnings_of(report, money) if examines else [],
        "breadcrumb": crumbs(report),
        "current": CURRENT,
        "contract": report.contract,
    }
    return render(request, "outcomes/detail.html", context)


def files_for(user: Any, report: Report) -> list[ReportFile]:
    """The photos and papers that `user` may open: the right depends on their kind alone."""
    rows = list(report.files.select_related("file"))
    for row in rows:
        row.report = report
    kinds = {row.kind: row for row in rows}
    allowed = {kind for kind, row in kinds.items() if can_view_file(user, row)}
    return [row for row in rows if row.kind in allowed]


def story_of(report: Report) -> list[tuple[str, str]]:
    """The questions of the story with their answers."""
    return [
        (_("Ce qui a été fait"), report.narrative),
        (_("Dates et lieux"), report.dates_and_places),
        (_("Public touché"), report.beneficiaries),
        (_("Objectifs atteints"), report.objectives_reached),
        (_("Difficultés et suites"), report.difficulties),
    ]


@require_safe
@of_report
def cerfa(request: HttpRequest, report: Report, fmt: str) -> HttpResponse:
    if fmt not in WRITERS:
        raise Http404
    content = WRITERS[fmt](report_form(report_of(report)))
    name = filename(_("bilan"), report.application.reference, extension=fmt)
    return download(content, name, inline=fmt == "pdf")


@require_http_methods(METHODS)
@to_examine
def accept(request: HttpRequest, report: Report) -> HttpResponse:
    if request.method == "POST":
        do_with_message(
            request,
            operations.accept_report,
            report=report,
            by=request.user,
            at=timezone.now(),
            done=_("Le bilan est accepté, la structure est prévenue."),
        )
        return redirect(report)
    return confirm_page(
        request,
        title=_("Accepter ce bilan\u00a0?"),
        text=_(
            "Les financements payés seront justifiés, et le dossier sera clos s’il ne reste rien "
            "à payer. La structure sera prévenue."
        ),
        back=report.get_absolute_url(),
        breadcrumb=crumbs(report, _("Accepter")),
        submit=_("Accepter le bilan"),
        current=CURRENT,
        submit_kind="primary",
        contract=report.contract,
    )


@require_http_methods(METHODS)
@to_examine
def ask_completion(request: HttpRequest, report: Report) -> HttpResponse:
    form = CompletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = do_in_form(
            form,
            operations.ask_completion,
            report=report,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if asked:
            messages.success(request, _("Le bilan est rendu à la structure, qui est prévenue."))
            return redirect(report)
    return form_page(
        request,
        form,
        title=_("Demander un complément"),
        lead=_("La structure pourra de nouveau écrire dans son bilan jusqu’à cette date."),
        back=report.get_absolute_url(),
        breadcrumb=crumbs(report, _("Demander un complément")),
        submit=_("Rendre le bilan à compléter"),
        current=CURRENT,
        contract=report.contract,
    )


@require_http_methods(METHODS)
@to_examine
def reopen(request: HttpRequest, report: Report) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopened = do_in_form(
            form,
            operations.reopen_report,
            report=report,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if reopened:
            messages.success(request, _("Le bilan est de nouveau à examiner."))
            return redirect(report)
    return form_page(
        request,
        form,
        title=_("Revenir sur l’acceptation"),
        back=report.get_absolute_url(),
        breadcrumb=crumbs(report, _("Revenir sur l’acceptation")),
        submit=_("Retirer l’acceptation"),
        current=CURRENT,
        contract=report.contract,
    )


@require_http_methods(METHODS)
@to_examine
def ask_money_back(request: HttpRequest, report: Report) -> HttpResponse:
    """The amounts are those of the rule; the team may change each."""
    money = money_of(report)
    proposed = dict(money.left_to_ask)
    form = MoneyBackForm(
        request.POST or None,
        awards=[(award, proposed.get(award, 0)) for award in money.awards],
        initial={"reason": reason_to_give_back(money)},
    )
    if request.method == "POST" and form.is_valid():
        asked = do_in_form(
            form,
            operations.ask_money_back,
            report=report,
            amounts=form.amounts(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if asked:
            messages.success(request, _("La structure est prévenue de ce qu’elle doit rendre."))
            return redirect(report)
    return form_page(
        request,
        form,
        title=_("Demander de l’argent à rendre"),
        lead=_(
            "Les montants proposés réduisent la part de chaque financeur comme le coût de "
            "l’action. Changez-les si la convention compte autrement\u00a0; videz une case pour ne "
            "rien demander."
        ),
        back=report.get_absolute_url(),
        breadcrumb=crumbs(report, _("Argent à rendre")),
        submit=_("Demander ces montants"),
        current=CURRENT,
        contract=report.contract,
    )


def reason_to_give_back(money: Money) -> str:
    return _(
        "L’action a coûté %(actual)s, pour un coût convenu de %(agreed)s\u00a0: l’aide est réduite "
        "dans la même proportion."
    ) % {"actual": euros(money.actual.expenses), "agreed": euros(money.agreed)}
