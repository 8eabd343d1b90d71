"""Those who offered themselves, for the team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.permissions import edits_some_contract
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.councils import operations
from ensemblier.councils.enums import VolunteerState
from ensemblier.councils.exports.councils import export_of_volunteers
from ensemblier.councils.forms import SeatVolunteerForm
from ensemblier.councils.models import Volunteer
from ensemblier.councils.queries import volunteers_seen_by
from ensemblier.councils.views.common import CURRENT, FORM_METHODS
from ensemblier.ui.pages import confirm_page, form_page, found_by, visible_to


def _found(user: Any, pk: int) -> Volunteer | None:
    return volunteers_seen_by(user, timezone.localdate()).filter(pk=pk).first()


of_volunteer = found_by(_found, "volunteer_pk")
BACK = "councils:volunteers"


def _crumbs(here: str = "") -> list[tuple[Any, str]]:
    trail: list[tuple[Any, str]] = [(_("Conseils citoyens"), reverse("councils:list"))]
    if not here:
        return [*trail, (_("Volontaires"), "")]
    return [*trail, (_("Volontaires"), reverse(BACK)), (here, "")]


@require_safe
@visible_to(edits_some_contract)
def volunteers(request: HttpRequest) -> HttpResponse:
    rows = volunteers_seen_by(request.user, timezone.localdate())
    state = request.GET.get("etat", "")
    if state in VolunteerState.values:
        rows = rows.filter(state=state)
    context = {
        "page": page_of(rows, request),
        "states": [
            {"label": label, "url": f"?etat={value}", "current": value == state}
            for value, label in VolunteerState.choices
        ],
        "state": state,
        "breadcrumb": _crumbs(),
        "current": CURRENT,
    }
    return render(request, "councils/volunteers.html", context)


@require_safe
@visible_to(edits_some_contract)
def export_volunteers(request: HttpRequest, fmt: str) -> HttpResponse:
    rows = volunteers_seen_by(request.user, timezone.localdate())
    state = request.GET.get("etat", "")
    if state in VolunteerState.values:
        rows = rows.filter(state=state)
    return response_of(export_of_volunteers(rows), fmt, _("volontaires"))


@require_http_methods(FORM_METHODS)
@of_volunteer
def seat_volunteer(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    form = SeatVolunteerForm(request.POST or None, volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        seated = do_in_form(
            form,
            operations.seat_volunteer,
            volunteer=volunteer,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if seated is not None:
            messages.success(request, _("La personne siège au conseil."))
            return redirect("councils:council", form.cleaned_data["council"].pk)
    title = _("Donner un siège à %(person)s") % {"person": volunteer}
    return form_page(
        request,
        form,
        title=title,
        back=reverse(BACK),
        breadcrumb=_crumbs(title),
        submit=_("Donner le siège"),
        current=CURRENT,
        contract=volunteer.contract,
    )


@require_http_methods(["POST"])
@of_volunteer
def keep_for_draw(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    do_with_message(
        request,
        operations.keep_for_draw,
        done=_("La personne est dans la liste du prochain tirage."),
        volunteer=volunteer,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(BACK)


@require_http_methods(["POST"])
@of_volunteer
def decline_volunteer(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    do_with_message(
        request,
        operations.decline_volunteer,
        done=_("C’est noté\u00a0: pas de suite."),
        volunteer=volunteer,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(BACK)


@require_http_methods(FORM_METHODS)
@of_volunteer
def forget_volunteer(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    if request.method == "POST":
        do_with_message(
            request,
            operations.forget_volunteer,
            done=_("Les réponses de cette personne sont effacées."),
            volunteer=volunteer,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(BACK)
    title = _("Effacer %(person)s\u00a0?") % {"person": volunteer}
    return confirm_page(
        request,
        title=title,
        text=_("Tout ce que cette personne a écrit sera effacé\u00a0: c’est définitif."),
        back=reverse(BACK),
        breadcrumb=_crumbs(title),
        submit=_("Effacer"),
        current=CURRENT,
        contract=volunteer.contract,
    )
