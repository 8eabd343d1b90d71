import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ensemblier.plans.enums import PlanKind
from ensemblier.territories.enums import AreaKind, Generation, LinkKind
from ensemblier.territories.models import AreaLink
from tests import factories
from tests.portal.conftest import plan_of, queries_of, text_of


@pytest.fixture
def commune(db):
    area = factories.make_area(kind=AreaKind.COMMUNE, code="30227", name="Saint-Ambroix")
    factories.make_perimeter(area, geometry=factories.square(4.0, 44.0, 0.2))
    factories.make_statistic(area, "population", 3445)
    return area


@pytest.fixture
def area(commune):
    qpv = factories.make_area(
        code="QN03014M",
        name="L’Écusson",
        who_lives_here="Environ 1 250 personnes.",
        what_is_done="Un café des parents.",
        what_comes_next="Une fête au printemps.",
    )
    factories.make_perimeter(qpv, geometry=factories.square(4.08, 44.12), is_approximate=True)
    AreaLink.objects.create(kind=LinkKind.PART_OF, source=qpv, target=commune)
    before = factories.make_area(code="QP030014", name="Écusson", generation=Generation.G2015)
    AreaLink.objects.create(kind=LinkKind.SUCCEEDS, source=qpv, target=before)
    factories.make_statistic(qpv, "population", 1250)
    return qpv


def test_a_neighbourhood_tells_its_three_sentences_and_its_figures(area, visitor_client):
    read = text_of(visitor_client.get("/quartiers/QN03014M/"))
    assert "Qui vit ici Environ 1 250 personnes." in read
    assert "Ce qui se fait Un café des parents." in read
    assert "Ce qui vient Une fête au printemps." in read
    assert "En 2017, 1 250 vivaient ici, pour 3 445 à Saint-Ambroix." in read
    assert "Avant 2024 Écusson QP030014" in read
    assert "forme approchée" in read


def test_a_neighbourhood_tells_its_contract_plans_and_dates(area, contract, visitor_client):
    contract.contractareas.create(area=area)
    contract.milestones.create(title="Comité de pilotage", due_on=datetime.date(2099, 1, 1))
    project = plan_of(contract, shape=(2,), slug="quartier", name="Projet de L’Écusson")
    project.kind, project.area = PlanKind.NEIGHBOURHOOD, area
    project.save()
    other = plan_of(contract, shape=())
    node = factories.make_node(other.versions.get(), short_title="Rue refaite")
    node.areas.add(area)
    read = text_of(visitor_client.get("/quartiers/QN03014M/"))
    assert "1er janvier 2099 Comité de pilotage" in read
    assert "Projet de L’Écusson projet de quartier, L’Écusson 2 piliers" in read
    assert "1 Rue refaite" in read
    assert f"Tout le plan : {contract.name}" in read


def test_private_contracts_are_silent_on_public_pages(area, contract, visitor_client):
    contract.is_public = False
    contract.save()
    contract.contractareas.create(area=area)
    contract.milestones.create(title="Réunion secrète", due_on=datetime.date(2099, 1, 1))
    plan = plan_of(contract, shape=())
    factories.make_node(plan.versions.get(), short_title="Rue secrète").areas.add(area)
    read = text_of(visitor_client.get("/quartiers/QN03014M/"))
    assert contract.name not in read
    assert "secrète" not in read
    listed = text_of(visitor_client.get("/quartiers/"))
    assert "L’Écusson" in listed
    assert contract.name not in listed


def test_the_page_carries_its_own_address_as_a_qr_code(area, visitor_client):
    body = visitor_client.get("/quartiers/QN03014M/").content.decode()
    assert '<span class="qr" role="img" aria-label="http://testserver/quartiers/QN03014M/">' in body


def test_a_former_neighbourhood_leads_to_the_one_of_today(area, visitor_client):
    read = text_of(visitor_client.get("/quartiers/QP030014/"))
    assert "Ce périmètre n’est plus en vigueur Il est remplacé par : L’Écusson (QN03014M)" in read


