from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ensemblier.accounts.models import User
from ensemblier.audit.models import Entry
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import NotAllowed, Refused
from ensemblier.councils import operations
from ensemblier.councils.models import Council, Volunteer
from ensemblier.councils.operations import volunteers as flood
from ensemblier.councils.queries import volunteers_for
from ensemblier.notices.models import Notice
from tests.councils.conftest import NOW
from tests.factories import programming as make


def offer(contract: Contract, **changes: object) -> Volunteer:
    values = {"full_name": "Vic Volontaire", "email": "vic@quartier.test", **changes}
    return operations.offer_oneself(contract=contract, values=values, at=NOW)


def test_a_resident_offers_herself_without_an_account(
    contract: Contract, council: Council, editor: User
):
    visitor, url = Client(), reverse("portal:volunteer", args=[contract.slug])
    values = {"full_name": "Vic Volontaire", "college": "residents", "council": council.pk}

    wrong = visitor.post(url, {**values, "birth_year": "12"}).content.decode()
    assert "pour qu’on vous réponde" in wrong
    assert "Cochez cette case" in wrong
    assert "Écrivez votre année de naissance en quatre chiffres." in wrong
    assert 'value="Vic Volontaire"' in wrong

    answer = visitor.post(url, {**values, "phone": "06 00 00 00 00", "consent": "on"}, follow=True)

    assert "Merci, c’est envoyé" in answer.content.decode()
    volunteer = Volunteer.objects.get()
    assert (volunteer.full_name, volunteer.council, volunteer.state) == (
        "Vic Volontaire",
        council,
        "received",
    )
    assert Notice.objects.get(user=editor).text.startswith("Une personne propose de participer")
    entry = Entry.objects.get(action="councils.offer_oneself")
    assert "Vic" not in f"{entry.summary} {entry.changes}"


def test_a_machine_is_thanked_and_forgotten(contract: Contract):
    url = reverse("portal:volunteer", args=[contract.slug])
    values = {"full_name": "Robot", "email": "a@b.test", "college": "residents", "consent": "on"}
    assert Client().post(url, {**values, "website": "http://x.test"}).status_code == 302
    assert not Volunteer.objects.exists()


def test_the_same_address_is_one_offer_and_a_flood_is_stopped(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
):
    offer(contract)
    assert offer(contract, full_name="Vic Corrigé").full_name == "Vic Corrigé"
    assert Volunteer.objects.count() == 1
    monkeypatch.setattr(flood, "MOST_A_DAY", 1)
    with pytest.raises(Refused):
        offer(contract, email="autre@quartier.test")


def test_the_team_gives_a_seat(council: Council, editor: User, editor_client: Client):
    volunteer = offer(council.contract, sex="female")
    editor_client.post(
        reverse("councils:seat_volunteer", args=[volunteer.pk]),
        {"council": council.pk, "starts_on": "2026-03-01"},
    )
    volunteer.refresh_from_db()
    mandate = council.mandates.get()
    assert (volunteer.state, volunteer.mandate) == ("seated", mandate)
    assert (mandate.origin, mandate.sex, mandate.user.email) == (
        "volunteer",
        "female",
        "vic@quartier.test",
    )
    with pytest.raises(Refused):
        operations.decline_volunteer(volunteer=volunteer, by=editor, at=NOW)


def test_the_team_keeps_people_for_a_draw_and_hands_the_list_over(
    council: Council, editor_client: Client
):
    volunteer = offer(council.contract, birth_year=1980, address="1 rue du Moulin")
    editor_client.post(reverse("councils:keep_for_draw", args=[volunteer.pk]))
    assert list(volunteers_for(council.contract)) == [volunteer]
    url = reverse("councils:export_volunteers", args=["csv"])
    lines = editor_client.get(url, {"etat": "pool"}).content.decode("utf-8-sig").splitlines()
    assert lines[0].replace(";", ",").startswith("name,sex,birth_year,address,neighbourhood")
    assert "Vic Volontaire" in lines[1]
    assert len(editor_client.get(url, {"etat": "declined"}).content.splitlines()) == 1
    page = editor_client.get(reverse("councils:volunteers"), {"etat": "pool"}).content.decode()
    assert "dans la liste du tirage" in page


def test_people_are_forgotten_when_they_ask_and_after_a_year(
    contract: Contract, editor: User, reader: User, editor_client: Client
):
    volunteer = offer(contract)
    with pytest.raises(NotAllowed):
        operations.forget_volunteer(volunteer=volunteer, by=reader, at=NOW)
    editor_client.post(reverse("councils:forget_volunteer", args=[volunteer.pk]))
    assert not Volunteer.objects.exists()

    offer(contract)
    almost = NOW + datetime.timedelta(days=365)
    assert operations.purge_volunteers(at=almost, days=365) == 0
    assert operations.purge_volunteers(at=almost + datetime.timedelta(days=1), days=365) == 1


def test_others_do_not_read_who_offered_themselves(
    contract: Contract, reader_client: Client, other_member_client: Client
):
    volunteer = offer(contract)
    page = reverse("councils:volunteers")
    assert reader_client.get(page).status_code == 404
    assert "Vic" not in other_member_client.get(page).content.decode()
    url = reverse("councils:seat_volunteer", args=[volunteer.pk])
    assert other_member_client.get(url).status_code == 404
    elsewhere = make.make_council()
    assert elsewhere.contract != contract
