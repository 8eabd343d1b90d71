"""People of an organization."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.core.http import do_in_form
from ensemblier.organizations import operations
from ensemblier.organizations.forms import EndForm, MembershipForm, OwnMembershipForm
from ensemblier.organizations.models import Membership
from ensemblier.organizations.permissions import (
    can_edit_organizations,
    can_view_file,
    require_manage_people,
)
from ensemblier.organizations.views.common import (
    crumbs,
    current_for,
    for_its_people,
    organization_or_404,
)
from ensemblier.ui.pages import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def add(request: HttpRequest, pk: int) -> HttpResponse:
    require_manage_people(request.user, pk)
    organization = organization_or_404(pk)
    form_class = MembershipForm if can_edit_organizations(request.user) else OwnMembershipForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = do_in_form(
            form,
            operations.add_member,
            organization=organization,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if added:
            messages.success(
                request, _("%(person)s est dans la structure.") % {"person": added.user}
            )
            return redirect(f"{organization.get_absolute_url()}#personnes")
    return form_page(
        request,
        form,
        title=_("Ajouter une personne"),
        lead=organization.name,
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(request.user, organization, _("Ajouter une personne")),
        submit=_("Ajouter la personne"),
        current=current_for(request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    organization = organization_or_404(pk)
    membership = get_object_or_404(
        Membership.objects.select_related("user"), pk=membership_pk, organization=organization
    )
    if membership.user_id != request.user.pk:
        require_manage_people(request.user, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ended = do_in_form(
            form,
            operations.end_membership,
            membership=membership,
            on=form.cleaned_data["on"],
            by=request.user,
            at=timezone.now(),
        )
        if ended:
            messages.success(request, _("La fin de cette fonction est enregistrée."))
            if not can_view_file(request.user, pk):
                return redirect("organizations:mine")
            return redirect(f"{organization.get_absolute_url()}#personnes")
    return form_page(
        request,
        form,
        title=_("Fin de fonction de %(person)s") % {"person": membership.user},
        lead=_("La personne reste dans l’histoire de la structure."),
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(request.user, organization, _("Fin de fonction")),
        submit=_("Enregistrer la fin"),
        current=current_for(request.user),
    )
