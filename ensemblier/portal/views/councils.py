"""The conseils citoyens for everyone, and the form by which one offers to take part."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ensemblier.contracts.exports import response_of
from ensemblier.contracts.icalendar import calendar_text
from ensemblier.contracts.models import Contract
from ensemblier.core.http import do_in_form, download, filename
from ensemblier.core.pagination import page_of
from ensemblier.councils.forms import VolunteerForm
from ensemblier.councils.models import Council, Minutes
from ensemblier.councils.operations import offer_oneself
from ensemblier.councils.queries import calendar_entries, coming_meetings
from ensemblier.portal import councils as queries
from ensemblier.portal.draws import draws_of_council
from ensemblier.portal.exports import export_of_public_councils
from ensemblier.portal.fund import funds_of_council
from ensemblier.portal.pages import settled_page, visitor_page
from ensemblier.portal.qr import qr_code
from ensemblier.portal.views.access import readable_contract

PAGES_SHOWN = 10


def _council(request: HttpRequest, contract_slug: str, council_slug: str) -> Council:
    contract = readable_contract(request, contract_slug)
    council = queries.councils_of_contract(contract).filter(slug=council_slug).first()
    if council is None:
        raise Http404(_("Ce conseil citoyen n’existe pas."))
    return council


def _trail(council: Council, *further: tuple[Any, str]) -> list[tuple[Any, str]]:
    contract = council.contract
    return [
        (contract.name, contract.get_absolute_url()),
        (_("Conseils citoyens"), reverse("portal:councils", args=[contract.slug])),
        (council.name, council.get_absolute_url() if further else ""),
        *further,
    ]


@settled_page
def councils(request: HttpRequest, contract_slug: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    today = timezone.localdate()
    cards = queries.council_cards(contract, today)
    context = {
        "contract": contract,
        "cards": cards,
        "features": queries.council_features((card[0] for card in cards), today),
        "breadcrumb": [
            (contract.name, contract.get_absolute_url()),
            (_("Conseils citoyens"), ""),
        ],
        "current": "councils",
    }
    return render(request, "portal/councils.html", context)


@visitor_page
def councils_export(request: HttpRequest, contract_slug: str, fmt: str) -> HttpResponse:
    contract = readable_contract(request, contract_slug)
    cards = queries.council_cards(contract, timezone.localdate())
    return response_of(export_of_public_councils(cards), fmt, contract.slug, _("conseils citoyens"))


@settled_page
def council(request: HttpRequest, contract_slug: str, council_slug: str) -> HttpResponse:
    found = _council(request, contract_slug, council_slug)
    now, today = timezone.now(), timezone.localdate()
    address = request.build_absolute_uri(found.get_absolute_url())
    context = {
        "contract": found.contract,
        "council": found,
        "page": queries.council_page(found, now, today),
        "opinions": queries.opinions_said(found),
        "features": queries.council_features([found], today),
        "funds": funds_of_council(found, now),
        "draws": draws_of_council(found),
        "thread": queries.thread_of(found),
        "breadcrumb": _trail(found),
        "address": address,
        "qr_code": qr_code(address),
        "current": "councils",
    }
    return render(request, "portal/council.html", context)


@visitor_page
def council_dates(request: HttpRequest, contract_slug: str, council_slug: str) -> HttpResponse:
    """The meetings to come, for agendas that read the address again by themselves."""
    found = _council(request, contract_slug, council_slug)
    now = timezone.now()
    text = calendar_text(
        found.contract,
        calendar_entries(coming_meetings(found, now).select_related("council")),
        host=request.get_host(),
        url=request.build_absolute_uri(found.get_absolute_url()),
        at=now,
    )
    return download(text, filename(found.slug, extension="ics"), inline=True)


@settled_page
def council_minutes(request: HttpRequest, contract_slug: str, council_slug: str) -> HttpResponse:
    found = _council(request, contract_slug, council_slug)
    context = {
        "contract": found.contract,
        "council": found,
        "years": queries.minutes_by_year(found),
        "breadcrumb": _trail(found, (_("Comptes rendus"), "")),
        "current": "councils",
    }
    return render(request, "portal/council_minutes.html", context)


@settled_page
def minutes(
    request: HttpRequest, contract_slug: str, council_slug: str, minutes_pk: int
) -> HttpResponse:
    """The words of published minutes, as a page that a phone reads."""
    found = _council(request, contract_slug, council_slug)
    one = get_object_or_404(
        Minutes.objects.filter(council=found, published_at__isnull=False).select_related("file"),
        pk=minutes_pk,
    )
    one.council = found
    before, after = queries.neighbours_of(one)
    all_minutes = reverse("portal:council_minutes", args=[contract_slug, council_slug])
    context = {
        "contract": found.contract,
        "council": found,
        "minutes": one,
        "before": before,
        "after": after,
        "page": page_of(list(enumerate(one.pages, start=1)), request, size=PAGES_SHOWN),
        "breadcrumb": _trail(found, (_("Comptes rendus"), all_minutes), (one, "")),
        "current": "councils",
    }
    return render(request, "portal/minutes.html", context)


def _offered(form: VolunteerForm, contract: Contract) -> bool:
    values, now = form.as_values(), timezone.now()
    return do_in_form(form, offer_oneself, contract=contract, values=values, at=now) is not None


@require_http_methods(["GET", "HEAD", "POST"])
def volunteer(request: HttpRequest, contract_slug: str) -> HttpResponse:
    """To offer oneself: no account, one page, an acknowledgement."""
    contract = readable_contract(request, contract_slug)
    wanted = contract.councils.filter(slug=request.GET.get("conseil", "")[:80]).first()
    form = VolunteerForm(request.POST or None, contract=contract, initial={"council": wanted})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (form.is_from_a_machine or _offered(form, contract)):
        return redirect("portal:volunteer_thanks", contract.slug)
    context = {
        "contract": contract,
        "form": form,
        "breadcrumb": _form_trail(request, contract_slug),
        "current": "councils",
    }
    return render(request, "portal/volunteer.html", context)


@visitor_page
def volunteer_thanks(request: HttpRequest, contract_slug: str) -> HttpResponse:
    context = {
        "contract": readable_contract(request, contract_slug),
        "breadcrumb": _form_trail(request, contract_slug),
        "current": "councils",
    }
    return render(request, "portal/volunteer_thanks.html", context)


def _form_trail(request: HttpRequest, contract_slug: str) -> list[tuple[Any, str]]:
    contract = readable_contract(request, contract_slug)
    return [
        (contract.name, contract.get_absolute_url()),
        (_("Conseils citoyens"), reverse("portal:councils", args=[contract.slug])),
        (_("Participer"), ""),
    ]
