"""People and what they may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.models import User
from ensemblier.accounts.requests import SignedInRequest
from ensemblier.audit.queries import history_of
from ensemblier.contracts.permissions import is_administrator
from ensemblier.contracts.roles import grant_role
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.workspace import exports
from ensemblier.workspace.filters import PersonFilter
from ensemblier.workspace.forms import NewPersonForm, PersonForm, ReasonForm, RoleForm
from ensemblier.workspace.operations.access import open_access
from ensemblier.workspace.operations.people import (
    deactivate_person,
    reactivate_person,
    set_administrator,
    update_person,
)
from ensemblier.workspace.permissions import (
    administered_contracts,
    people_for,
    require_rights_opener,
)
from ensemblier.workspace.queries.people import memberships_of, roles_held, with_roles


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    person_filter = _found(request)
    context = {
        "filter": person_filter,
        "page": page_of(person_filter.qs, request),
        "today": timezone.localdate(),
        "is_administrator": is_administrator(request.user),
        "current": "people",
    }
    return render(request, "workspace/people.html", context)


@login_required
@require_safe
def export(request: SignedInRequest, fmt: str) -> HttpResponse:
    return table_response(_("personnes"), fmt, exports.columns(), exports.rows(_found(request).qs))


def _found(request: SignedInRequest) -> PersonFilter:
    require_rights_opener(request.user)
    rows = with_roles(
        people_for(request.user), administered_contracts(request.user), timezone.localdate()
    )
    return PersonFilter(request.GET or None, queryset=rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request: SignedInRequest) -> HttpResponse:
    require_rights_opener(request.user)
    form = NewPersonForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        person = do_in_form(
            form, open_access, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        if person is not None:
            messages.success(request, _sentence_about(person))
            return redirect("workspace:person", person.pk)
    context = {"form": form, "current": "people", "cancel_url": reverse("workspace:people")}
    return render(
        request, "workspace/person_create.html", context, status=422 if form.errors else 200
    )


def _sentence_about(person: User) -> str:
    if person.email:
        return _("{person} reçoit un courriel qui explique comment entrer.").format(person=person)
    return _("{person} est dans la liste, sans compte.").format(person=person)


def _person(request: SignedInRequest, pk: int) -> User:
    require_rights_opener(request.user)
    return get_object_or_404(people_for(request.user), pk=pk)


@login_required
@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _person(request, pk))


def _page(request: SignedInRequest, shown: User, status: int = 200, **forms: Any) -> HttpResponse:
    administers_all = is_administrator(request.user)
    contracts = None if administers_all else administered_contracts(request.user)
    context = {
        "person": shown,
        "way_here": [(_("Personnes"), reverse("workspace:people")), (str(shown), "")],
        "roles": list(roles_held(shown, contracts)),
        "memberships": list(memberships_of(shown)),
        "history": list(history_of(shown)[:10]) if administers_all else [],
        "role_form": RoleForm(by=request.user),
        "person_form": PersonForm.of(shown),
        "state_form": ReasonForm(),
        "is_administrator": administers_all,
        "is_oneself": shown == request.user,
        "today": timezone.localdate(),
        "current": "people",
        **forms,
    }
    return render(request, "workspace/person.html", context, status=status)


@login_required
@require_POST
def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _person(request, pk)
    form = PersonForm.of(shown, request.POST)
    if form.is_valid():
        do_in_form(
            form,
            update_person,
            person=shown,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
    if form.errors:
        return _page(request, shown, status=422, person_form=form)
    messages.success(request, _("C’est enregistré."))
    return redirect("workspace:person", pk)


@login_required
@require_POST
def role_grant(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _person(request, pk)
    form = RoleForm(request.POST, by=request.user)
    if form.is_valid():
        do_in_form(
            form, grant_role, user=shown, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    if form.errors:
        return _page(request, shown, status=422, role_form=form)
    messages.success(request, _("{person} a reçu ce droit.").format(person=shown))
    return redirect("workspace:person", pk)


@login_required
@require_POST
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change_state(
        request, pk, deactivate_person, _("Le compte est désactivé et ses sessions fermées.")
    )


@login_required
@require_POST
def reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    return _change_state(request, pk, reactivate_person, _("Le compte est de nouveau actif."))


def _change_state(
    request: SignedInRequest, pk: int, operation: Callable[..., User], done: str
) -> HttpResponse:
    shown = _person(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, status=422, state_form=form)
    do_with_message(
        request,
        operation,
        done=done,
        person=shown,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect("workspace:person", pk)


@login_required
@require_POST
def administrator(request: SignedInRequest, pk: int) -> HttpResponse:
    """«value» is 1 to give the installation, 0 to take it back."""
    do_with_message(
        request,
        set_administrator,
        done=_("C’est fait."),
        person=_person(request, pk),
        is_administrator=request.POST.get("value") == "1",
        by=request.user,
        at=timezone.now(),
    )
    request.user.refresh_from_db()
    if not is_administrator(request.user):
        return redirect("workspace:home")
    return redirect("workspace:person", pk)
