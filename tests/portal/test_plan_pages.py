import gzip
import re

from django.core.cache import caches

from ensemblier.plans.enums import Priority
from tests import factories
from tests.portal.conftest import address_of, fill, plan_of, queries_of, text_of


def test_the_whole_tree_is_on_one_page(big_plan, visitor_client):
    body = visitor_client.get(address_of(big_plan)).content.decode()
    assert len(re.findall(r'<a href="/contrats/ici/plans/contrat/\d+/"', body)) == 292
    assert (
        "4 piliers, 18 orientations stratégiques, 75 objectifs opérationnels, 195 actions" in body
    )


def test_a_branch_shows_its_weight(contract, visitor_client):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    first, second = factories.make_node(version), factories.make_node(version)
    inner = factories.make_node(version, factories.make_node(version, first))
    for _ in range(4):
        factories.make_node(version, inner)
    other = factories.make_node(version, factories.make_node(version, second))
    factories.make_node(version, other)
    page = visitor_client.get(address_of(plan))
    assert "1 Titre 1 4 actions" in text_of(page)
    assert "2 Titre 2 1 action " in text_of(page)
    assert page.content.decode().count('<rect width="25" height="4"/>') == 3


def test_tags_say_priority_and_outside_call(contract, visitor_client):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    factories.make_node(version, priority=Priority.PRIORITY)
    factories.make_node(version, priority=Priority.COMPLEMENTARY, is_outside_call=True)
    read = text_of(visitor_client.get(address_of(plan)))
    assert "1 Titre 1 prioritaire" in read
    assert "2 Titre 2 complémentaire hors appel" in read


def test_search_without_javascript_keeps_the_way_to_what_is_found(contract, visitor_client):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    root = factories.make_node(version, short_title="Vivre ensemble")
    factories.make_node(version, root, short_title="Réussir à l’École")
    factories.make_node(version, root, short_title="Se soigner")
    factories.make_node(version, short_title="Travailler")
    page = visitor_client.get(address_of(plan), {"q": "ecole"})
    read = text_of(page)
    assert "1 élément trouvé pour « ecole »" in read
    assert "<mark>École</mark>" in page.content.decode()
    assert "Vivre ensemble" in read
    assert "Se soigner" not in read
    assert "Travailler" not in read


def test_search_for_a_code_and_for_words_of_the_explanation(contract, visitor_client):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    root = factories.make_node(version, short_title="Vivre", description="Ouvrir une ludothèque")
    factories.make_node(version, root, short_title="Bouger")
    by_code = text_of(visitor_client.get(address_of(plan), {"q": "1.1"}))
    assert "1 élément trouvé" in by_code
    assert "Bouger" in by_code
    by_text = text_of(visitor_client.get(address_of(plan), {"q": "ludotheque"}))
    assert "1 élément trouvé" in by_text
    assert "Bouger" not in by_text


def test_nonsense_typed_in_the_search_is_answered(big_plan, visitor_client):
    for typed in ("x" * 10_000, "\x00", "%", "_", "'\"><script>", "zzz"):
        page = visitor_client.get(address_of(big_plan), {"q": typed})
        assert page.status_code == 200
        assert "<script>'" not in page.content.decode()
    assert "Rien ne correspond" in text_of(visitor_client.get(address_of(big_plan), {"q": "zzz"}))


def test_levels_unfold_by_links(big_plan, visitor_client):
    def unfolded(**query):
        return visitor_client.get(address_of(big_plan), query).content.decode().count("open>")

    assert unfolded(niveau="0") == 0
    assert unfolded() == unfolded(niveau="1") == 4
    assert unfolded(niveau="2") == 4 + 18
    assert unfolded(niveau="3") == 4 + 18 + 75
    assert unfolded(niveau="x") == 4


def test_an_empty_plan_says_so(contract, visitor_client):
    plan = plan_of(contract, shape=())
    assert "Ce plan est vide" in text_of(visitor_client.get(address_of(plan)))


