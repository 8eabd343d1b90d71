"""Figures of an area, by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import do_in_form, do_with_message
from ensemblier.core.spreadsheets import table_response
from ensemblier.territories import operations
from ensemblier.territories.exports import export_of_statistics
from ensemblier.territories.forms import StatisticForm, initial_of
from ensemblier.territories.models import Area, Statistic
from ensemblier.territories.permissions import require_edit
from ensemblier.territories.views.areas import FORM_METHODS
from ensemblier.territories.views.common import (
    CURRENT,
    area_or_404,
    crumbs,
    for_workers,
    page_of_area,
)
from ensemblier.ui.pages import confirm_page, form_page


@require_http_methods(FORM_METHODS)
@for_workers
def add(request: HttpRequest, key: str) -> HttpResponse:
    require_edit(request.user)
    return _form(request, area_or_404(key), None)


@require_http_methods(FORM_METHODS)
@for_workers
def edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    require_edit(request.user)
    area = area_or_404(key)
    return _form(request, area, get_object_or_404(Statistic, pk=pk, area=area))


def _form(request: HttpRequest, area: Area, statistic: Statistic | None) -> HttpResponse:
    back = page_of_area(area)
    initial = initial_of(statistic) if statistic else None
    form = StatisticForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        recorded = do_in_form(
            form,
            operations.record_statistic,
            area=area,
            statistic=statistic,
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        if recorded is not None:
            messages.success(request, _("Le chiffre est enregistré."))
            return redirect(back)
    title = _("Corriger un chiffre") if statistic else _("Ajouter un chiffre")
    return form_page(
        request,
        form,
        title=title,
        back=back,
        breadcrumb=crumbs((area.name, back), (title, "")),
        submit=_("Enregistrer le chiffre"),
        current=CURRENT,
    )


@require_http_methods(FORM_METHODS)
@for_workers
def remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    require_edit(request.user)
    area = area_or_404(key)
    statistic = get_object_or_404(Statistic.objects.select_related("measure"), pk=pk, area=area)
    back = page_of_area(area)
    if request.method == "POST":
        do_with_message(
            request,
            operations.remove_statistic,
            done=_("Le chiffre est retiré."),
            statistic=statistic,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(back)
    title = _("Retirer ce chiffre\u00a0?")
    return confirm_page(
        request,
        title=title,
        text=_(
            "«\u00a0{what}\u00a0» disparaît de la page\u00a0; sa trace reste dans le journal."
        ).format(what=statistic),
        back=back,
        breadcrumb=crumbs((area.name, back), (title, "")),
        submit=_("Retirer le chiffre"),
        current=CURRENT,
    )


@require_safe
@for_workers
def export(request: HttpRequest, key: str, fmt: str) -> HttpResponse:
    area = area_or_404(key)
    rows = area.statistics.select_related("area", "measure").order_by("measure__code", "-year")
    return table_response(f"{area.name}-{area.key}", fmt, *export_of_statistics(rows))