def test_communes_and_epci_have_a_page(area, commune, visitor_client):
    epci = factories.make_area(kind=AreaKind.EPCI, code="200035129", name="De Cèze Cévennes")
    AreaLink.objects.create(kind=LinkKind.PART_OF, source=commune, target=epci)
    assert "Ses quartiers et secteurs L’Écusson QN03014M" in text_of(
        visitor_client.get("/quartiers/30227/")
    )
    assert "Les communes Saint-Ambroix" in text_of(visitor_client.get("/quartiers/200035129/"))


def test_a_place_without_code_has_its_number_for_address(db, visitor_client):
    place = factories.make_area(kind=AreaKind.OTHER, name="Bessèges")
    assert place.get_absolute_url() == f"/quartiers/{place.pk}/"
    assert visitor_client.get(place.get_absolute_url()).status_code == 200


def test_an_area_about_which_nothing_is_known(db, visitor_client):
    bare = factories.make_area(code="QN03099X", name="Nulle part")
    read = text_of(visitor_client.get(bare.get_absolute_url()))
    assert "Aucun chiffre n’est encore connu pour ce quartier." in read


def test_the_page_costs_at_most_fifteen_queries_however_much_hangs_on_it(
    area, contract, visitor_client
):
    contract.contractareas.create(area=area)
    few = queries_of(visitor_client, "/quartiers/QN03014M/")
    for rank in range(20):
        other = factories.make_contract(areas=(area,))
        other.milestones.create(title="Étape", due_on=datetime.date(2099, 1, 1))
        plan = plan_of(other, shape=(1,), kind=PlanKind.NEIGHBOURHOOD, area=area)
        plan.versions.get().nodes.get().areas.add(area)
        factories.make_statistic(area, f"mesure-{rank}", rank)
    many = queries_of(visitor_client, "/quartiers/QN03014M/")
    assert many <= 15
    assert many <= few + 1


def test_the_list_is_found_by_name_commune_and_code(area, visitor_client):
    factories.make_area(name="Ailleurs")
    for typed in ("ecusson", "saint-ambroix", "qn03014m"):
        read = text_of(visitor_client.get("/quartiers/", {"q": typed}))
        assert "L’Écusson" in read
        assert "Ailleurs" not in read
    nothing = text_of(visitor_client.get("/quartiers/", {"q": "%\x00_zzz"}))
    assert "Aucun quartier de ce nom" in nothing


def test_the_list_costs_the_same_for_three_and_forty(db, visitor_client):
    def add(count):
        for _ in range(count):
            area = factories.make_area()
            factories.make_perimeter(area)
            town = factories.make_area(kind=AreaKind.COMMUNE)
            AreaLink.objects.create(kind=LinkKind.PART_OF, source=area, target=town)
            factories.make_contract(areas=(area,))

    add(3)
    few = queries_of(visitor_client, "/quartiers/")
    add(37)
    assert queries_of(visitor_client, "/quartiers/") == few


def test_a_point_inside_is_answered_in_a_sentence(area, visitor_client):
    read = text_of(visitor_client.get("/mon-quartier/", {"lat": "44,125", "lon": "4,085"}))
    assert "Ce point est dans le quartier prioritaire « L’Écusson »." in read
    assert "Commune : Saint-Ambroix" in read
    assert "Ce qu’il était de 2015 à 2023 : Écusson (QP030014)" in read
    assert "Réponse indicative : le tracé utilisé est approché." in read


def test_a_point_outside_is_told_how_far(area, visitor_client):
    read = text_of(visitor_client.get("/mon-quartier/", {"lat": "44.14", "lon": "4.085"}))
    assert "Ce point n’est pas dans un quartier prioritaire." in read
    assert "Le plus proche, « L’Écusson », est à 1,1 km." in read