def test_the_page_costs_the_same_for_three_nodes_and_three_hundred(contract, visitor_client):
    small = plan_of(contract, shape=(1, 1, 1), slug="petit")
    big = plan_of(contract, slug="grand")
    few = queries_of(visitor_client, address_of(small))
    assert queries_of(visitor_client, address_of(big)) == few
    assert few <= 5
    assert queries_of(visitor_client, address_of(big), kept=True) == 1


def test_other_plans_of_the_contract_are_linked(big_plan, visitor_client):
    visitor_client.get(address_of(big_plan))
    other = plan_of(big_plan.contract, shape=(1,), slug="projet", name="Projet de territoire")
    body = visitor_client.get(address_of(big_plan)).content.decode()
    assert f'href="{address_of(other)}"' in body


def test_the_page_follows_the_contract_although_it_is_kept(big_plan, visitor_client):
    first = visitor_client.get(address_of(big_plan))
    again = visitor_client.get(address_of(big_plan), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    big_plan.contract.name = "Contrat rebaptisé"
    big_plan.contract.save()
    changed = visitor_client.get(address_of(big_plan), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "Contrat rebaptisé" in changed.content.decode()


def test_someone_signed_in_sees_their_own_header(big_plan, visitor_client, reader_client):
    visitor_client.get(address_of(big_plan))
    mine = reader_client.get(address_of(big_plan))
    assert "Mon espace" in text_of(mine)
    assert mine["Cache-Control"] == "private, no-cache"
    assert "Mon espace" not in text_of(visitor_client.get(address_of(big_plan)))


def test_a_visitor_opens_no_session(big_plan, visitor_client):
    page = visitor_client.get(address_of(big_plan))
    assert page.cookies == {}
    assert page.wsgi_request.session.accessed is False


def test_addresses_made_up_are_not_kept(big_plan, visitor_client):
    for number in range(5):
        visitor_client.get(address_of(big_plan), {"rien": number})
    assert len(caches["local"]._cache) == 0


def test_compressed_and_plain_say_the_same(big_plan, visitor_client):
    plain = visitor_client.get(address_of(big_plan))
    packed = visitor_client.get(address_of(big_plan), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_an_earlier_version_stays_readable(contract, visitor_client):
    plan = plan_of(contract, shape=(1,))
    newer = factories.make_version(plan, title="Révision 2027", based_on=plan.versions.get())
    fill(newer, (2,))
    current = visitor_client.get(address_of(plan))
    assert "2 piliers" in text_of(current)
    assert "Ce n’est pas la version en vigueur" not in text_of(current)
    earlier = visitor_client.get(address_of(plan), {"version": "1"})
    assert "Ce n’est pas la version en vigueur" in text_of(earlier)
    assert f"{plan.versions.get(number=1).nodes.get().theme_id}/?version=1" in (
        earlier.content.decode()
    )


def test_files_of_the_plan(big_plan, visitor_client):
    types = {}
    for path in ("pdf/", "export/xlsx/", "export/csv/", "export/json/"):
        response = visitor_client.get(address_of(big_plan) + path)
        types[path] = (response["Content-Disposition"], response.content[:4])
    assert types == {
        "pdf/": ('attachment; filename="ici-contrat-1.pdf"', b"%PDF"),
        "export/xlsx/": ('attachment; filename="ici-contrat-1.xlsx"', b"PK\x03\x04"),
        "export/csv/": ('attachment; filename="ici-contrat-1.csv"', "\ufeffn".encode()),
        "export/json/": ('attachment; filename="ici-contrat-1.json"', b'{\n "'),
    }


def test_the_menu_leads_to_the_contract_s_own_plan(big_plan, visitor_client):
    assert visitor_client.get("/contrats/ici/plans/").url == address_of(big_plan)


def test_the_menu_of_a_contract_without_plan_says_so(contract, visitor_client):
    assert "Pas encore de plan publié" in text_of(visitor_client.get("/contrats/ici/plans/"))
