"""My own account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ensemblier.accounts.models import User
from ensemblier.accounts.requests import SignedInRequest
from ensemblier.contracts.models import ContractRole
from ensemblier.contracts.roles import can_end_role, delegate_role, end_role
from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.notices.operations import set_frequency
from ensemblier.notices.queries import frequency_of
from ensemblier.workspace.forms import (
    DelegationForm,
    EndRoleForm,
    FrequencyForm,
    ProfileForm,
    ReasonForm,
)
from ensemblier.workspace.operations.people import ask_for_deletion, update_person
from ensemblier.workspace.queries.people import lent_by, memberships_of, roles_held


@login_required
@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def _page(request: SignedInRequest, status: int = 200, **forms: Any) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    context = {
        "profile_form": ProfileForm.of(user),
        "frequency_form": FrequencyForm(initial={"frequency": frequency_of(user)}),
        "deletion_form": ReasonForm(),
        "has_password": user.has_usable_password(),
        "has_second_factor": is_mfa_enabled(user),
        "roles": [role for role in roles_held(user) if not role.ends_on or role.ends_on >= today],
        "lent": list(lent_by(user, today)),
        "memberships": list(memberships_of(user)),
        **forms,
    }
    return render(request, "workspace/account.html", context, status=status)


@login_required
@require_POST
def update_profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if form.is_valid():
        do_in_form(
            form,
            update_person,
            person=request.user,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
    if form.errors:
        return _page(request, status=422, profile_form=form)
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("C’est enregistré."))
        return redirect("workspace:account")


@login_required
@require_POST
def choose_frequency(request: SignedInRequest) -> HttpResponse:
    form = FrequencyForm(request.POST)
    if form.is_valid():
        do_in_form(form, set_frequency, user=request.user, by=request.user, **form.cleaned_data)
    if form.errors:
        return _page(request, status=422, frequency_form=form)
    messages.success(request, _("C’est enregistré."))
    return redirect("workspace:account")


@login_required
@require_POST
def ask_deletion(request: SignedInRequest) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, deletion_form=form)
    do_with_message(
        request,
        ask_for_deletion,
        done=_("Votre demande est transmise aux administrateurs."),
        by=request.user,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
    )
    return redirect("workspace:account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lend one of my rights."""
    mine = ContractRole.objects.filter(user=request.user, delegated_from=None)
    role = get_object_or_404(mine.select_related("contract"), pk=pk)
    form = DelegationForm(request.POST or None, initial={"ends_on": role.ends_on})
    if request.method == "POST" and form.is_valid():
        to = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        if to is None:
            form.add_error("email", _("Aucun compte ne porte cette adresse ici."))
        elif do_in_form(
            form,
            delegate_role,
            role=role,
            to=to,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            by=request.user,
            at=timezone.now(),
        ):
            messages.success(request, _("{person} a reçu votre droit.").format(person=to))
            return redirect("workspace:account")
    context = {"form": form, "role": role, "cancel_url": reverse("workspace:account")}
    return render(request, "workspace/delegate.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a right: one's own, one that was lent, or as an administrator of the contract."""
    role = get_object_or_404(
        ContractRole.objects.select_related("contract", "user", "delegated_from"), pk=pk
    )
    if not can_end_role(request.user, role):
        raise Http404
    back = reverse("workspace:account")
    if request.user.pk != role.user_id and role.delegated_from is None:
        back = reverse("workspace:person", args=[role.user_id])
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ends_on, person = form.cleaned_data["ends_on"], role.user
        do_in_form(form, end_role, role=role, ends_on=ends_on, by=request.user, at=timezone.now())
        if not form.errors:
            messages.success(request, _("Le droit de {person} prend fin.").format(person=person))
            return redirect(back)
    context = {"form": form, "role": role, "cancel_url": back}
    return render(request, "workspace/end_role.html", context, status=422 if form.errors else 200)
