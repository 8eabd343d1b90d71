import json

import pytest
from django.urls import reverse

from ensemblier.applications.enums import ApplicationState, LineState
from ensemblier.calls.enums import CallState
from tests import factories
from tests.factories import programming as make
from tests.portal.conftest import plan_of, queries_of, text_of


def search(client, words="", **query):
    return client.get("/recherche/", {"q": words, **query})


@pytest.fixture
def node(contract):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    root = factories.make_node(version, short_title="Vivre ensemble", title="Vivre ensemble")
    return factories.make_node(
        version,
        root,
        short_title="Réussir à l’École",
        title="Accompagner chaque enfant",
        description="Ouvrir une ludothèque",
    )


def test_words_are_found_whatever_their_accents_and_case(node, visitor_client):
    for words in ("école", "ECOLE", "reuss", "l'ecole", "ludotheque", "enfant ecole"):
        assert "Réussir à l’École" in text_of(search(visitor_client, words)), words


def test_every_word_must_be_found_at_the_start_of_a_word(node, visitor_client):
    assert "Rien trouvé" in text_of(search(visitor_client, "école piscine"))
    assert "Rien trouvé" in text_of(search(visitor_client, "ussir"))


def test_what_is_found_leads_to_its_page(node, visitor_client):
    body = search(visitor_client, "école").content.decode()
    assert f'href="/contrats/ici/plans/contrat/{node.theme_id}/"' in body
    assert "<mark>École</mark>" in body


def test_an_exact_code_comes_first(contract, visitor_client):
    version = plan_of(contract, shape=()).versions.get()
    root = factories.make_node(version, code="1", short_title="Un")
    factories.make_node(version, root, code="1.1.10", short_title="Dix")
    factories.make_node(version, root, code="1.1", short_title="Cf. 1.1 bis")
    factories.make_node(version, root, code="2", short_title="Suite de 1.1")
    read = text_of(search(visitor_client, "1.1"))
    assert read.index("1.1 Cf. 1.1 bis") < read.index("1.1.10 Dix")
    assert read.index("1.1.10 Dix") < read.index("2 Suite de 1.1")


def test_titles_come_before_explanations(contract, visitor_client):
    version = plan_of(contract, shape=()).versions.get()
    factories.make_node(version, short_title="Bouger", description="Faire du sport")
    factories.make_node(version, short_title="Le sport pour tous")
    read = text_of(search(visitor_client, "sport"))
    assert read.index("Le sport pour tous") < read.index("Bouger")


def test_every_kind_is_found(contract, visitor_client):
    area = factories.make_area(name="Quartier du Gardon", code="QN03099X")
    organization = factories.make_organization(name="Amis du Gardon")
    organization.signatures.create(contract=contract, title="la présidente")
    closed = factories.make_organization(name="Anciens du Gardon", is_active=False)
    contract.contractdocuments.create(
        title="Charte du Gardon",
        kind="note",
        dated=factories.LONG_AGO,
        file=factories.make_stored_file(is_public=True),
    )
    factories.make_contract(name="Contrat du Gardon")
    read = text_of(search(visitor_client, "gardon"))
    for found in (area.name, organization.name, "Charte du Gardon", "Contrat du Gardon"):
        assert found in read
    assert closed.name not in read
    assert "Quartier du Gardon QN03099X" in text_of(search(visitor_client, "qn03099x"))


def test_visitors_find_nothing_private(contract, node, visitor_client, outsider_client):
    factories.make_user(full_name="Gaston Gardon")
    factories.make_organization(name="Club du Gardon")
    contract.contractdocuments.create(
        title="Note du Gardon",
        kind="note",
        dated=factories.LONG_AGO,
        is_public=False,
        file=factories.make_stored_file(),
    )
    secret = factories.make_contract(name="Secret du Gardon", is_public=False)
    signatory = factories.make_organization(name="Signataire du Gardon")
    signatory.signatures.create(contract=secret, title="la présidente")
    factories.make_node(
        plan_of(secret, shape=()).versions.get(), short_title="Plan secret du Gardon"
    )
    draft = factories.make_version(factories.make_plan(contract), published=False)
    factories.make_node(draft, short_title="Brouillon du Gardon")
    for client in (visitor_client, outsider_client):
        assert "Rien trouvé" in text_of(search(client, "gardon"))


def test_actions_are_found_once_money_is_granted_to_them(contract, visitor_client, reader_client):
    call = make.make_call(contract)
    bearer = factories.make_organization(name="La Ronde")
    granted, asked = (
        make.make_application(
            call,
            make.make_action(contract, bearer, name=name),
            state=ApplicationState.DECIDED,
            reference=name.split()[-1],
        )
        for name in ("Bal du Gardon D1", "Fête du Gardon D2")
    )
    make.make_request(asked)
    request = make.make_request(granted, state=LineState.GRANTED)
    envelope = make.make_envelope(call, request.funder)
    make.make_award(request, envelope=envelope, granted_cents=5)
    response = search(visitor_client, "gardon")
    address = reverse("portal:action", args=[contract.slug, granted.action.number])
    assert f'href="{address}"' in response.content.decode()
    assert "Fête" not in text_of(response)
    team = search(reader_client, "gardon ronde").content.decode()
    assert f'href="{asked.get_absolute_url()}"' in team
    assert f'href="{granted.get_absolute_url()}"' in team


