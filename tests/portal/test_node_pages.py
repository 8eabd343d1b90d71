from ensemblier.plans.enums import SpecificationKind, SuccessionKind
from ensemblier.plans.models import (
    Alignment,
    NodeReference,
    PlannedIndicator,
    Specification,
    Succession,
)
from tests import factories
from tests.portal.conftest import address_of, plan_of, queries_of, text_of


def family(contract):
    plan = plan_of(contract, shape=())
    version = plan.versions.get()
    root = factories.make_node(version, short_title="Vivre ensemble")
    children = [factories.make_node(version, root) for _ in range(3)]
    return plan, root, children


def url_of(plan, node):
    return f"{address_of(plan)}{node.theme_id}/"


def test_a_node_shows_its_neighbours_and_its_place(contract, visitor_client):
    plan, root, (first, second, third) = family(contract)
    body = visitor_client.get(url_of(plan, second)).content.decode()
    assert f'<link rel="prev" href="{url_of(plan, first)}">' in body
    assert f'<link rel="next" href="{url_of(plan, third)}">' in body
    assert f'<a rel="prev" href="{url_of(plan, first)}">' in body
    assert f'<a href="{url_of(plan, root)}">1 Vivre ensemble</a>' in body


def test_the_first_has_no_previous_and_the_last_no_next(contract, visitor_client):
    plan, _root, (first, _second, third) = family(contract)
    assert 'rel="prev"' not in visitor_client.get(url_of(plan, first)).content.decode()
    assert 'rel="next"' not in visitor_client.get(url_of(plan, third)).content.decode()


def test_everything_the_plan_says_of_it(contract, visitor_client):
    plan, _root, (first, second, _third) = family(contract)
    Specification.objects.create(node=first, text="Associer les habitants.")
    Specification.objects.create(node=first, kind=SpecificationKind.SCHEME, text="FIPD")
    PlannedIndicator.objects.create(
        node=first, label="Personnes venues", unit="personnes", breakdowns=["sex", "qpv"]
    )
    NodeReference.objects.create(node=first, target=second)
    area = factories.make_area(name="L’Écusson")
    first.areas.add(area)
    read = text_of(visitor_client.get(url_of(plan, first)))
    assert "Ce qui est demandé à ceux qui agissent Associer les habitants." in read
    assert "Financements à mobiliser d’abord FIPD" in read
    assert "Personnes venues (personnes) quantitatif, compté par femmes / hommes, quartier" in read
    assert "Voir aussi 1.2 Titre 1.2" in read
    assert "Quartiers concernés L’Écusson" in read
    assert "Cité par 1.1 Titre 1.1" in text_of(visitor_client.get(url_of(plan, second)))


def test_empty_parts_are_not_announced(contract, visitor_client):
    plan, _root, (first, _second, _third) = family(contract)
    read = text_of(visitor_client.get(url_of(plan, first)))
    for title in ("Ce qui est demandé", "Comment on saura", "Voir aussi", "D’une version"):
        assert title not in read


def test_the_thread_goes_up_to_the_contract_and_down_to_the_children(contract, visitor_client):
    plan, root, _children = family(contract)
    body = visitor_client.get(url_of(plan, root)).content.decode()
    thread = body[body.index('<nav class="thread"') :]
    thread = thread[: thread.index("</nav>")]
    assert contract.name in thread
    assert plan.name in thread
    assert thread.count("1.") == 6


def test_nodes_of_private_contracts_are_not_shown_as_aligned(contract, visitor_client):
    plan, root, _children = family(contract)
    secret = factories.make_contract(is_public=False)
    other = plan_of(secret, shape=(1,))
    hidden = other.versions.get().nodes.get()
    Alignment.objects.create(contract=contract, source=root.theme, target=hidden.theme)
    shown = plan_of(contract, shape=(1,), slug="territoire", name="Projet de territoire")
    seen = shown.versions.get().nodes.get()
    Alignment.objects.create(contract=contract, source=seen.theme, target=root.theme)
    body = visitor_client.get(url_of(plan, root)).content.decode()
    assert url_of(shown, seen) in body
    assert url_of(other, hidden) not in body


def test_a_theme_keeps_its_address_through_versions(contract, visitor_client):
    plan, root, _children = family(contract)
    newer = factories.make_version(plan, based_on=plan.versions.get())
    reworded = factories.make_node(newer, theme=root.theme, short_title="Vivre mieux")
    Succession.objects.create(
        contract=contract, source=root, target=reworded, kind=SuccessionKind.REWORDED
    )
    read = text_of(visitor_client.get(url_of(plan, root)))
    assert "1 Vivre mieux" in read
    assert "D’une version à l’autre" in read
    assert "reformulé" in read
    assert "1 Vivre ensemble" in read


def test_what_was_dropped_says_what_became_of_it(contract, visitor_client):
    plan, root, children = family(contract)
    newer = factories.make_version(plan, based_on=plan.versions.get(), title="Révision")
    heir = factories.make_node(newer, short_title="Nouveau venu")
    Succession.objects.create(
        contract=contract, source=children[0], target=heir, kind=SuccessionKind.MERGED
    )
    Succession.objects.create(contract=contract, source=root, kind=SuccessionKind.DROPPED)
    gone = text_of(visitor_client.get(url_of(plan, root)))
    assert "Cet élément n’est plus dans le plan" in gone
    assert "Ce qu’il est devenu" not in gone
    merged = text_of(visitor_client.get(url_of(plan, children[0])))
    assert "Ce qu’il est devenu 1 Nouveau venu" in merged


def test_the_page_costs_the_same_whatever_hangs_on_the_node(contract, visitor_client):
    plan, root, _children = family(contract)
    few = queries_of(visitor_client, url_of(plan, root))
    version = plan.versions.get()
    for rank in range(30):
        Specification.objects.create(node=root, text=f"Point {rank}", position=rank)
        PlannedIndicator.objects.create(node=root, label=f"Mesure {rank}", position=rank)
        root.areas.add(factories.make_area())
        NodeReference.objects.create(node=root, target=factories.make_node(version, root))
    assert queries_of(visitor_client, url_of(plan, root)) == few
    assert few <= 16


def test_two_versions_compare_side_by_side(contract, visitor_client):
    plan, root, children = family(contract)
    newer = factories.make_version(plan, based_on=plan.versions.get(), title="Révision 2027")
    kept = factories.make_node(newer, theme=root.theme, short_title="Vivre ensemble")
    factories.make_node(newer, kept, theme=children[0].theme, short_title="Mieux dit")
    read = text_of(visitor_client.get(f"{address_of(plan)}versions/"))
    assert "De « version 1 » à « Révision 2027 »." in read
    assert "reformulé : 1" in read
    assert "abandonné : 2" in read
    assert "inchangé : 1" in read
    assert "Titre 1.1 Mieux dit" in read


def test_one_version_alone_has_nothing_to_compare(big_plan, visitor_client):
    page = visitor_client.get(f"{address_of(big_plan)}versions/")
    assert "Une seule version publiée" in text_of(page)


def test_odd_versions_asked_for_fall_back_on_the_last_two(contract, visitor_client):
    plan, _root, _children = family(contract)
    factories.make_version(plan, based_on=plan.versions.get())
    page = visitor_client.get(f"{address_of(plan)}versions/?avant=99&apres=%00")
    assert "De « version 1 » à « version 2 »." in text_of(page)
    same = visitor_client.get(f"{address_of(plan)}versions/?avant=1&apres=1")
    assert "Choisissez deux versions différentes" in text_of(same)
