"""The State's delegate has an hour: three opinions on one page, then one deliberation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ensemblier.applications.enums import LineState
from ensemblier.applications.models import Request
from ensemblier.calls.models import Envelope
from tests.browser import PageMaker, assert_accessible
from tests.journeys.applying import press
from tests.journeys.conftest import Received
from tests.journeys.keyboard import heading


@pytest.mark.browser
def test_a_delegate_gives_opinions_and_decides_in_bulk(
    received: Received, browser_page: PageMaker
) -> None:
    page = browser_page(user=received.delegate)
    page.goto("/espace/")
    assert_accessible(page)
    page.goto("/espace/instruction/")
    assert_accessible(page)
    page.goto(f"/espace/instruction/appels/{received.call.pk}/avis/")

    expect(page.get_by_text("3 avis attendus sur 3")).to_be_visible()
    for rank, (value, amount) in enumerate(
        [("favorable", "800"), ("favorable avec réserves", "400,50"), ("défavorable", "")]
    ):
        row = page.locator("fieldset.opinion-row").nth(rank)
        row.get_by_label("Avis").select_option(label=value)
        row.get_by_label("Montant conseillé").fill(amount)
        row.get_by_label("Commentaire").fill("Vu avec le quartier.")
    assert_accessible(page)
    press(page, "Enregistrer les avis de cette page")
    expect(page.get_by_text("3 avis enregistrés.")).to_be_visible()

    page.goto(
        f"/espace/versements/decisions/{received.call.pk}/?financeur={received.prefecture.pk}"
    )
    heading(page, "Décisions")
    amounts = page.get_by_label("Montant accordé au dossier")
    expect(amounts).to_have_count(3)
    amounts.nth(0).fill("800")
    amounts.nth(1).fill("1 000,01")
    for rank in (0, 1):
        page.get_by_label("Décider le dossier").nth(rank).check()
    page.get_by_label("Référence").fill("Arrêté 12")
    assert_accessible(page)
    press(page, "Décider les dossiers cochés")
    expect(page.locator("main [role=alert]").first).to_contain_text("plus que la demande")
    expect(amounts.nth(0)).to_have_value("800")
    assert_accessible(page)
    amounts.nth(1).fill("400,50")
    press(page, "Décider les dossiers cochés")

    expect(page.get_by_text("Arrêté 12").first).to_be_visible()
    assert_accessible(page)
    lines = Request.objects.filter(funder=received.prefecture).order_by("pk")
    assert [line.state for line in lines] == [
        LineState.GRANTED,
        LineState.GRANTED,
        LineState.OPINION,
    ]
    assert Envelope.objects.get(funder=received.prefecture).committed_cents == 1_200_50
