import re

import pytest
from django.test import Client

from tests import factories
from tests.portal.conftest import address_of, queries_of, text_of


@pytest.fixture
def addresses(big_plan):
    area = factories.make_area(name="L’Écusson")
    node = big_plan.versions.get().nodes.first()
    contract = f"/contrats/{big_plan.contract.slug}/"
    return [
        "/",
        "/mon-quartier/",
        "/quartiers/",
        area.get_absolute_url(),
        contract,
        f"{contract}quartiers/",
        f"{contract}signataires/",
        f"{contract}documents/",
        address_of(big_plan),
        f"{address_of(big_plan)}{node.theme_id}/",
        f"{address_of(big_plan)}versions/",
        "/mentions-legales/",
        "/accessibilite/",
        "/recherche/",
        "/recherche/?q=sport",
    ]


def test_english_pages_say_they_are_english(addresses, visitor_client):
    for address in addresses:
        body = visitor_client.get(f"/en{address}").content.decode()
        assert '<html lang="en">' in body, address
        assert '<html lang="fr">' in visitor_client.get(address).content.decode(), address


def test_english_pages_link_to_english_pages(addresses, visitor_client):
    for address in addresses:
        body = visitor_client.get(f"/en{address}").content.decode()
        inside = {
            link
            for link in re.findall(r'(?:href|action)="(/[^"]*)"', body)
            if not link.startswith(("/static/", "/fichiers/"))
        }
        french = [link for link in inside if not link.startswith("/en/")]
        assert len(french) == 1, (address, french)


def test_titles_of_the_plan_are_marked_as_french(big_plan, visitor_client):
    node = big_plan.versions.get().nodes.first()
    body = visitor_client.get(f"/en{address_of(big_plan)}{node.theme_id}/").content.decode()
    assert '<h1 class="page-title"><span lang="fr">' in body
    tree = visitor_client.get(f"/en{address_of(big_plan)}").content.decode()
    assert len(re.findall(r'<a href="/en/contrats/ici/plans/contrat/\d+/" lang="fr">', tree)) == 292


def test_every_link_of_the_public_site_leads_somewhere(addresses, visitor_client):
    seen = set()
    for address in addresses:
        body = visitor_client.get(address).content.decode()
        links = re.findall(r'href="(/[^"#]*|\?[^"#]*)', body)
        seen |= {link if link.startswith("/") else address.split("?")[0] + link for link in links}
    pages = {link.replace("&amp;", "&") for link in seen if not link.startswith("/static/")}
    sample = sorted(pages)[:60] + sorted(pages)[-60:]
    broken = {page: Client().get(page).status_code for page in sample}
    assert {page: code for page, code in broken.items() if code not in (200, 302)} == {}


def test_the_home_page_explains_and_lists(contract, visitor_client):
    area = factories.make_area(name="L’Écusson")
    contract.contractareas.create(area=area)
    read = text_of(visitor_client.get("/"))
    assert "Un contrat de ville est un accord" in read
    assert "Dans quel quartier suis-je ?" in read
    assert "Contrat d’ici" in read
    assert "L’Écusson" in read


def test_the_home_page_of_an_empty_installation(db, visitor_client):
    assert "Aucun contrat publié pour l’instant" in text_of(visitor_client.get("/"))


def test_the_home_page_costs_the_same_for_three_contracts_and_twenty(db, visitor_client):
    def add(count):
        for _ in range(count):
            factories.make_contract(areas=(factories.make_area(), factories.make_area()))

    add(3)
    few = queries_of(visitor_client, "/")
    add(17)
    assert queries_of(visitor_client, "/") == few


def test_a_page_that_does_not_exist_offers_the_search(db, visitor_client):
    page = visitor_client.get("/rien/du/tout/")
    assert page.status_code == 404
    assert "Cette page n’existe pas" in text_of(page)
    assert 'action="/recherche/"' in page.content.decode()


def test_robots_and_sitemap(big_plan, visitor_client):
    robots = visitor_client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in robots.content.decode()
    index = visitor_client.get("/sitemap.xml").content.decode()
    maps = re.findall(r"<loc>http://testserver([^<]+)</loc>", index)
    assert maps == ["/sitemaps/site.xml", "/sitemaps/contrats/ici.xml"]
    locations = re.findall(r"<loc>", visitor_client.get(maps[1]).content.decode())
    assert len(locations) == 5 + 1 + 292


def test_the_sitemap_is_the_same_in_english(big_plan, visitor_client):
    french = visitor_client.get("/sitemaps/contrats/ici.xml").content
    assert visitor_client.get("/en/sitemaps/contrats/ici.xml").content == french


def test_nobody_is_named_on_public_pages(addresses, editor, reader, outsider, visitor_client):
    for address in addresses:
        body = visitor_client.get(address).content.decode()
        for person in (editor, reader, outsider):
            assert person.full_name not in body
            assert person.email not in body


def test_the_legal_page_says_who_else_is_asked(db, settings, visitor_client):
    settings.ADDRESS_SERVICE_URL = ""
    settings.MAP_TILES_URL = ""
    read = text_of(visitor_client.get("/mentions-legales/"))
    assert "Aucune donnée n’est envoyée à un autre site." in read
    settings.ADDRESS_SERVICE_URL = "https://adresses.example.org/search"
    settings.MAP_TILES_URL = "https://tuiles.example.org/{z}/{x}/{y}.png"
    read = text_of(visitor_client.get("/mentions-legales/"))
    assert "Aucune donnée n’est envoyée" not in read
    assert "au service des adresses adresses.example.org." in read
    assert "demande le fond de carte à tuiles.example.org." in read
