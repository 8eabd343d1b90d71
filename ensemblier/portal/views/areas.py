from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ensemblier.core.pagination import page_of
from ensemblier.portal import queries
from ensemblier.portal.pages import visitor_page


@visitor_page
def area_list(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    areas = page_of(queries.neighbourhoods(typed, timezone.localdate()), request)
    for one in areas.object_list:
        one.communes = queries.communes_of(one)
    context = {
        "areas": areas,
        "features": queries.features_of(areas.object_list),
        "typed": typed,
        "current": "areas",
    }
    return render(request, "portal/areas.html", context)


@visitor_page
def area(request: HttpRequest, key: str) -> HttpResponse:
    one = queries.area_of_key(key)
    if one is None:
        raise Http404(_("Ce territoire n’existe pas."))
    return render(request, "portal/area.html", {"area": one, "current": "areas"})


@visitor_page
def locate(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/locate.html", {"current": "locate"})
