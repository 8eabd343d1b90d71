from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import activate

from ensemblier.core.pagination import page_of
from ensemblier.portal import queries
from ensemblier.portal.pages import settled_page, visitor_page
from ensemblier.portal.views.access import readable_contract

# When the declaration of accessibility was last checked against the site.
DECLARED_ON = datetime.date(2026, 11, 20)


@settled_page
def home(request: HttpRequest) -> HttpResponse:
    contracts = page_of(queries.home_contracts(), request, size=20)
    today = timezone.localdate()
    context = {
        "contracts": contracts,
        "dates": queries.next_dates(contracts.object_list, today)[:5],
        "today": today,
        "current": "contract",
    }
    return render(request, "portal/home.html", context)


@visitor_page
def legal(request: HttpRequest) -> HttpResponse:
    address_service = urlsplit(settings.ADDRESS_SERVICE_URL).hostname or ""
    tile_host = urlsplit(settings.MAP_TILES_URL).hostname or ""
    context = {
        "installation_contact": settings.INSTALLATION_CONTACT,
        "address_service": address_service,
        "tile_host": tile_host,
        "asks_elsewhere": bool(address_service or tile_host),
    }
    return render(request, "portal/legal.html", context)


@visitor_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/accessibility.html",
        {"installation_contact": settings.INSTALLATION_CONTACT, "declared_on": DECLARED_ON},
    )


@visitor_page
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/robots.txt", content_type="text/plain; charset=utf-8")


@visitor_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """An index: one map for the site, one per contract, since a map may not grow for ever."""
    activate(settings.LANGUAGE_CODE)
    context = {"slugs": queries.public_slugs(), "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@visitor_page
def sitemap_site(request: HttpRequest) -> HttpResponse:
    activate(settings.LANGUAGE_CODE)
    return _sitemap(request, queries.site_addresses())


@visitor_page
def sitemap_contract(request: HttpRequest, contract_slug: str) -> HttpResponse:
    activate(settings.LANGUAGE_CODE)
    return _sitemap(request, queries.contract_addresses(readable_contract(request, contract_slug)))


def _sitemap(request: HttpRequest, addresses: list[str]) -> HttpResponse:
    context = {"addresses": addresses, "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "portal/sitemap_urls.xml", context, content_type="application/xml")
