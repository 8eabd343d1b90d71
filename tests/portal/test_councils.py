from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.councils import operations
from ensemblier.councils.models import Council
from ensemblier.demo.loading.councils.papers import minutes_pdf
from ensemblier.files.operations import store_upload
from tests import factories
from tests.factories import programming as make
from tests.portal.conftest import queries_of, text_of


@pytest.fixture
def council(contract: Contract) -> Council:
    area = factories.make_area(name="Les Prés")
    factories.make_perimeter(area)
    ContractArea.objects.create(contract=contract, area=area)
    return make.make_council(
        contract, areas=(area,), name="Conseil des Prés", description="Il parle du quartier."
    )


def url(name: str, council: Council, *args: object) -> str:
    return reverse(f"portal:{name}", args=[council.contract.slug, council.slug, *args])


def test_the_page_of_a_council_names_only_those_who_agreed(
    council: Council, visitor_client: Client
):
    named = factories.make_user(None, full_name="Ana Accepte")
    hidden = factories.make_user(None, full_name="Bob Discret")
    make.make_mandate(council, named, shows_name=True, function="president", sex="female")
    make.make_mandate(council, hidden, sex="male")
    make.make_meeting(council, starts_at=timezone.now() + datetime.timedelta(days=3), place="École")
    make.make_meeting(
        council,
        starts_at=timezone.now() + datetime.timedelta(days=4),
        place="Bureau",
        is_public=False,
    )

    read = text_of(visitor_client.get(url("council", council)))

    assert "Ana Accepte, présidence" in read
    assert "Bob Discret" not in read
    assert "1 membre n’a pas souhaité être nommé ici." in read
    assert "1 / 1 femmes / hommes parmi les habitants" in read
    assert "École" in read
    assert "Bureau" not in read


def test_published_minutes_read_page_by_page(
    council: Council, editor: User, visitor_client: Client
):
    author = {"by": editor, "at": timezone.now()}
    content = minutes_pdf("Compte rendu", [["Le banc est réparé."], ["Vive le jardin partagé !"]])
    minutes = operations.add_minutes(
        council=council,
        month=datetime.date(2026, 1, 1),
        uploaded=SimpleUploadedFile("cr.pdf", content),
        **author,
    )
    page = url("minutes", council, minutes.pk)
    assert visitor_client.get(page).status_code == 404

    operations.publish_minutes(minutes=minutes, **author)
    make.make_minutes(council, published=True, month=datetime.date(2026, 2, 1))

    response = visitor_client.get(page)
    read = text_of(response)
    assert "Page 1 sur 2 Compte rendu Le banc est réparé. Page 2 sur 2 Vive" in read
    assert "Suivant février 2026" in read
    assert reverse("files:download", args=[minutes.file.key]) in response.content.decode()  # type: ignore[union-attr]
    listed = text_of(visitor_client.get(url("council_minutes", council)))
    assert listed.index("2026") < listed.index("janvier") < listed.index("février")
    found = visitor_client.get(reverse("search:search"), {"q": "jardin partagé"})
    assert "Comptes rendus des conseils" in text_of(found)
    assert page in found.content.decode()


def test_minutes_that_are_not_published_are_found_by_the_team_alone(
    council: Council, visitor_client: Client, reader_client: Client, other_member_client: Client
):
    make.make_minutes(council, text="Le secret du moulin.")
    search = reverse("search:search")

    def count(client: Client) -> bool:
        return "Compte rendu de" in client.get(search, {"q": "secret moulin"}).content.decode()

    assert [count(one) for one in (visitor_client, other_member_client, reader_client)] == [
        False,
        False,
        True,
    ]


def test_minutes_that_are_an_image_say_so(council: Council, visitor_client: Client):
    stored = store_upload(uploaded=SimpleUploadedFile("a.txt", b"x"), by=None, at=timezone.now())
    minutes = make.make_minutes(council, published=True, text="", text_source="none", file=stored)
    read = text_of(visitor_client.get(url("minutes", council, minutes.pk)))
    assert "Ce compte rendu est une image" in read


def test_councils_are_led_to_from_the_contract_its_areas_and_the_menu(
    council: Council, visitor_client: Client
):
    address = url("council", council)
    contract_page = council.contract.get_absolute_url()
    area_page = council.areas.get().get_absolute_url()
    for page in (contract_page, area_page, f"{contract_page}conseils-citoyens/"):
        assert address in visitor_client.get(page).content.decode(), page
    sitemap = reverse("portal:sitemap_contract", args=[council.contract.slug])
    assert address in visitor_client.get(sitemap).content.decode()
    export = reverse("portal:councils_export", args=[council.contract.slug, "csv"])
    assert "Conseil des Prés" in visitor_client.get(export).content.decode()


def test_dates_for_agendas(council: Council, visitor_client: Client):
    soon = timezone.now() + datetime.timedelta(days=3)
    make.make_meeting(council, starts_at=soon, subject="Le banc")
    make.make_meeting(council, starts_at=soon, cancelled_at=timezone.now())
    text = visitor_client.get(url("council_dates", council)).content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART:{soon.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}" in text
    assert "SUMMARY:Conseil des Prés\u00a0: Le banc" in text


def test_a_contract_that_is_not_public_hides_its_councils(council: Council, visitor_client: Client):
    minutes = make.make_minutes(council, published=True)
    council.contract.is_public = False
    council.contract.save()
    pages = [
        url("council", council),
        url("minutes", council, minutes.pk),
        reverse("portal:volunteer", args=[council.contract.slug]),
        reverse("portal:councils", args=[council.contract.slug]),
    ]
    assert {visitor_client.get(page).status_code for page in pages} == {404}


def test_as_many_queries_for_many_as_for_few(council: Council, visitor_client: Client):
    area = council.areas.get()

    def grow(one: Council) -> None:
        make.make_mandate(one, shows_name=True)
        make.make_minutes(one, published=True)
        make.make_meeting(one, starts_at=timezone.now() + datetime.timedelta(days=3))

    grow(council)
    pages = [
        reverse("portal:councils", args=[council.contract.slug]),
        url("council", council),
        url("council_minutes", council),
        url("minutes", council, council.minutes.get().pk),
    ]
    few = [queries_of(visitor_client, page) for page in pages]
    for _ in range(4):
        grow(council)
        grow(make.make_council(council.contract, areas=(area,)))

    assert [queries_of(visitor_client, page) for page in pages] == few
