"""The list of organizations and the page of each."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.exceptions import Refused
from ensemblier.core.http import dated_stem, do_in_form, do_with_message, put_in_form
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.organizations import operations
from ensemblier.organizations.exports import export_of_organizations
from ensemblier.organizations.filters import OrganizationFilter
from ensemblier.organizations.forms import CloseForm, OrganizationForm
from ensemblier.organizations.models import Organization
from ensemblier.organizations.permissions import (
    can_edit_file,
    can_edit_organizations,
    can_manage_people,
    can_view_organizations,
    require_edit,
    require_edit_file,
)
from ensemblier.organizations.queries import listed_organizations, organization_file
from ensemblier.organizations.views.common import (
    CURRENT,
    crumbs,
    current_for,
    for_its_people,
    for_workers,
    organization_or_404,
)
from ensemblier.ui.pages import confirm_page, form_page


def _filtered(request: HttpRequest) -> OrganizationFilter:
    return OrganizationFilter(request.GET, listed_organizations(), request=request)


@require_safe
@for_workers
def list_organizations(request: HttpRequest) -> HttpResponse:
    filtered = _filtered(request)
    context = {
        "filter": filtered,
        "page": page_of(filtered.qs, request),
        "can_edit": can_edit_organizations(request.user),
        "is_filtered": any(request.GET.get(name) for name in filtered.filters),
        "breadcrumb": crumbs(request.user),
        "current": CURRENT,
    }
    return render(request, "organizations/list.html", context)


@require_safe
@for_workers
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    columns, rows = export_of_organizations(_filtered(request).qs)
    return table_response(dated_stem(_("structures"), day=timezone.localdate()), fmt, columns, rows)


@require_safe
@for_its_people
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`?le=2025-01-31` shows the file as it was that day."""
    organization = organization_or_404(pk)
    if organization.merged_into:
        messages.info(
            request,
            _("«\u00a0%(name)s\u00a0» a été réunie à cette structure.")
            % {"name": organization.name},
        )
        return redirect(organization.merged_into)
    on = _day_asked(request)
    context = {
        "file": organization_file(organization, request.user, on),
        "organization": organization,
        "on": on,
        "is_today": on == timezone.localdate(),
        "can_edit": can_edit_file(request.user, pk),
        "can_manage_people": can_manage_people(request.user, pk),
        "is_team": can_edit_organizations(request.user),
        "is_worker": can_view_organizations(request.user),
        "breadcrumb": crumbs(request.user, organization),
        "current": current_for(request.user),
    }
    return render(request, "organizations/detail.html", context)


def _day_asked(request: HttpRequest) -> datetime.date:
    typed = request.GET.get("le", "")
    try:
        asked = parse_date(typed)
    except ValueError:
        asked = None
    if typed and asked is None:
        messages.error(
            request,
            _("«\u00a0%(typed)s\u00a0» n’est pas une date\u00a0: voici la structure aujourd’hui.")
            % {"typed": typed[:40]},
        )
    return asked or timezone.localdate()


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def create(request: HttpRequest) -> HttpResponse:
    require_edit(request.user)
    form = OrganizationForm(request.POST or None)
    known: Organization | None = None
    if request.method == "POST":
        if form.is_meant:
            form.ask_whether_meant()
        if form.is_valid():
            made, known = _create(form, request)
            if made:
                messages.success(request, _("La structure est créée."))
                return redirect(made)
    return _edit_page(
        request,
        form,
        known,
        title=_("Nouvelle structure"),
        back=reverse("organizations:list"),
        breadcrumb=crumbs(request.user, here=_("Nouvelle structure")),
        submit=_("Créer la structure"),
    )


def _create(
    form: OrganizationForm, request: HttpRequest
) -> tuple[Organization | None, Organization | None]:
    """(the new one, the one already known)."""
    values = {name: form.cleaned_data[name] for name in operations.EDITABLE_FIELDS}
    try:
        made = operations.create_organization(
            values=values,
            by=request.user,  # type: ignore[arg-type]
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
    return made, None


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_people
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit_file(request.user, pk)
    organization = organization_or_404(pk)
    form = OrganizationForm(request.POST or None, instance=organization_or_404(pk))
    known: Organization | None = None
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in operations.EDITABLE_FIELDS}
        try:
            operations.update_organization(
                organization=organization,
                values=values,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except operations.AlreadyKnown as refusal:
            put_in_form(form, refusal)
            known = refusal.organization
        except Refused as refusal:
            put_in_form(form, refusal)
        else:
            messages.success(request, _("Les changements sont enregistrés."))
            return redirect(organization)
    return _edit_page(
        request,
        form,
        known,
        title=_("Modifier %(name)s") % {"name": organization.label},
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(request.user, organization, _("Modifier")),
        submit=_("Enregistrer"),
    )


def _edit_page(
    request: HttpRequest, form: OrganizationForm, known: Organization | None, **page: Any
) -> HttpResponse:
    current = current_for(request.user)
    return form_page(
        request, form, current=current, known=known, template="organizations/form.html", **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def close(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit(request.user)
    organization = organization_or_404(pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closed = do_in_form(
            form,
            operations.close_organization,
            organization=organization,
            on=form.cleaned_data["on"],
            by=request.user,
            at=timezone.now(),
        )
        if closed:
            messages.success(request, _("La structure est fermée. Vous pouvez la rouvrir."))
            return redirect(organization)
    return form_page(
        request,
        form,
        title=_("Fermer %(name)s") % {"name": organization.label},
        lead=_(
            "La structure garde son histoire et n’est plus proposée dans les listes de choix. "
            "Vous pourrez la rouvrir."
        ),
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(request.user, organization, _("Fermer")),
        submit=_("Fermer la structure"),
        current=CURRENT,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_workers
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    require_edit(request.user)
    organization = organization_or_404(pk)
    if request.method == "POST":
        do_with_message(
            request,
            operations.reopen_organization,
            organization=organization,
            by=request.user,
            at=timezone.now(),
            done=_("La structure est de nouveau en activité."),
        )
        return redirect(organization)
    return confirm_page(
        request,
        title=_("Rouvrir %(name)s") % {"name": organization.label},
        text=_("La structure sera de nouveau proposée dans les listes de choix."),
        back=organization.get_absolute_url(),
        breadcrumb=crumbs(request.user, organization, _("Rouvrir")),
        submit=_("Rouvrir la structure"),
        submit_kind="primary",
        current=CURRENT,
    )
