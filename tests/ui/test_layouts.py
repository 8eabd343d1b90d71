"""The frame of every page, for a visitor and for someone signed in; no database for visitors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

PUBLIC = "ui/layouts/public.html"
WORKSPACE = "ui/layouts/workspace.html"
PERSON = SimpleNamespace(is_authenticated=True, is_active=True, is_superuser=True)
CONTRACT = SimpleNamespace(name="Contrat d’ici", slug="ici")


def request_to(path: str, user: Any = None) -> Any:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def render(layout: str, path: str = "/composants/", user: Any = None, **context: Any) -> str:
    return render_to_string(layout, context, request=request_to(path, user))


def test_visitor_pages_ask_nothing_of_the_database(client: Client) -> None:
    response = client.get(reverse("ui:gallery"))

    assert response.status_code == 200
    assert client.cookies == {}


def test_page_begins_with_a_way_to_its_content() -> None:
    html = render(PUBLIC)

    assert '<html lang="fr">' in html
    assert '<a class="skip-link" href="#main">Aller au contenu</a>' in html
    assert '<main id="main"' in html


def test_demonstration_says_what_is_invented(settings: Any) -> None:
    assert "personnes, associations et projet de quartier inventés." in render(PUBLIC)
    settings.DEMONSTRATION = False
    assert "inventés" not in render(PUBLIC)


def test_language_switch_keeps_the_page() -> None:
    html = render(PUBLIC, "/composants/?q=a")

    assert '<a href="/en/composants/?q=a" hreflang="en" lang="en">' in html
    with translation.override("en"):
        html = render(PUBLIC, "/en/composants/?q=a")
    assert '<a href="/composants/?q=a" hreflang="fr" lang="fr">' in html


def test_language_switch_of_an_unknown_page_leads_home() -> None:
    html = render(PUBLIC, "/nulle-part/")

    assert f'<a href="/en{reverse("portal:home")}" hreflang="en" lang="en">' in html


def test_contract_pages_show_the_contracts_navigation() -> None:
    html = render(PUBLIC, contract=CONTRACT, current="documents")

    assert f'<a href="{reverse("portal:contract", args=["ici"])}">Contrat d’ici</a>' in html
    documents = reverse("portal:documents", args=["ici"])
    assert f'<a href="{documents}" aria-current="page">Documents</a>' in html
    assert 'class="search-box"' in html


def test_other_pages_show_the_global_navigation() -> None:
    html = render(PUBLIC, current="locate")

    assert f'<a href="{reverse("portal:locate")}" aria-current="page">Mon quartier</a>' in html
    assert 'class="site-nav-contract"' not in html


def test_visitor_may_sign_in_and_a_person_sign_out() -> None:
    visitor = render(PUBLIC)
    person = render(PUBLIC, user=PERSON)

    assert reverse("account_login") in visitor
    assert reverse("account_logout") not in visitor
    assert f'<form action="{reverse("account_logout")}" method="post">' in person
    assert reverse("account_login") not in person


def test_workspace_goes_by_verbs_and_narrows_to_what_one_may_do() -> None:
    whole = render(WORKSPACE, user=PERSON, current="home", contract=CONTRACT, workspace_keys=None)
    narrow = render(WORKSPACE, user=PERSON, workspace_keys={"home"})

    assert (
        f'<a href="{reverse("workspace:home")}" aria-current="page">Voir ce qui m’attend' in whole
    )
    assert "Ouvrir des accès" in whole
    assert "Ouvrir des accès" not in narrow
    assert "Voir ce qui m’attend" in narrow


def test_empty_parts_of_a_page_leave_no_trace() -> None:
    html = render(PUBLIC)

    assert "<h1" not in html
    assert "<aside" not in html
    assert 'class="page-thread"' not in html


@pytest.mark.parametrize("layout", [PUBLIC, WORKSPACE])
def test_layouts_hold_without_a_request(layout: str) -> None:
    assert "</html>" in render_to_string(layout)


def test_refusal_shows_its_own_sentence() -> None:
    request = request_to("/")
    said = permission_denied(request, PermissionDenied("Demandez à Emma."))
    unsaid = permission_denied(request, PermissionDenied())

    assert said.status_code == 403
    assert "Demandez à Emma." in said.content.decode()
    assert "Demandez un accès à l’équipe" in unsaid.content.decode()


def test_error_pages_speak_plainly() -> None:
    request = request_to("/")
    pages = {
        bad_request(request, ValueError()): (400, "Cette demande n’a pas été comprise"),
        page_not_found(request, ValueError()): (404, "Cette page n’existe pas"),
        server_error(request): (500, "Une erreur est survenue de notre côté"),
    }

    for response, (status, title) in pages.items():
        assert response.status_code == status
        assert f'<h1 class="page-title">{title}</h1>' in response.content.decode()


def test_expired_form_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a@example.org"})

    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()
