"""A GeoJSON file is read, shown, applied, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ensemblier.accounts.models import User
from ensemblier.territories.models import Area
from tests.browser import PageMaker, assert_accessible
from tests.journeys.keyboard import Keyboard, heading
from tests.journeys.site import one_perimeter_and_one_mistake


@pytest.mark.browser
def test_read_apply_undo(
    demonstration: dict[str, User], browser_page: PageMaker, tmp_path: Path
) -> None:
    path = tmp_path / "quartiers.geojson"
    path.write_text(one_perimeter_and_one_mistake(), encoding="utf-8")
    page = browser_page(user=demonstration["editor"])
    keys = Keyboard(page)
    page.goto("/espace/")

    keys.follow("Connaître les territoires")
    keys.skip_to_content()
    keys.follow("Fichiers officiels")
    keys.skip_to_content()
    keys.reach(page.get_by_label("périmètres (GeoJSON)"))
    keys.press("Space")
    keys.attach("Fichier", path)
    keys.write("Source", "Essai")
    keys.push("Lire et montrer ce qui change")

    heading(page, "quartiers.geojson")
    expect(page.get_by_text("Rien n’est encore écrit")).to_be_visible()
    expect(page.get_by_role("region", name="Lignes refusées")).to_contain_text("surface")
    assert not Area.objects.filter(code="QN03099Z").exists()
    keys.push("Confirmer l’import")
    expect(page.get_by_text("Cet import a été fait le")).to_be_visible()
    assert Area.objects.get(code="QN03099Z").name == "Quartier du Moulin"

    keys.confirm("Annuler cet import")
    expect(page.get_by_text("Cet import a été annulé le")).to_be_visible()
    assert_accessible(page)
    assert not Area.objects.filter(code="QN03099Z").exists()
