from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import activate
from django.views.decorators.http import require_safe

from ensemblier.core.pagination import page_of
from ensemblier.portal import queries
from ensemblier.portal.views.access import readable_contract

# When the declaration of accessibility was last checked against the site.
DECLARED_ON = datetime.date(2026, 11, 20)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    contracts = page_of(queries.public_contracts(), request, size=20)
    context = {
        "contracts": contracts,
        "dates": queries.next_dates(contracts.object_list, timezone.localdate())[:5],
        "current": "contract",
    }
    return render(request, "portal/home.html", context)


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portal/legal.html", {"installation_contact": settings.INSTALLATION_CONTACT}
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/accessibility.html",
        {"installation_contact": settings.INSTALLATION_CONTACT, "declared_on": DECLARED_ON},
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """An index: one map for the site, one per contract, since a map may not grow for ever."""
    activate(settings.LANGUAGE_CODE)
    context = {"slugs": queries.public_slugs(), "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@require_safe
def sitemap_site(request: HttpRequest) -> HttpResponse:
    activate(settings.LANGUAGE_CODE)
    return _sitemap(request, queries.site_addresses())


@require_safe
def sitemap_contract(request: HttpRequest, contract_slug: str) -> HttpResponse:
    activate(settings.LANGUAGE_CODE)
    return _sitemap(request, queries.contract_addresses(readable_contract(request, contract_slug)))


def _sitemap(request: HttpRequest, addresses: list[str]) -> HttpResponse:
    context = {"addresses": addresses, "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "portal/sitemap_urls.xml", context, content_type="application/xml")
