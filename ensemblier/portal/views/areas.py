from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.contracts.exports import response_of
from ensemblier.core.pagination import page_of
from ensemblier.portal import queries
from ensemblier.portal.draws import draws_of_area
from ensemblier.portal.exports import export_of_neighbourhoods
from ensemblier.portal.forms import AddressForm, PointForm
from ensemblier.portal.fund import funds_of_area
from ensemblier.portal.money import money_of_areas
from ensemblier.portal.pages import settled_page, visitor_page
from ensemblier.portal.qr import qr_code
from ensemblier.territories import addresses
from ensemblier.territories.models import Area
from ensemblier.territories.queries import PointCard, find_area, locate_point


@settled_page
def area_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    typed = typed_in(request)
    areas = page_of(queries.neighbourhoods(typed, today), request)
    context = {
        "areas": areas,
        "rows": [(area, queries.communes_of(area)) for area in areas],
        "features": queries.features_of(areas.object_list, today),
        "typed": typed,
        "current": "areas",
    }
    return render(request, "portal/areas.html", context)


def typed_in(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:200].replace("\x00", "").strip()


@visitor_page
def areas_export(request: HttpRequest, fmt: str) -> HttpResponse:
    found = queries.neighbourhoods(typed_in(request), timezone.localdate())
    return response_of(export_of_neighbourhoods(found), fmt, _("quartiers"))


@settled_page
def area(request: HttpRequest, key: str) -> HttpResponse:
    """«Mon quartier»; communes and EPCI have the same page, simpler."""
    area = find_area(key)
    if area is None:
        raise Http404(_("Ce territoire n’existe pas."))
    address = request.build_absolute_uri(area.get_absolute_url())
    page = queries.area_page(area, timezone.localdate())
    context = {
        "area": area,
        "page": page,
        "money": money_of_areas({area.pk, *(part.pk for part in page.card.parts)}),
        "funds": funds_of_area(area, timezone.now()),
        "draws": draws_of_area(area),
        "address": address,
        "qr_code": qr_code(address),
        "current": "areas",
    }
    return render(request, "portal/area.html", context)


@dataclass
class Answer:
    """What the page says back: a point, a commune, or a sentence on what went wrong."""

    point: PointCard | None = None
    place: str = ""
    commune: Area | None = None
    trouble: str = ""


@visitor_page
def locate(request: HttpRequest) -> HttpResponse:
    """By address, by coordinates or by commune: whichever the address bar holds first."""
    today = timezone.localdate()
    asked = request.GET
    address_form = AddressForm(asked if "adresse" in asked else None)
    point_form = PointForm(asked if asked.keys() & {"lat", "lon"} else None)
    answer = Answer()
    if address_form.is_bound and addresses.is_configured() and address_form.is_valid():
        answer = answer_to_address(address_form.cleaned_data["adresse"])
    elif point_form.is_bound and point_form.is_valid():
        point = point_form.cleaned_data
        answer = Answer(locate_point(point["lon"], point["lat"], today))
    elif asked.get("commune"):
        answer = answer_to_commune(asked["commune"])
    context = {
        "answer": answer,
        "communes": queries.communes_with_neighbourhoods(today),
        "address_form": address_form if addresses.is_configured() else None,
        "point_form": point_form,
        "features": queries.map_around(answer.point, answer.commune, today),
        "current": "locate",
    }
    return render(request, "portal/locate.html", context)


def answer_to_address(typed: str) -> Answer:
    try:
        found = addresses.find_address(typed)
    except addresses.ServiceUnavailable:
        return Answer(
            trouble=_(
                "Le service national des adresses ne répond pas. "
                "Choisissez votre commune, ou réessayez plus tard."
            )
        )
    if found is None:
        return Answer(trouble=_("Cette adresse est inconnue. Vérifiez la rue, ajoutez la commune."))
    return Answer(locate_point(found.lon, found.lat, timezone.localdate()), found.label)


def answer_to_commune(code: str) -> Answer:
    commune = find_area(code)
    if commune is None or commune.kind != "commune":
        return Answer(trouble=_("Cette commune est inconnue ici."))
    return Answer(commune=commune)
