"""One file: reading it, moving it along, checking it, talking in it, entrusting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.applications.exchange import team_of
from ensemblier.applications.lifecycle import APPLICATION
from ensemblier.applications.models import Application
from ensemblier.applications.operations.messages import ask_completion, post_message
from ensemblier.applications.permissions import can_post_message
from ensemblier.appraisal.enums import CheckResult
from ensemblier.appraisal.forms import CompletionForm, MessageForm, MoveForm, PeopleForm
from ensemblier.appraisal.operations.assignments import assign_application
from ensemblier.appraisal.operations.files import (
    admit_application,
    appraise_application,
    reject_application,
    save_checks,
)
from ensemblier.appraisal.permissions import (
    SETTLED,
    Sight,
    can_read_opinions_given,
    may_write_opinion,
)
from ensemblier.appraisal.queries.consultations import consultations_about
from ensemblier.appraisal.queries.files import (
    application_for_appraisal,
    bars_of,
    clock,
    file_of,
    opinions_given,
)
from ensemblier.appraisal.views.common import (
    CURRENT,
    FORM_METHODS,
    acting,
    file_crumbs,
    file_url,
    numbers_in,
    of_file,
    of_file_team,
)
from ensemblier.contracts.permissions import can_view_contract
from ensemblier.core.exceptions import NotAllowed
from ensemblier.core.http import do_in_form
from ensemblier.files.views import serve
from ensemblier.organizations.permissions import can_view_file
from ensemblier.ui.pages import form_page

# What the page of the file does itself; decisions belong to the room of the money.
MOVES: dict[str, Callable[..., Any]] = {
    "admit": admit_application,
    "reject": reject_application,
    "appraise": appraise_application,
}


@require_safe
@of_file
def file(request: HttpRequest, application: Application, sight: Sight) -> HttpResponse:
    return _page(request, application, sight, MessageForm())


def _page(
    request: HttpRequest, application: Application, sight: Sight, form: MessageForm
) -> HttpResponse:
    read, today = file_of(application, sight, request.user), timezone.localdate()
    moves = APPLICATION.open_to(application, request.user) if sight.is_team else []
    years_width, bars = bars_of(read.history)
    context = {
        "file": read,
        "years_width": years_width,
        "bars": bars,
        "application": application,
        "sight": sight,
        "consultations": consultations_about(application) if sight.council_opinions else [],
        "opinions": [
            {
                "row": opinion,
                "clock": "" if opinion.value else clock(opinion.due_on, today),
                "is_late": not opinion.value and bool(opinion.due_on and opinion.due_on < today),
                # Who stays out of the application does not come here.
                "can_give": may_write_opinion(request.user, opinion),
            }
            for opinion in read.opinions
        ],
        "moves": [move for move in moves if move.name in {*MOVES, "ask_completion"}],
        "results": CheckResult.choices,
        "form": form,
        "reads_bearer": can_view_file(request.user, application.action.bearer_id),
        "can_post": can_post_message(request.user, application),
        "completion_clock": clock(application.completion_due_on, today),
        "contract": application.contract
        if can_view_contract(request.user, application.contract)
        else None,
        "breadcrumb": file_crumbs(application),
        "today": today,
        "current": CURRENT,
    }
    return render(request, "appraisal/file.html", context)


@require_POST
@of_file
def post(request: HttpRequest, application: Application, sight: Sight) -> HttpResponseBase:
    if not can_post_message(request.user, application):
        raise NotAllowed(
            _("Seuls le porteur, l’équipe et les financeurs de l’appel écrivent dans ce dossier.")
        )
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        message = do_in_form(
            form,
            post_message,
            application=application,
            text=form.cleaned_data["text"],
            internal=form.cleaned_data["internal"],
            files=form.cleaned_data["attachments"],
            token=form.cleaned_data["token"],
            by=acting(request),
            at=timezone.now(),
        )
        if message is not None:
            return redirect(f"{file_url(application)}#echanges")
    return _page(request, application, sight, form)


@require_POST
@of_file_team
def check(request: HttpRequest, application: Application) -> HttpResponseBase:
    results = {
        number: (
            request.POST.get(f"result-{number}", ""),
            request.POST.get(f"note-{number}", ""),
        )
        for number in numbers_in(request.POST, "result-")
    }
    changes = save_checks(
        application=application, results=results, by=acting(request), at=timezone.now()
    )
    if changes:
        messages.success(request, _("Les vérifications sont enregistrées."))
    return redirect(f"{file_url(application)}#verifications")


@require_http_methods(FORM_METHODS)
@of_file_team
def move(request: HttpRequest, application: Application, transition: str) -> HttpResponseBase:
    if transition == "ask_completion":
        return _ask_completion(request, application)
    if transition not in MOVES:
        raise Http404
    label = APPLICATION.transitions[transition].label
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = do_in_form(
            form,
            MOVES[transition],
            application=application,
            reason=form.cleaned_data["reason"],
            by=acting(request),
            at=timezone.now(),
        )
        if moved is not None:
            messages.success(
                request,
                _("Le dossier est «\u00a0%(state)s\u00a0».")
                % {"state": application.get_state_display()},
            )
            return redirect(file_url(application))
    return _form(request, application, form, title=label, submit=label)


def _ask_completion(request: HttpRequest, application: Application) -> HttpResponseBase:
    form = CompletionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            ask_completion,
            application=application,
            text=form.cleaned_data["text"],
            due_on=form.cleaned_data["due_on"],
            files=form.cleaned_data["attachments"],
            by=acting(request),
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("La demande est envoyée au porteur."))
            return redirect(file_url(application))
    return _form(
        request,
        application,
        form,
        title=_("Demander un complément"),
        submit=_("Envoyer la demande"),
    )


@require_http_methods(FORM_METHODS)
@of_file_team
def assign(request: HttpRequest, application: Application) -> HttpResponseBase:
    followed = [row.user_id for row in application.assignments.all()]
    form = PeopleForm(
        request.POST or None,
        people=team_of(application.contract_id),
        initial={"people": followed},
    )
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            assign_application,
            application=application,
            people=list(form.cleaned_data["people"]),
            by=acting(request),
            at=timezone.now(),
        )
        if done is not None:
            messages.success(request, _("L’attribution est enregistrée."))
            return redirect(file_url(application))
    return _form(request, application, form, title=_("Confier le dossier"), submit=_("Enregistrer"))


def _form(
    request: HttpRequest, application: Application, form: Any, *, title: Any, submit: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        lead=f"{application.reference} – {application.title}",
        back=file_url(application),
        breadcrumb=file_crumbs(application, title),
        submit=submit,
        current=CURRENT,
        contract=application.contract,
    )


@require_safe
@of_file
def attachment(
    request: HttpRequest, application: Application, sight: Sight, attachment_id: int
) -> HttpResponseBase:
    """A paper of the application; what was joined to the exchange, for those who read it."""
    rows = application.attachments.select_related("file", "document__file")
    if not sight.notes:
        rows = rows.filter(message__isnull=True)
    row = get_object_or_404(rows, pk=attachment_id)
    stored = row.file or (row.document.file if row.document else None)
    if stored is None:
        raise Http404
    return serve(stored, request)


@require_safe
@login_required
def opinions_for_applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said of an application, for its applicants, once it is decided."""
    application = application_for_appraisal(pk)
    if application is None or not can_read_opinions_given(request.user, application):
        raise Http404
    context = {
        "application": application,
        "opinions": opinions_given(application),
        "settled": SETTLED,
        "current": "applications",
    }
    return render(request, "appraisal/opinions_given.html", context)
