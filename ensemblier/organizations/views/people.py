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
from ensemblier.organizations.forms import EndForm, MembershipForm
from ensemblier.organizations.models import Membership
from ensemblier.organizations.permissions import require_edit
from ensemblier.organizations.views.common import (
    CURRENT,
    crumbs,
    for_workers,
    organization_or_404,
)
from ensemblier.ui.pages import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def add(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit(request.user)
    organization = organization_or_404(pk)
    form = MembershipForm(request.POST or None)
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
        breadcrumb=crumbs(organization, _("Ajouter une personne")),
        submit=_("Ajouter la personne"),
        current=CURRENT,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    require_edit(request.user)
    organization = organization_or_404(pk)
    membership = get_object_or_404(
        Membership.objects.select_related("user"), pk=membership_pk, organization=organization
    )
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
            return redirect(f"{organization.get_absolute_url()}#personnes")
    return form_page(
        request,
        form,
        title=_("Fin de fonction de %(person)s") % {"person": membership.user},
        lead=_("La personne reste dans l’histoire de la structure."),
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(organization, _("Fin de fonction")),
        submit=_("Enregistrer la fin"),
        current=CURRENT,
    )
