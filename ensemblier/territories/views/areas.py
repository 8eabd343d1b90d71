"""The list of territories and the page of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ensemblier.core.http import dated_stem, do_in_form, download
from ensemblier.core.pagination import page_of
from ensemblier.core.spreadsheets import table_response
from ensemblier.territories import exports, operations
from ensemblier.territories.enums import AreaKind
from ensemblier.territories.forms import AreaForm, FilterForm, SentencesForm
from ensemblier.territories.models import Area
from ensemblier.territories.permissions import can_edit_territories, require_edit
from ensemblier.territories.queries import area_card, area_rows, areas_map
from ensemblier.territories.queries.areas import row_of
from ensemblier.territories.views.common import (
    CURRENT,
    area_or_404,
    crumbs,
    for_workers,
    page_of_area,
)
from ensemblier.territories.wording import figure_text
from ensemblier.ui.pages import form_page

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@for_workers
def list_areas(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = page_of(area_rows(form.filters()), request)
    context = {
        "form": form,
        "page": page,
        "rows": [row_of(area) for area in page.object_list],
        "features": _linked(areas_map(page.object_list, timezone.localdate()), page.object_list),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "can_edit": can_edit_territories(request.user),
        "current": CURRENT,
    }
    return render(request, "territories/list.html", context)


def _linked(features: list[dict[str, Any]], areas: Any) -> list[dict[str, Any]]:
    """On this side of the house, a shape leads to the page of the workspace."""
    pages = {area.get_absolute_url(): page_of_area(area) for area in areas}
    return [feature | {"url": pages[feature["url"]]} for feature in features]


@require_safe
@for_workers
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    today = timezone.localdate()
    areas = area_rows(FilterForm(request.GET).filters())
    stem = dated_stem(_("territoires"), day=today)
    if fmt == "geojson":
        return download(exports.geojson_of_areas(areas, today), f"{stem}.geojson")
    if fmt not in {"csv", "xlsx"}:
        raise Http404
    return table_response(stem, fmt, *exports.export_of_areas(areas))


@require_safe
@for_workers
def detail(request: HttpRequest, key: str) -> HttpResponse:
    area = area_or_404(key)
    statistics = area.statistics.select_related("measure").order_by("measure__label", "-year")
    context = {
        "area": area,
        "card": area_card(area, timezone.localdate()),
        "statistics": [(one, figure_text(one.value, one.measure)) for one in statistics],
        "can_edit": can_edit_territories(request.user),
        "is_without_code": area.kind == AreaKind.OTHER,
        "breadcrumb": crumbs((area.name, "")),
        "current": CURRENT,
    }
    return render(request, "territories/detail.html", context)


@require_http_methods(FORM_METHODS)
@for_workers
def create(request: HttpRequest) -> HttpResponse:
    require_edit(request.user)
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        area = do_in_form(
            form, operations.create_area, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        if area is not None:
            messages.success(request, _("Le secteur est créé."))
            return redirect(page_of_area(area))
    return form_page(
        request,
        form,
        title=_("Créer un secteur sans code"),
        lead=_(
            "Pour un lieu que le contrat soutient sans qu’il soit un quartier prioritaire. "
            "Les quartiers, les communes et les intercommunalités viennent des fichiers officiels."
        ),
        back=crumbs((None, ""))[0][1],
        breadcrumb=crumbs((_("Créer un secteur"), "")),
        submit=_("Créer le secteur"),
        current=CURRENT,
    )


@require_http_methods(FORM_METHODS)
@for_workers
def edit(request: HttpRequest, key: str) -> HttpResponse:
    require_edit(request.user)
    area = area_or_404(key)
    if area.kind != AreaKind.OTHER:
        raise Http404
    return _change(request, area, AreaForm, operations.edit_area, _("Modifier le secteur"))


@require_http_methods(FORM_METHODS)
@for_workers
def describe(request: HttpRequest, key: str) -> HttpResponse:
    require_edit(request.user)
    return _change(
        request,
        area_or_404(key),
        SentencesForm,
        operations.describe_area,
        _("Trois phrases pour les habitants"),
    )


def _change(
    request: HttpRequest, area: Area, form_class: Any, operation: Any, title: str
) -> HttpResponse:
    back = page_of_area(area)
    form = form_class(request.POST or None, instance=area)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = do_in_form(
            form, operation, area=area, by=request.user, at=timezone.now(), **given
        )
        if changed is not None:
            messages.success(request, _("Les changements sont enregistrés."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        back=back,
        breadcrumb=crumbs((area.name, back), (title, "")),
        submit=_("Enregistrer"),
        current=CURRENT,
    )