def test_bad_coordinates_are_explained_beside_the_field(area, visitor_client):
    page = visitor_client.get("/mon-quartier/", {"lat": "ici", "lon": "4"})
    assert page.status_code == 200
    assert "Écrivez un nombre, par exemple 44,128." in text_of(page)
    assert 'value="ici"' in page.content.decode()
    for odd in ("nan", "inf", "1e999", "\x00", "9" * 400, ""):
        assert visitor_client.get("/mon-quartier/", {"lat": odd, "lon": odd}).status_code == 200


def test_a_commune_shows_its_neighbourhoods(area, visitor_client):
    page = visitor_client.get("/mon-quartier/", {"commune": "30227"})
    assert 'href="/quartiers/QN03014M/"' in page.content.decode()
    unknown = visitor_client.get("/mon-quartier/", {"commune": "x\x00"})
    assert "Cette commune est inconnue ici." in text_of(unknown)


def test_without_any_perimeter_the_page_says_so(db, visitor_client):
    read = text_of(visitor_client.get("/mon-quartier/", {"lat": "44.1", "lon": "4.1"}))
    assert "Aucun périmètre de quartier n’est encore connu ici." in read


@pytest.fixture
def address_service(settings):
    """A true server on this machine; tests put what it answers in `answers`."""
    answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = answers["body"]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ADDRESS_SERVICE_URL = f"http://127.0.0.1:{server.server_port}/search"
    yield answers
    server.shutdown()
    server.server_close()


def feature(lon, lat, label):
    point = {"geometry": {"coordinates": [lon, lat]}, "properties": {"label": label}}
    return json.dumps({"features": [point]}).encode()


def ask_address(client):
    return text_of(client.get("/mon-quartier/", {"adresse": "1 rue Haute, Saint-Ambroix"}))


def test_an_address_is_answered_through_the_service(area, address_service, visitor_client):
    address_service["body"] = feature(4.085, 44.125, "1 Rue Haute 30500 Saint-Ambroix")
    read = ask_address(visitor_client)
    assert "1 Rue Haute 30500 Saint-Ambroix Ce point est dans le quartier prioritaire" in read


def test_an_unknown_address_is_said_to_be(area, address_service, visitor_client):
    address_service["body"] = b'{"features": []}'
    assert "Cette adresse est inconnue." in ask_address(visitor_client)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"features": [{}]}', b"\xff\xfe"])
def test_a_service_that_talks_nonsense_degrades_to_the_commune(
    body, area, address_service, visitor_client
):
    address_service["body"] = body
    assert "Le service national des adresses ne répond pas." in ask_address(visitor_client)


def test_a_service_that_is_down_degrades_to_the_commune(area, settings, visitor_client):
    settings.ADDRESS_SERVICE_URL = "http://127.0.0.1:9/search"
    read = ask_address(visitor_client)
    assert "Le service national des adresses ne répond pas." in read
    assert "Par commune" in read


def test_without_service_there_is_no_address_field(area, visitor_client):
    assert "Par adresse" not in text_of(visitor_client.get("/mon-quartier/"))


def test_english_words_are_read_in_english_and_french_ones_marked(visitor_client, area):
    area.who_lives_here, area.who_lives_here_en = "Mille personnes.", "A thousand people."
    area.what_is_done = "Un jardin."
    area.save()
    measure = area.statistics.get().measure
    measure.label, measure.unit = "Habitants", "habitants"
    measure.label_en, measure.unit_en = "Residents", "residents"
    measure.save()
    english = visitor_client.get("/en/quartiers/QN03014M/").text
    assert '<p lang="en">A thousand people.</p>' in english
    assert '<p lang="fr">Un jardin.</p>' in english
    assert "<h3>Residents <span" in english
    assert "1,250\u00a0residents" in english
    french = visitor_client.get("/quartiers/QN03014M/").text
    assert '<p lang="fr">Mille personnes.</p>' in french
    assert "1\u202f250\u00a0habitants" in french
