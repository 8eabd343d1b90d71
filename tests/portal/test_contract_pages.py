import datetime

from ensemblier.contracts.enums import AreaStanding
from tests import factories
from tests.portal.conftest import plan_of, queries_of, text_of

ADDRESS = "/contrats/ici/"


def test_a_contract_in_plain_words(contract, visitor_client):
    contract.summary = "Améliorer la vie du centre ancien."
    contract.bearer.name = "Communauté de communes"
    contract.bearer.save()
    contract.midterm_on = datetime.date(2027, 1, 1)
    contract.save()
    read = text_of(visitor_client.get(ADDRESS))
    assert "Améliorer la vie du centre ancien." in read
    assert "Porté par Communauté de communes" in read
    assert "Commence le 1er janvier 2024 Finit le 31 décembre 2030" in read
    assert "Bilan à mi-parcours janvier 2027" in read


def test_each_figure_opens_its_rows(contract, visitor_client):
    plan_of(contract, shape=(2, 3))
    contract.contractareas.create(area=factories.make_area())
    contract.signatorys.create(organization=contract.bearer, title="Président")
    body = visitor_client.get(ADDRESS).content.decode()
    for number, url in (
        ("2", "/contrats/ici/plans/contrat/?niveau=0"),
        ("3", "/contrats/ici/plans/contrat/?niveau=1"),
    ):
        assert f'<span class="figure-value">{number}</span>' in body
        assert f'href="{url}"' in body
        assert visitor_client.get(url).status_code == 200
    assert 'href="/contrats/ici/quartiers/"' in body
    assert 'href="/contrats/ici/signataires/"' in body


def test_places_without_a_drawing_are_listed_too(contract, visitor_client):
    drawn = factories.make_area(name="L’Écusson")
    factories.make_perimeter(drawn)
    place = factories.make_area(kind="other", name="Bessèges", code="")
    contract.contractareas.create(area=drawn)
    contract.contractareas.create(area=place, standing=AreaStanding.VULNERABLE)
    read = text_of(visitor_client.get(ADDRESS))
    assert "2 quartiers et secteurs aidés" in read
    assert "L’Écusson" in read
    assert "Bessèges poche de vulnérabilité" in read


def test_former_neighbourhoods_are_set_apart(contract, visitor_client):
    contract.contractareas.create(
        area=factories.make_area(name="Avant", valid_to=datetime.date(2023, 12, 31))
    )
    contract.contractareas.create(area=factories.make_area(name="Maintenant"))
    read = text_of(visitor_client.get(f"{ADDRESS}quartiers/"))
    assert read.index("Maintenant") < read.index("Quartiers d’avant") < read.index("Avant")


def test_dates_come_in_order_and_once(contract, visitor_client):
    contract.midterm_on = datetime.date(2028, 1, 1)
    contract.save()
    contract.milestones.create(title="Bilan avec les habitants", due_on=contract.midterm_on)
    contract.milestones.create(
        title="Signature", due_on=datetime.date(2024, 4, 9), done_on=datetime.date(2024, 4, 9)
    )
    read = text_of(visitor_client.get(ADDRESS))
    assert "Prochaines dates 1er janvier 2028 Bilan avec les habitants 31 décembre 2030" in read
    assert "Déjà passé 9 avril 2024 Signature" in read


def test_only_public_documents_are_listed(contract, visitor_client):
    for title, is_public in (("Contrat signé", True), ("Note interne", False)):
        contract.contractdocuments.create(
            title=title,
            kind="note",
            dated=factories.LONG_AGO,
            is_public=is_public,
            file=factories.make_stored_file(is_public=is_public),
        )
    for address in (ADDRESS, f"{ADDRESS}documents/"):
        read = text_of(visitor_client.get(address))
        assert "Contrat signé" in read
        assert "Note interne" not in read


def test_amendments_tell_the_new_end(contract, visitor_client):
    contract.amendments.create(
        number=1,
        title="Prolongation",
        signed_on=datetime.date(2029, 5, 2),
        previous_end=datetime.date(2029, 12, 31),
        new_end=contract.ends_on,
    )
    assert "Prolongation" in text_of(visitor_client.get(ADDRESS))
    read = text_of(visitor_client.get(f"{ADDRESS}documents/"))
    assert "Avenant 1 : Prolongation Signé le 2 mai 2029" in read
    assert "Le contrat finit désormais le 31 décembre 2030." in read


def test_signatories_are_named_by_what_they_sign_for(contract, visitor_client):
    contract.signatorys.create(
        organization=factories.make_organization(name="Région"),
        title="Présidente de la Région",
        deliberation="2024-12",
        signed_on=datetime.date(2024, 4, 9),
    )
    read = text_of(visitor_client.get(f"{ADDRESS}signataires/"))
    assert "Région Présidente de la Région 2024-12 9 avril 2024" in read


def test_an_empty_contract_says_what_is_missing(contract, visitor_client):
    read = text_of(visitor_client.get(ADDRESS))
    assert "Pas encore de plan publié" in read
    assert "Aucun quartier enregistré" in read
    assert "Aucun signataire enregistré" in text_of(visitor_client.get(f"{ADDRESS}signataires/"))
    assert "Aucun document public" in text_of(visitor_client.get(f"{ADDRESS}documents/"))


def test_the_page_costs_the_same_whatever_the_contract_holds(contract, visitor_client):
    def add(count):
        for rank in range(count):
            area = factories.make_area()
            factories.make_perimeter(area)
            contract.contractareas.create(area=area)
            contract.signatorys.create(organization=factories.make_organization(), title="Membre")
            contract.milestones.create(title=f"Étape {rank}", due_on=datetime.date(2099, 1, 1))
            plan_of(contract, shape=(1, 1), slug=f"plan-{area.pk}")
            contract.contractdocuments.create(
                title="Papier",
                kind="note",
                dated=factories.LONG_AGO,
                file=factories.make_stored_file(is_public=True),
            )

    add(3)
    few = queries_of(visitor_client, ADDRESS)
    add(20)
    assert queries_of(visitor_client, ADDRESS) == few
