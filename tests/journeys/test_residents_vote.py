"""A vote by code on an old phone without script, and a paper vote typed twice by the team."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.fund.models import BallotBox, Vote
from ensemblier.fund.operations.ballots import cast_ballot
from tests import factories
from tests.browser import PageMaker, assert_accessible
from tests.factories import votes as make
from tests.journeys.keyboard import heading

pytestmark = pytest.mark.browser


@pytest.fixture
def team(transactional_db: None, contract: Contract) -> User:
    editor = factories.make_user("equipe@example.org", full_name="Emma Équipe")
    factories.make_role(editor, contract)
    return editor


@pytest.fixture
def opened(contract: Contract, team: User) -> tuple[Vote, list[str]]:
    return make.opened(make.make_voted_round(contract), team, at=timezone.now())


def reads_well(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(page)


def test_a_resident_votes_on_a_phone_without_script(
    opened: tuple[Vote, list[str]], browser_page: PageMaker
) -> None:
    vote, codes = opened
    page = browser_page(width=360, height=740, javascript=False)
    page.goto(f"/votes/{vote.pk}/")
    page.get_by_role("link", name="Voter", exact=True).click()

    heading(page, "Je vote")
    page.get_by_label(re.compile("^1\\.")).check()
    page.get_by_label(re.compile("^3\\.")).check()
    page.get_by_label("Votre code de vote").fill("ABCD EFGH JKMN")
    page.get_by_role("button", name="Relire mon vote").click()
    expect(page.get_by_text("Ce code n’existe pas pour ce vote.").first).to_be_visible()
    expect(page.get_by_label(re.compile("^3\\."))).to_be_checked()

    page.get_by_label("Votre code de vote").fill(codes[0].lower().replace("-", " "))
    page.get_by_role("button", name="Relire mon vote").click()
    heading(page, "Est-ce bien votre vote")
    expect(page.locator("main li")).to_have_count(2)
    assert BallotBox.objects.get().total == 0
    page.get_by_role("button", name="Envoyer mon vote").click()

    heading(page, "Merci, votre vote est dans l’urne.")
    assert codes[0] not in page.url
    assert BallotBox.objects.get().ballots == {"1,3": 1}


def test_the_pages_of_a_vote_read_well_on_a_phone(
    opened: tuple[Vote, list[str]], browser_page: PageMaker
) -> None:
    vote, codes = opened
    page = browser_page(width=360, height=740)
    for address in (f"/votes/{vote.pk}/", f"/votes/{vote.pk}/voter/"):
        page.goto(address)
        reads_well(page)
    page.get_by_label("Votre code de vote").fill(codes[0])
    page.get_by_role("button", name="Relire mon vote").click()
    heading(page, "Est-ce bien votre vote")
    reads_well(page)


def test_the_team_counts_papers_and_the_result_is_told(
    opened: tuple[Vote, list[str]], team: User, browser_page: PageMaker
) -> None:
    vote, codes = opened
    cast_ballot(vote=vote, code=codes[1], numbers=[1], at=timezone.now())
    page = browser_page(user=team)
    page.goto(f"/espace/fonds/votes/{vote.pk}/")
    page.get_by_role("link", name="Remettre un bulletin", exact=True).click()
    page.get_by_label("Code de vote").fill(codes[0])
    page.get_by_role("button", name="Échanger ce code").click()
    expect(page.get_by_text("remettez un bulletin en papier")).to_be_visible()

    page.goto(f"/espace/fonds/votes/{vote.pk}/")
    page.get_by_role("button", name="Saisir une pile de bulletins").click()
    for end in ("La pile est finie, relire", "Compter cette pile"):
        heading(page, "Pile n° 1")
        page.get_by_label(re.compile("^2\\.")).check()
        page.get_by_role("button", name="Enregistrer, bulletin suivant").click()
        page.get_by_role("button", name=end).click()
    expect(page.get_by_text("La pile est comptée.")).to_be_visible()

    for step in ("Fermer le vote", "Dépouiller et décider"):
        page.get_by_role("link", name=step).click()
        page.get_by_role("button", name=step).click()
    page.get_by_role("link", name="La page publique du vote").click()
    main = page.locator("main")
    expect(main).to_contain_text("2 bulletins")
    expect(main).to_contain_text("Elle a payé seule, de sa part, les 300 € du projet.")
    expect(main).to_contain_text("700 € sont donnés, sur 1 000 €.")
    assert BallotBox.objects.get().ballots == {"1": 1, "2": 1}
