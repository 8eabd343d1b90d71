"""Real files, workbooks, and the pages that read them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from ensemblier.applications.enums import LineState
from ensemblier.applications.models import Application
from ensemblier.core.spreadsheets import write_xlsx
from ensemblier.core.spreadsheets.writing import Sheet
from ensemblier.funding.models import Award
from ensemblier.funding.operations import past_years as operations
from ensemblier.organizations.models import Organization
from tests import factories
from tests.factories import programming as make
from tests.funding.years import (
    AT,
    apply,
    money,
    refusals,
    remap,
    upload_file,
)

TOULOUSE_APPLICATIONS = 394
TOULOUSE_CENTS = 88_789_356_48
STATE_CENTS = {2020: 336_507_96, 2021: 375_620_76, 2022: 437_020_00, 2023: 465_442_60}


def test_a_workbook_with_numbers(editor, contract, plan, state):
    columns = ["Porteur", "Action", "Financeur", "Accordé", "Année"]
    rows = [["La Ronde", "Fête", "État", 1234.5, 2020]]
    content = write_xlsx(Sheet("2020", columns, rows))
    prepared = operations.prepare_past_year(
        contract=contract,
        uploaded=factories.make_upload("annee.xlsx", content),
        by=editor,
        at=AT,
    )
    apply(prepared, editor)
    assert money() == [("Fête", "Préfecture du Gard", 1234_50, 1234_50, LineState.JUSTIFIED)]


def test_toulouse_2022_goes_in(editor, contract, plan, shared):
    """Separators, a BOM, ruined SIRET, days for years, namesakes: as the city publishes it."""
    make.make_funder(name="Toulouse Métropole")
    path = shared / "data" / "scdl" / "toulouse_subventions_2022.csv"
    prepared = operations.prepare_past_year(
        contract=contract, uploaded=upload_file(path), by=editor, at=AT
    )
    done = apply(prepared, editor)
    report = done.parsed_report
    total = Award.objects.aggregate(total=Sum("granted_cents"))["total"]
    written = Application.objects.count()
    assert (written, report.refused) == (TOULOUSE_APPLICATIONS, [])
    assert total == TOULOUSE_CENTS
    assert set(Application.objects.values_list("year", flat=True)) == {2022}
    assert "SIRET ont été changés en nombres" in " ".join(report.notes)
    operations.undo_past_year(prepared=done, by=editor, at=AT)
    assert (Application.objects.count(), Organization.objects.filter(siret="").count()) == (0, 3)


def test_the_grants_of_the_state_go_in(editor, contract, plan, state, shared):
    (path,) = (shared / "data" / "p147").glob("*.csv")
    prepared = operations.prepare_past_year(
        contract=contract, uploaded=upload_file(path), by=editor, at=AT
    )
    done = apply(remap(prepared, editor, default_funder=state.pk), editor)
    assert refusals(done) == []
    years = Award.objects.values_list("request__application__year")
    assert dict(years.annotate(total=Sum("granted_cents"))) == STATE_CENTS


def test_the_page_shows_maps_applies_and_takes_back(editor_client, contract, plan, state):
    start = reverse("funding:past_years", args=[contract.slug])
    lines = "Qui;Quoi;Combien;Quand\r\nLa Ronde;Fête;100;2020"
    lines += "\r\nLe Pont;Bal;cent;2020\r\nLe Pont;Fête;cent;2020"
    response = editor_client.post(
        start, {"file": SimpleUploadedFile("annee.csv", lines.encode())}, follow=True
    )
    page = response.redirect_chain[-1][0]
    assert "Aucune colonne ne donne la structure" in response.content.decode()
    response = editor_client.post(
        page,
        {
            "deed": "remap",
            "organization": "Qui",
            "action": "Quoi",
            "granted": "Combien",
            "year": "Quand",
            "default_funder": str(state.pk),
            "default_action": "Autre",
        },
        follow=True,
    )
    editor_client.post(page, {"deed": "apply"}, follow=True)
    assert money() == [("Fête", "Préfecture du Gard", 100_00, 100_00, LineState.JUSTIFIED)]
    assert "<b>2 lignes</b>" in editor_client.get(page).content.decode()
    refused = editor_client.get(f"{page}refus/").content.decode("utf-8-sig")
    assert refused.splitlines()[1].startswith("3,")
    assert "Annuler cet import" in editor_client.get(page).content.decode()
    editor_client.post(f"{page}annuler/")
    assert Application.objects.count() == 0


def test_years_are_imported_from_the_only_contract_that_one_writes(editor_client, contract):
    response = editor_client.get(reverse("funding:choose_past_years"))
    assert response["Location"] == reverse("funding:past_years", args=[contract.slug])


def test_outsiders_find_nothing(outsider_client, reader_client, contract):
    address = reverse("funding:past_years", args=[contract.slug])
    assert outsider_client.get(address).status_code == 404
    assert reader_client.get(address).status_code == 403
    assert reader_client.get(reverse("funding:choose_past_years")).status_code == 404
