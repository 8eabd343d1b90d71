"""Which neighbourhood a point, an address or a whole file of points is in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.http import download, filename, put_in_form
from ensemblier.core.spreadsheets import Sheet, open_table, write_csv, write_xlsx
from ensemblier.files.checks import check_upload
from ensemblier.files.enums import TABLES
from ensemblier.territories import addresses
from ensemblier.territories.enums import AreaKind, Generation
from ensemblier.territories.forms import AddressForm, PointForm, PointsForm
from ensemblier.territories.models import Area
from ensemblier.territories.points import locate_table
from ensemblier.territories.queries import (
    PointCard,
    areas_map,
    current_locator,
    locate_point,
    valid_on,
)
from ensemblier.territories.views.areas import FORM_METHODS
from ensemblier.territories.views.common import CURRENT, crumbs, for_workers

MAX_BYTES = 20 * 1024 * 1024
# Beyond, a map of all neighbourhoods weighs more than it helps.
MAX_ON_MAP = 60


@require_http_methods(FORM_METHODS)
@for_workers
def locate(request: HttpRequest) -> HttpResponse:
    """GET answers for one point or address; POST sends a file back with its answers."""
    points_form = PointsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and points_form.is_valid():
        try:
            return _located_file(points_form.cleaned_data["file"])
        except InvalidInput as refusal:
            put_in_form(points_form, InvalidInput(str(refusal), field="file"))
    asked = request.GET
    point_form = PointForm(asked if asked.keys() & {"lat", "lon"} else None)
    address_form = AddressForm(asked if "adresse" in asked else None)
    answer, label, trouble = _answer(point_form, address_form)
    context = {
        "answer": answer,
        "label": label,
        "tone": "ok" if answer and answer.is_inside else "info",
        "trouble": trouble,
        "point_form": point_form,
        "address_form": address_form if addresses.is_configured() else None,
        "points_form": points_form,
        "features": _features(answer),
        "breadcrumb": crumbs((_("Situer un point"), "")),
        "current": CURRENT,
    }
    return render(request, "territories/locate.html", context)


def _answer(point_form: PointForm, address_form: AddressForm) -> tuple[PointCard | None, str, str]:
    """(answer, the address found, what went wrong)."""
    today = timezone.localdate()
    if address_form.is_bound and address_form.is_valid():
        try:
            found = addresses.find_address(address_form.cleaned_data["adresse"])
        except addresses.ServiceUnavailable:
            return (
                None,
                "",
                _(
                    "Le service national des adresses ne répond pas. Cliquez sur la carte ou "
                    "donnez des coordonnées."
                ),
            )
        if found is None:
            return None, "", _("Cette adresse est inconnue. Vérifiez la rue, ajoutez la commune.")
        return locate_point(found.lon, found.lat, today), found.label, ""
    if point_form.is_bound and point_form.is_valid():
        point = point_form.cleaned_data
        return locate_point(float(point["lon"]), float(point["lat"]), today), "", ""
    return None, "", ""


def _features(answer: PointCard | None) -> list[dict[str, object]]:
    today = timezone.localdate()
    drawn = Area.objects.filter(valid_on(today), kind=AreaKind.QPV, generation=Generation.G2024)
    around = (
        [area for area in (answer.qpv, answer.nearest, answer.commune) if area] if answer else []
    )
    areas = around or list(drawn.order_by("name")[: MAX_ON_MAP + 1])
    if len(areas) > MAX_ON_MAP:
        return []
    features = areas_map(areas, today)
    for feature in features:
        if answer and answer.commune and feature["url"] == answer.commune.get_absolute_url():
            feature["tone"] = "context"
    if answer and (answer.qpv or answer.nearest):
        point = {"type": "Point", "coordinates": [answer.lon, answer.lat]}
        features.append({"geometry": point, "name": _("le point"), "url": "", "tone": "wait"})
    return features


def _located_file(uploaded: object) -> HttpResponse:
    name = str(uploaded.name or "points.csv")  # type: ignore[attr-defined]
    check_upload(uploaded, name, TABLES, MAX_BYTES)  # type: ignore[arg-type]
    table = open_table(uploaded, max_bytes=MAX_BYTES, keeps_empty_rows=True)  # type: ignore[arg-type]
    located = locate_table(table, current_locator(timezone.localdate()))
    stem = name.rpartition(".")[0]
    if table.is_workbook:
        content = write_xlsx(Sheet(_("points"), located.columns, located.rows))
        return download(content, filename(stem, _("situé"), extension="xlsx"))
    content = write_csv(located.columns, located.rows, table.separator)
    return download(content, filename(stem, _("situé"), extension="csv"))