def test_the_team_finds_its_people_papers_and_drafts(contract, reader, reader_client):
    colleague = factories.make_user(full_name="Gaston Gardon")
    factories.make_role(colleague, contract)
    stranger = factories.make_user(full_name="Gisèle Gardon")
    factories.make_role(stranger, factories.make_contract())
    contract.contractdocuments.create(
        title="Note du Gardon",
        kind="note",
        dated=factories.LONG_AGO,
        is_public=False,
        file=factories.make_stored_file(),
    )
    draft = factories.make_version(factories.make_plan(contract), published=False)
    factories.make_node(draft, short_title="Brouillon du Gardon")
    read = text_of(search(reader_client, "gardon"))
    assert "Gaston Gardon" in read
    assert "Note du Gardon" in read
    assert "Brouillon du Gardon" in read
    assert "Gisèle Gardon" not in read


def test_old_versions_are_not_found(contract, visitor_client):
    plan = plan_of(contract, shape=())
    factories.make_node(plan.versions.get(), short_title="Ancien gardon")
    newer = factories.make_version(plan, based_on=plan.versions.get())
    factories.make_node(newer, short_title="Nouveau gardon")
    read = text_of(search(visitor_client, "gardon"))
    assert "Nouveau gardon" in read
    assert "Ancien gardon" not in read


def test_the_contract_chosen_narrows_what_is_found(contract, node, visitor_client):
    other = factories.make_contract(name="Ailleurs", slug="ailleurs")
    factories.make_node(plan_of(other, shape=()).versions.get(), short_title="École d’ailleurs")
    assert "École d’ailleurs" in text_of(search(visitor_client, "école"))
    read = text_of(search(visitor_client, "école", contrat=contract.slug))
    assert "École d’ailleurs" not in read
    assert "Réussir à l’École" in read


def test_a_private_contract_cannot_be_chosen(node, visitor_client):
    factories.make_contract(name="Secret", slug="secret", is_public=False)
    read = text_of(search(visitor_client, "école", contrat="secret"))
    assert "Réussir à l’École" in read
    assert "Secret" not in read


def test_one_kind_is_read_page_by_page(contract, visitor_client):
    version = plan_of(contract, shape=()).versions.get()
    for rank in range(30):
        factories.make_node(version, short_title=f"Atelier {rank:02d}")
    overview = search(visitor_client, "atelier").content.decode()
    assert overview.count("<mark>Atelier</mark>") == 5
    assert "Voir les 30 résultats" in overview
    first = search(visitor_client, "atelier", sorte="plans").content.decode()
    assert first.count("<mark>Atelier</mark>") == 25
    second = search(visitor_client, "atelier", sorte="plans", page="2").content.decode()
    assert second.count("<mark>Atelier</mark>") == 5
    for odd in ("99", "x", "-1", "9" * 5000):
        assert search(visitor_client, "atelier", sorte="plans", page=odd).status_code == 200


def test_the_page_costs_the_same_for_three_results_and_three_hundred(contract, visitor_client):
    def add(version, count):
        for _ in range(count):
            factories.make_node(version, short_title="Atelier")
            factories.make_organization(
                name="Atelier", commune=factories.make_area(kind="commune", name="Atelier")
            ).signatures.create(contract=factories.make_contract(name="Atelier"), title="Atelier")

    version = plan_of(contract, shape=()).versions.get()
    add(version, 3)
    few = queries_of(visitor_client, "/recherche/?q=atelier")
    add(version, 30)
    assert queries_of(visitor_client, "/recherche/?q=atelier") == few
    assert few <= 16


def test_nonsense_never_breaks(node, visitor_client, administrator_client):
    for words in ("x" * 10_000, "\x00", "%", "_", "'", '"', "\\", "é" * 300, "a b c d e f g h i j"):
        for client in (visitor_client, administrator_client):
            for kind in ("", "plans", "territoires", "personnes", "rien", "\x00"):
                assert search(client, words, sorte=kind, contrat="\x00").status_code == 200


def test_an_empty_search_gives_ideas(db, visitor_client):
    assert "Que cherchez-vous ?" in text_of(search(visitor_client))
    assert "Quelques idées" in text_of(search(visitor_client, "zzz"))


def test_what_is_typed_is_escaped(db, visitor_client):
    body = search(visitor_client, "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in body


def test_suggestions_are_plain_words(node, visitor_client):
    found = json.loads(visitor_client.get("/recherche/suggestions/", {"q": "école"}).content)
    assert found == {
        "suggestions": [
            {
                "title": "1.1 Réussir à l’École",
                "url": f"/contrats/ici/plans/contrat/{node.theme_id}/",
                "detail": f"{node.version.plan.name} – Contrat d’ici",
            }
        ]
    }


def test_published_calls_are_found_by_all_drafts_by_their_team(
    contract, visitor_client, other_member_client, reader_client
):
    shown = make.make_call(contract, name="Appel de la rivière")
    draft = make.make_call(contract, name="Appel de la source", state=CallState.DRAFT)

    for client in (visitor_client, other_member_client):
        body = search(client, "appel").content.decode()
        assert f'href="{shown.get_absolute_url()}"' in body
        assert "source" not in text_of(search(client, "appel"))
    body = search(reader_client, "source").content.decode()
    assert f'href="/espace/appels/{draft.pk}/"' in body
