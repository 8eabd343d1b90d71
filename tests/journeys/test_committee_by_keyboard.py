"""A committee examines its files on a big screen: arrows, amounts, minutes; no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.appraisal.models import SheetNote
from ensemblier.funding.models import Award
from ensemblier.governance.enums import SessionState
from tests.browser import PageMaker, assert_accessible
from tests.factories import programming as make
from tests.journeys.conftest import Received
from tests.journeys.keyboard import Keyboard, heading


@pytest.mark.browser
def test_a_committee_is_held_by_keyboard_alone(
    received: Received, editor: User, browser_page: PageMaker
) -> None:
    body = make.make_body(received.call.contract, name="CTP d’ici")
    make.make_seat(body, user=received.delegate)
    make.make_committee(received.call, body)
    session = make.make_session(body, state=SessionState.OPEN)
    page = browser_page(user=editor, width=1440)
    keys = Keyboard(page)
    page.goto(f"/espace/seances/{session.pk}/")

    keys.skip_to_content()
    assert_accessible(page)
    keys.push("Mettre à l’ordre du jour")
    keys.skip_to_content()
    keys.follow("Goûters", exact=True)

    heading(page, "Goûters")
    assert_accessible(page)
    keys.press("F2")
    expect(page.get_by_label("Proposé par Préfecture")).to_be_focused()
    keys.type("900")
    with page.expect_navigation():
        keys.press("Enter")
    heading(page, "Goûters")
    expect(page.get_by_label("Proposé par Préfecture")).to_have_value("900")
    keys.press("Escape")
    keys.press("Enter")
    expect(page.get_by_label("Compte rendu")).to_be_focused()
    keys.type("Favorable, une salle est trouvée.")
    keys.press("Escape", "ArrowRight")

    heading(page, "Lectures")
    keys.press("ArrowRight")
    heading(page, "Potager")
    keys.press("ArrowLeft")
    heading(page, "Lectures")
    keys.press("ArrowLeft")
    heading(page, "Goûters")
    expect(page.get_by_label("Compte rendu")).to_have_value("Favorable, une salle est trouvée.")
    assert_accessible(page)
    note = SheetNote.objects.get(application=received.applications[0])
    assert note.text == "Favorable, une salle est trouvée."
    award = Award.objects.get(request__application=received.applications[0])
    assert (award.request.funder, award.proposed_cents) == (received.prefecture, 900_00)
