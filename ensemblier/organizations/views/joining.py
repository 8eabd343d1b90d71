"""My organization: finding it, opening its file, asking to join it, answering who asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.requests import SignedInRequest
from ensemblier.core.exceptions import Refused
from ensemblier.core.http import do_in_form, do_with_message, put_in_form
from ensemblier.core.pagination import page_of
from ensemblier.organizations import operations
from ensemblier.organizations.enums import JoinState
from ensemblier.organizations.forms import FindForm, JoinForm, OpenOwnForm, RefusalForm
from ensemblier.organizations.models import JoinRequest, Organization
from ensemblier.organizations.permissions import (
    can_edit_organizations,
    organizations_of,
    require_edit,
    require_manage_people,
)
from ensemblier.organizations.queries import (
    found_to_join,
    places_of,
    requests_of,
    waiting_requests,
)
from ensemblier.organizations.views.common import (
    CURRENT,
    MINE,
    crumbs,
    current_for,
    for_its_people,
    for_workers,
    organization_or_404,
)
from ensemblier.ui.pages import form_page


@require_safe
@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """Straight to the file when there is one only and nothing is waiting."""
    places = places_of(request.user, timezone.localdate())
    asked = list(requests_of(request.user))
    if len({place.organization_id for place in places}) == 1 and not asked:
        return redirect(places[0].organization)
    context = {"places": places, "requests": asked, "current": MINE}
    return render(request, "organizations/mine.html", context)


@require_safe
@login_required
def find(request: SignedInRequest) -> HttpResponse:
    form = FindForm(request.GET if "q" in request.GET else None)
    found: list[Organization] = []
    if form.is_bound and form.is_valid():
        try:
            found = found_to_join(form.cleaned_data["q"])
        except ValidationError as error:
            form.add_error("q", error)
    context = {
        "form": form,
        "found": found,
        "is_searched": form.is_bound and not form.errors,
        "mine": organizations_of(request.user),
        "breadcrumb": _crumbs(_("Chercher ma structure")),
        "current": MINE,
    }
    return render(request, "organizations/find.html", context)


def _crumbs(here: str) -> list[tuple[Any, str]]:
    return [(_("Ma structure"), reverse("organizations:mine")), (here, "")]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Organization.objects.filter(is_active=True, merged_into__isnull=True)
    organization = get_object_or_404(rows, pk=pk)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = do_in_form(
            form,
            operations.ask_to_join,
            organization=organization,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if asked:
            return _after_asking(request, asked)
    return form_page(
        request,
        form,
        title=_("Rejoindre %(name)s") % {"name": organization.label},
        lead=_("Une personne de la structure, ou l’équipe du contrat, vous répondra."),
        back=reverse("organizations:find"),
        breadcrumb=_crumbs(_("Rejoindre une structure")),
        submit=_("Demander à la rejoindre"),
        current=MINE,
    )


def _after_asking(request: SignedInRequest, asked: JoinRequest) -> HttpResponse:
    if asked.state == JoinState.PROVISIONAL:
        messages.success(
            request,
            _("Vous faites partie de cette structure. L’équipe du contrat le vérifiera."),
        )
        return redirect(asked.organization)
    messages.success(request, _("Votre demande est envoyée. La réponse arrivera par courriel."))
    return redirect("organizations:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_own(request: SignedInRequest) -> HttpResponse:
    form = OpenOwnForm(request.POST or None)
    known: Organization | None = None
    if request.method == "POST":
        if form.is_meant:
            form.ask_whether_meant()
        if form.is_valid():
            asked, known = _open(form, request)
            if asked:
                return _after_asking(request, asked)
    return form_page(
        request,
        form,
        title=_("Créer ma structure"),
        lead=_("L’essentiel suffit pour commencer\u00a0: vous compléterez plus tard."),
        back=reverse("organizations:find"),
        breadcrumb=_crumbs(_("Créer ma structure")),
        submit=_("Créer ma structure"),
        current=MINE,
        known=known,
        template="organizations/open_own.html",
    )


def _open(
    form: OpenOwnForm, request: SignedInRequest
) -> tuple[JoinRequest | None, Organization | None]:
    """(the request, the file already known)."""
    values = dict(form.cleaned_data)
    values.pop("same_name_is_meant", None)
    role, title = values.pop("role"), values.pop("title")
    try:
        asked = operations.open_own_organization(
            values=values,
            role=role,
            title=title,
            by=request.user,
            at=timezone.now(),
            same_name_is_meant=form.is_meant,
        )
    except operations.AlreadyKnown as refusal:
        put_in_form(form, refusal)
        if refusal.field == "name":
            form.ask_whether_meant()
        return None, refusal.organization
    except Refused as refusal:
        put_in_form(form, refusal)
        return None, None
    return asked, None


@require_safe
@for_workers
def waiting(request: SignedInRequest) -> HttpResponse:
    require_edit(request.user)
    context = {
        "page": page_of(waiting_requests(), request),
        "is_team": True,
        "breadcrumb": crumbs(request.user, here=_("Demandes")),
        "current": CURRENT,
    }
    return render(request, "organizations/requests.html", context)


@require_POST
@for_its_people
def accept(request: SignedInRequest, pk: int, request_pk: int) -> HttpResponse:
    require_manage_people(request.user, pk)
    asked = _request_or_404(pk, request_pk)
    do_with_message(
        request,
        operations.accept_request,
        join_request=asked,
        by=request.user,
        at=timezone.now(),
        done=_("%(person)s fait partie de la structure.") % {"person": asked.user},
    )
    return redirect(_back(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def refuse(request: SignedInRequest, pk: int, request_pk: int) -> HttpResponse:
    require_manage_people(request.user, pk)
    asked = _request_or_404(pk, request_pk)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = do_in_form(
            form,
            operations.refuse_request,
            join_request=asked,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if refused:
            messages.success(request, _("La demande est refusée\u00a0; la personne est prévenue."))
            return redirect(_back(request, pk))
    return form_page(
        request,
        form,
        title=_("Refuser la demande de %(person)s") % {"person": asked.user},
        lead=asked.organization.name,
        back=_back(request, pk),
        breadcrumb=crumbs(request.user, asked.organization, _("Refuser")),
        submit=_("Refuser la demande"),
        current=current_for(request.user),
    )


def _request_or_404(pk: int, request_pk: int) -> JoinRequest:
    rows = JoinRequest.objects.select_related("user", "organization")
    return get_object_or_404(rows, pk=request_pk, organization=pk)


def _back(request: SignedInRequest, pk: int) -> str:
    if can_edit_organizations(request.user):
        return reverse("organizations:requests")
    return organization_or_404(pk).get_absolute_url()


@require_POST
@login_required
def withdraw(request: SignedInRequest, request_pk: int) -> HttpResponse:
    asked = get_object_or_404(JoinRequest, pk=request_pk, user=request.user)
    do_with_message(
        request,
        operations.withdraw_request,
        join_request=asked,
        by=request.user,
        at=timezone.now(),
        done=_("Votre demande est retirée."),
    )
    return redirect("organizations:mine")
