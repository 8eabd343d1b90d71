"""The team asks two councils; a member answers from her phone, the other council stays silent."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract, ContractArea
from ensemblier.councils.models import Consultation
from ensemblier.councils.operations.clock import keep_time
from tests import factories
from tests.browser import PageMaker, assert_accessible
from tests.factories import programming as make
from tests.journeys.applying import press

DAY = datetime.timedelta(days=1)


@pytest.fixture
def member(transactional_db: None, contract: Contract) -> User:
    """Of «Conseil des Prés»; «Conseil du Haut» has nobody with an account."""
    for name in ("Les Prés", "Le Haut"):
        area = factories.make_area(name=name)
        ContractArea.objects.create(contract=contract, area=area)
        make.make_council(contract, areas=(area,), name=f"Conseil : {name}")
    user = factories.make_user("rachida@quartier.test", full_name="Rachida Résidente")
    make.make_mandate(contract.councils.get(name="Conseil : Les Prés"), user)
    return user


@pytest.mark.browser
def test_a_council_answers_and_another_is_silent(
    member: User, editor: User, browser_page: PageMaker
) -> None:
    desk = browser_page(user=editor)
    desk.goto("/espace/consultations/")
    desk.get_by_role("link", name="Consulter des conseils").click()
    desk.get_by_label("Conseil : Les Prés").check()
    desk.get_by_label("Conseil : Le Haut").check()
    desk.get_by_label("Sujet").select_option(label="rapport annuel")
    desk.get_by_label("Titre").fill("Rapport annuel 2025")
    desk.get_by_label("Ce qui est demandé").fill("Que manque-t-il à ce rapport ?")
    paper = {"name": "rapport.txt", "mimeType": "text/plain", "buffer": b"Le rapport."}
    desk.get_by_label("Papiers à lire").set_input_files([paper])
    desk.get_by_label("Dernier jour").fill((timezone.localdate() + DAY).isoformat())
    desk.get_by_label("Envoyer tout de suite").check()
    press(desk, "Enregistrer")
    expect(desk.get_by_role("alert").first).to_contain_text("laisse au conseil jusqu’au")
    desk.get_by_label("Dernier jour").fill((timezone.localdate() + 40 * DAY).isoformat())
    desk.get_by_label("Papiers à lire").set_input_files([paper])
    press(desk, "Enregistrer")
    expect(desk.get_by_text("2 conseils sont consultés.")).to_be_visible()

    phone = browser_page(width=360, javascript=False, user=member)
    phone.goto("/espace/")
    phone.get_by_role("link", name="Donner l’avis du conseil").click()
    expect(phone.get_by_text("il reste 40 jours").first).to_be_visible()
    with phone.expect_download() as received:
        phone.get_by_role("link", name="rapport.txt").click()
    assert received.value.path().read_text() == "Le rapport."
    phone.get_by_role("link", name="Donner l’avis du conseil").click()
    phone.get_by_label("favorable avec réserves").check()
    press(phone, "Enregistrer l’avis")
    expect(phone.get_by_text("Dites pourquoi en quelques mots").first).to_be_visible()
    expect(phone.get_by_label("favorable avec réserves")).to_be_checked()
    phone.get_by_label("Ce que dit le conseil").fill("Rien sur les jeunes.")
    phone.get_by_label("Rachida Résidente").check()
    press(phone, "Enregistrer l’avis")
    expect(phone.get_by_text("Rien sur les jeunes.")).to_be_visible()
    press(phone, "Publier sur la page du conseil")
    expect(phone.get_by_text("L’avis est publié.")).to_be_visible()

    keep_time(at=timezone.now() + 41 * DAY)

    desk.goto("/espace/consultations/")
    expect(desk.get_by_role("row", name="Conseil : Les Prés")).to_contain_text(
        "favorable avec réserves"
    )
    expect(desk.get_by_role("row", name="Conseil : Le Haut")).to_contain_text("vaut avis favorable")
    assert_accessible(desk)
    council = Consultation.objects.get(value="reserved").council
    visitor = browser_page(width=360)
    visitor.goto(council.get_absolute_url())
    visitor.get_by_text("Lire l’avis").click()
    expect(visitor.get_by_text("Rien sur les jeunes.")).to_be_visible()
    expect(visitor.get_by_text("présents\u00a0: 1 habitant")).to_be_visible()
    expect(visitor.get_by_text("Rachida")).to_have_count(0)
    assert_accessible(visitor)
