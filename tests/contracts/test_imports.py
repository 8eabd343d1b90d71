import datetime

import pytest
from django.urls import reverse

from ensemblier.contracts import operations
from ensemblier.contracts.models import SignatoryImport
from ensemblier.core.exceptions import NotAllowed, Refused
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
SIRET = "20006691800018"


def prepare(by, contract, *lines: str) -> SignatoryImport:
    return operations.prepare_signatories(
        contract=contract,
        uploaded=factories.make_upload("liste.csv", "\r\n".join(lines).encode()),
        by=by,
        at=AT,
    )


def apply(by, contract, *lines: str) -> SignatoryImport:
    return operations.apply_signatories(prepared=prepare(by, contract, *lines), by=by, at=AT)


@pytest.fixture
def ales(db):
    return factories.make_organization(name="Ville d’Alès", siret=SIRET, siren=SIRET[:9])


@pytest.fixture
def anduze(db):
    return factories.make_organization(name="Ville d’Anduze")


def test_signatories_come_in_the_order_of_the_table(editor, contract, ales, anduze):
    done = apply(
        editor,
        contract,
        "Structure;SIRET;En qualité de;Délibération;Signé le",
        "VILLE D'ANDUZE;;Maire;n° 3;09/04/2024",
        f";{SIRET};Maire d’Alès;;",
        "Inconnue;;Maire;;",
        "Ville d’Anduze;;Maire;;",
    )
    rows = [
        (row.organization, row.title, row.deliberation, row.signed_on)
        for row in contract.signatorys.all()
    ]
    assert rows == [
        (anduze, "Maire", "n° 3", datetime.date(2024, 4, 9)),
        (ales, "Maire d’Alès", "", None),
    ]
    assert [(row.line, row.reason) for row in done.parsed_report.refused] == [
        (4, "Structure inconnue\u00a0: «\u00a0Inconnue\u00a0». Créez-la d’abord."),
        (5, "Déjà à la ligne 2 de ce fichier."),
    ]


def test_a_signatory_already_there_is_completed(editor, contract, ales):
    contract.signatorys.create(organization=ales, title="Maire", deliberation="n° 1")
    done = apply(editor, contract, "structure;signé le", "Ville d’Alès;2024-04-09")
    row = contract.signatorys.get()
    assert (row.title, row.deliberation, str(row.signed_on)) == ("Maire", "n° 1", "2024-04-09")
    operations.undo_signatories(prepared=done, by=editor, at=AT)
    row.refresh_from_db()
    assert row.signed_on is None


def test_bad_rows_say_why(editor, contract, ales, anduze):
    done = apply(
        editor,
        contract,
        "structure;qualité;signé le",
        "Ville d’Alès;;",
        "Ville d’Anduze;Maire;hier",
    )
    assert [(row.line, row.reason) for row in done.parsed_report.refused] == [
        (2, "Ce champ ne peut pas être vide."),
        (3, "«\u00a0hier\u00a0» n’est pas une date. Écrivez-la comme 31/01/2024."),
    ]
    assert not contract.signatorys.exists()


def test_what_the_list_exports_is_read_back(editor, editor_client, contract, ales, anduze):
    apply(editor, contract, "structure;qualité", "Ville d’Alès;Maire", "Ville d’Anduze;Maire")
    address = reverse("contracts:signatories_export", args=["ici", "xlsx"])
    exported = editor_client.get(address).content
    prepared = operations.prepare_signatories(
        contract=contract,
        uploaded=factories.make_upload("liste.xlsx", exported),
        by=editor,
        at=AT,
    )
    report = prepared.parsed_report
    assert (report.changes_nothing, report.unchanged, report.refused) == (True, 2, [])


def test_undo_is_refused_once_a_row_changed(editor, contract, ales, anduze):
    done = apply(
        editor, contract, "structure;qualité", "Ville d’Alès;Maire", "Ville d’Anduze;Maire"
    )
    contract.signatorys.filter(organization=ales).update(deliberation="n° 9")
    with pytest.raises(Refused):
        operations.undo_signatories(prepared=done, by=editor, at=AT)
    assert contract.signatorys.count() == 2
    contract.signatorys.update(deliberation="")
    operations.undo_signatories(prepared=done, by=editor, at=AT)
    assert not contract.signatorys.exists()


def test_readers_may_not(reader, contract):
    with pytest.raises(NotAllowed):
        prepare(reader, contract, "structure", "X")


def test_the_whole_way(editor_client, reader_client, other_member_client, contract, ales):
    start = reverse("contracts:import_signatories", args=["ici"])
    assert other_member_client.get(start).status_code == 404
    assert reader_client.get(start).status_code == 403
    content = "qui;rôle\r\nVille d’Alès;Maire\r\nPersonne;Rien\r\n".encode()
    editor_client.post(start, {"file": factories.make_upload("liste.csv", content)})
    prepared = SignatoryImport.objects.get()
    address = reverse("contracts:import_preview", args=["ici", prepared.pk])
    assert "Aucune colonne ne donne la structure" in editor_client.get(address).text
    editor_client.post(address, {"deed": "remap", "name": "qui", "title": "rôle"})
    assert "Structure inconnue" in editor_client.get(address).text
    assert editor_client.get(f"{address}refus/").status_code == 200
    assert not contract.signatorys.exists()
    editor_client.post(address, {"deed": "apply"})
    assert contract.signatorys.get().organization == ales
    undo = reverse("contracts:import_undo", args=["ici", prepared.pk])
    editor_client.get(undo)
    assert contract.signatorys.exists()
    editor_client.post(undo)
    assert not contract.signatorys.exists()
    page = editor_client.post(address, {"deed": "discard"}, follow=True)
    assert "Cet import est déjà fait ou abandonné." in page.text
