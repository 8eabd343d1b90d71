"""What members of the councils were trained in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.models import Contract
from ensemblier.contracts.permissions import can_edit_contract, contracts_for, require_edit
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.councils.exports.grants import export_of_trainings
from ensemblier.councils.forms.running_grants import TrainingForm
from ensemblier.councils.models import Training
from ensemblier.councils.operations import trainings as operations
from ensemblier.councils.queries.trainings import training_for, trainings_for, who_may_attend
from ensemblier.councils.views.common import CURRENT, FORM_METHODS, crumbs
from ensemblier.councils.views.councils import opens_councils
from ensemblier.ui.pages import confirm_page, form_page, found_by, visible_to

to_edit_training = found_by(
    training_for, key="training_pk", require=lambda user, row: require_edit(user, row.contract)
)


@require_safe
@visible_to(opens_councils)
def list_trainings(request: HttpRequest) -> HttpResponse:
    contracts = contracts_for(request.user)
    context = {
        "page": page_of(trainings_for(request.user), request),
        "writable": [one for one in contracts if can_edit_contract(request.user, one)],
        "breadcrumb": crumbs(None, _("Formations")),
        "current": CURRENT,
    }
    return render(request, "councils/trainings.html", context)


@require_safe
@visible_to(opens_councils)
def export_trainings(request: HttpRequest, fmt: str) -> HttpResponse:
    return response_of(export_of_trainings(trainings_for(request.user)), fmt, _("formations"))


@require_http_methods(FORM_METHODS)
@login_required
def add_training(request: HttpRequest, slug: str) -> HttpResponse:
    contract = contracts_for(request.user).filter(slug=slug).first()
    if contract is None:
        raise Http404
    require_edit(request.user, contract)
    form = TrainingForm(request.POST or None, attendees=who_may_attend(contract))
    title = _("Ajouter une formation")
    return _answer(request, form, operations.add_training, title, contract=contract)


@require_http_methods(FORM_METHODS)
@to_edit_training
def edit_training(request: HttpRequest, training: Training) -> HttpResponse:
    names = ("theme", "held_on", "hours", "trainer", "place")
    initial = {name: getattr(training, name) for name in names}
    form = TrainingForm(
        request.POST or None,
        attendees=who_may_attend(training.contract),
        initial={**initial, "attendees": training.attendees.all()},
    )
    title = _("Modifier la formation")
    return _answer(request, form, operations.update_training, title, training=training)


def _answer(
    request: HttpRequest,
    form: TrainingForm,
    operation: Any,
    title: str,
    **about: Contract | Training,
) -> HttpResponse:
    back = reverse("councils:trainings")
    if request.method == "POST" and form.is_valid():
        done = do_in_form(
            form,
            operation,
            values=form.as_values(),
            attendees=list(form.cleaned_data["attendees"]),
            by=request.user,
            at=timezone.now(),
            **about,
        )
        if done is not None:
            messages.success(request, _("La formation est enregistrée."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        back=back,
        breadcrumb=_crumbs(title),
        submit=_("Enregistrer"),
        current=CURRENT,
    )


@require_http_methods(FORM_METHODS)
@to_edit_training
def remove_training(request: HttpRequest, training: Training) -> HttpResponse:
    back = reverse("councils:trainings")
    if request.method == "POST":
        do_with_message(
            request,
            operations.remove_training,
            done=_("La formation est supprimée."),
            training=training,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(back)
    title = _("Supprimer «\u00a0%(theme)s\u00a0»\u00a0?") % {"theme": training.theme}
    return confirm_page(
        request,
        title=title,
        text=_("La séance et la liste des présents seront effacées."),
        back=back,
        breadcrumb=_crumbs(title),
        submit=_("Supprimer"),
        current=CURRENT,
        contract=training.contract,
    )


def _crumbs(here: str) -> list[tuple[Any, str]]:
    first = crumbs(None)[0][0]
    return [
        (first, reverse("councils:list")),
        (_("Formations"), reverse("councils:trainings")),
        (here, ""),
    ]
