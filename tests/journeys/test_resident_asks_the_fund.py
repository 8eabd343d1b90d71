"""A resident's request of 400 € on an old phone without script, until its report is sent."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ensemblier.contracts.models import Contract
from ensemblier.fund.enums import RequestState, RoundState
from ensemblier.fund.models import CoFunder, FundRequest, Round
from ensemblier.fund.operations.decisions import record_decision
from ensemblier.fund.operations.examining import accept_request
from ensemblier.fund.operations.money import pay_bearer, receive_contribution
from tests import factories
from tests.browser import PageMaker, assert_accessible, seen_with_script
from tests.factories import fund as make
from tests.journeys.keyboard import heading


@pytest.fixture
def round(transactional_db: None, contract: Contract) -> Round:
    now, day = timezone.now(), datetime.timedelta(days=1)
    fund = make.make_fund(contract, name="Le fonds d’ici", code="FPH")
    round = make.make_round(
        fund, year=now.year, opens_at=now - day, closes_at=now + day, title="Campagne"
    )
    make.make_co_funder(round, 2_000_00)
    return round


def write(page: Page, label: str, value: str) -> None:
    page.get_by_label(re.compile(label)).first.fill(value)


def reads_well(page: Page, checker: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(seen_with_script(page, checker))


def team_grants_and_pays(request: FundRequest, round: Round) -> None:
    editor = factories.make_user()
    factories.make_role(editor, round.contract)
    done = {"by": editor, "at": timezone.now()}
    accept_request(request=request, **done)
    Round.objects.update(state=RoundState.DECIDING)
    record_decision(request=request, granted_cents=400_00, **done)
    today = timezone.localdate()
    receive_contribution(co_funder=CoFunder.objects.get(), amount_cents=2_000_00, on=today, **done)
    pay_bearer(request=request, amount_cents=400_00, on=today, **done)
    FundRequest.objects.update(starts_on=today)


@pytest.mark.browser
def test_a_resident_asks_follows_and_reports_on_a_phone_without_script(
    round: Round, browser_page: PageMaker
) -> None:
    page, checker = browser_page(width=360, javascript=False), browser_page(width=360)

    page.goto("/fonds/")
    page.get_by_role("link", name="Demander").click()
    heading(page, "Ma demande")
    write(page, "Nom de l’action", "La grande tablée")
    write(page, "Qu’allez-vous faire", "Un repas dans la cour.")
    in_a_month = timezone.localdate() + datetime.timedelta(days=30)
    write(page, "Quel jour", in_a_month.isoformat())
    write(page, "À quel endroit", "la cour du bâtiment C")
    write(page, "Dépense 1", "boissons et pain")
    write(page, "Prix 1", "400")
    write(page, "Combien demandez-vous", "750")
    write(page, "Pour qui", "les voisins")
    write(page, "Combien de personnes", "80")
    page.get_by_label("une habitante, un habitant").check()
    write(page, "Votre nom", "Mireille Tournesol")
    write(page, "Téléphone", "06 12 34 56 78")
    page.get_by_role("button", name="Envoyer ma demande").click()

    # One figure was wrong: the rest is still there.
    expect(page.locator(".is-invalid")).to_contain_text("700\xa0€ au plus pour une action")
    expect(page.get_by_label(re.compile("Nom de l’action"))).to_have_value("La grande tablée")
    reads_well(page, checker)
    write(page, "Combien demandez-vous", "400")
    page.get_by_role("button", name="Envoyer ma demande").click()

    heading(page, "Votre demande est reçue.")
    request = FundRequest.objects.get()
    expect(page.locator(".code")).to_have_text(request.code)
    reads_well(page, checker)
    team_grants_and_pays(request, round)

    page.goto("/fonds/suivi/")
    write(page, "Votre code de suivi", request.code.lower())
    page.get_by_role("button", name="Voir ma demande").click()
    heading(page, "Le fonds vous a versé 400\xa0€.")
    page.get_by_role("link", name="Raconter mon action").click()
    write(page, "Comment cela s’est passé", "Tout le monde est venu.")
    write(page, "Femmes", "34")
    write(page, "Hommes", "27")
    write(page, "Filles", "11")
    write(page, "Boissons et pain", "387,40")
    reads_well(page, checker)
    page.get_by_role("button", name="Envoyer mon bilan").click()

    heading(page, "Votre bilan est reçu, merci.")
    request.refresh_from_db()
    assert request.state == RequestState.REPORTED
    assert (request.report.people, request.lines.get().actual_cents) == (72, 387_40)
