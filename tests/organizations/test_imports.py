import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.core.spreadsheets import Sheet, write_xlsx
from ensemblier.files.models import StoredFile
from ensemblier.organizations import operations
from ensemblier.organizations.enums import OrganizationKind
from ensemblier.organizations.models import Organization, OrganizationImport
from tests import factories

AT = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
SIRET = "20006691800018"


def prepare(by, *lines: str) -> OrganizationImport:
    content = "\r\n".join(lines).encode()
    return operations.prepare_import(
        uploaded=factories.make_upload("liste.csv", content), by=by, at=AT
    )


def apply(by, *lines: str) -> OrganizationImport:
    return operations.apply_import(prepared=prepare(by, *lines), by=by, at=AT)


def refusals(prepared: OrganizationImport) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in prepared.parsed_report.refused]


@pytest.fixture
def ales(db):
    return factories.make_area(kind="commune", name="Alès", code="30007")


def test_a_preview_writes_nothing(editor, ales):
    prepared = prepare(
        editor,
        "Raison sociale;N° SIRET;Ville;Statut juridique",
        "Les Jardins;200 066 918 00018;ALES;Association",
    )
    report = prepared.parsed_report
    assert report.mapping == {
        "name": "Raison sociale",
        "siret": "N° SIRET",
        "commune": "Ville",
        "kind": "Statut juridique",
    }
    assert [change.label for change in report.created] == ["Les Jardins"]
    assert not Organization.objects.filter(name="Les Jardins").exists()
    assert not Entry.objects.filter(action="organizations.apply_import").exists()


def test_a_list_under_its_title_is_read(editor):
    prepared = prepare(editor, "Annuaire 2026;", ";", "Nom;Courriel", "Les Jardins;a@ici.test")
    assert [change.label for change in prepared.parsed_report.created] == ["Les Jardins"]


def test_sheets_that_are_not_read_are_named(editor):
    content = write_xlsx(
        Sheet("Alès", ["Nom", "Courriel"], [["Les Jardins", ""]]),
        Sheet("Anduze", ["Nom", "Courriel"], [["La Ronde", ""]]),
    )
    prepared = operations.prepare_import(
        uploaded=factories.make_upload("liste.xlsx", content), by=editor, at=AT
    )
    assert prepared.parsed_report.notes == [
        "Seule la feuille «\u00a0Alès\u00a0» est lue, et non «\u00a0Anduze\u00a0»."
    ]


def test_a_list_too_long_to_be_waited_for_is_told(editor, monkeypatch):
    monkeypatch.setattr("ensemblier.organizations.imports.MOST_ROWS", 2)
    with pytest.raises(InvalidInput, match="plus de 2 lignes"):
        prepare(editor, "Nom;Courriel", "A;", "B;", "C;")
    assert not StoredFile.objects.exists()


def test_applying_does_what_was_shown(editor, ales, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        done = apply(
            editor, "nom,SIRET,commune,téléphone", f"Les Jardins,{SIRET},Alès,04 66 00 00 00"
        )
    made = Organization.objects.get(name="Les Jardins")
    assert (made.siret, made.siren, made.commune, made.phone, made.kind) == (
        SIRET,
        "200066918",
        ales,
        "04 66 00 00 00",
        OrganizationKind.ASSOCIATION,
    )
    assert (done.applied_at, done.file) == (AT, None)
    assert StoredFile.objects.count() == 0
    assert Entry.objects.first().summary == (
        "Structures importées de liste.csv\u00a0: 1 créés, 0 mis à jour, 0 inchangés, 0 refusés"
    )
    with pytest.raises(Refused):
        operations.apply_import(prepared=done, by=editor, at=AT)


def test_a_known_file_is_found_by_siret_rna_or_name(editor, ales):
    by_siret = factories.make_organization(name="Un", siret=SIRET, siren=SIRET[:9])
    by_rna = factories.make_organization(name="Deux", rna="W301234567", email="deux@example.org")
    by_name = factories.make_organization(name="L’Écusson", commune=ales)
    done = apply(
        editor,
        "nom;siret;rna;commune;courriel",
        f"Un autre nom;{SIRET};;;",
        ";;W301234567;;",
        "L'ECUSSON;;;Alès;ecusson@example.org",
    )
    for organization in (by_siret, by_rna, by_name):
        organization.refresh_from_db()
    assert by_siret.name == "Un autre nom"
    assert (by_rna.name, by_rna.email) == ("Deux", "deux@example.org")
    assert by_name.email == "ecusson@example.org"
    report = done.parsed_report
    assert (len(report.created), len(report.updated), report.unchanged) == (0, 2, 1)
    assert Organization.objects.filter(kind=OrganizationKind.ASSOCIATION).count() == 3


def test_a_namesake_with_another_siret_is_another_one(editor):
    factories.make_organization(name="Les Jardins", siret=SIRET, siren=SIRET[:9])
    apply(editor, "nom;siret", "Les Jardins;20006691800026")
    assert Organization.objects.filter(name="Les Jardins").count() == 2


def test_bad_rows_do_not_lose_the_good_ones(editor, ales):
    factories.make_organization(name="Un", siret=SIRET, siren=SIRET[:9])
    factories.make_organization(name="Deux", rna="W301234567")
    factories.make_area(kind="commune", name="Saint-Jean", code="30001")
    factories.make_area(kind="commune", name="Saint-Jean", code="30002")
    done = apply(
        editor,
        "nom;siret;rna;commune;sorte;code postal",
        "Bonne;;;Alès;collectivité;30100",
        "Scientifique;2,43E+13;;;;",
        f"Double;{SIRET};W301234567;;;",
        "Perdue;;;Atlantis;;",
        "Jean;;;Saint-Jean;;",
        "Étrange;;;;secte;",
        ";;;;;30100",
        "Court;;;;;301",
        "bonne;;;Alès;;",
    )
    assert refusals(done) == [
        (3, "Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres."),
        (4, "Le SIRET est celui de «\u00a0Un\u00a0», le RNA celui de «\u00a0Deux\u00a0»."),
        (5, "Commune inconnue\u00a0: «\u00a0Atlantis\u00a0»."),
        (6, "Plusieurs communes s’appellent «\u00a0Saint-Jean\u00a0»\u00a0: donnez le code INSEE."),
        (
            7,
            "Sorte inconnue\u00a0: «\u00a0secte\u00a0». Choisissez parmi\u00a0: association, "
            "service de l’État, collectivité, organisme social, bailleur, "
            "groupement d’intérêt public, entreprise, autre.",
        ),
        (8, "Ce champ ne peut pas être vide."),
        (9, "Un code postal a 5 chiffres, par exemple 30100."),
        (10, "Déjà à la ligne 2 de ce fichier."),
    ]
    assert Organization.objects.get(name="Bonne").kind == OrganizationKind.AUTHORITY
    assert done.parsed_report.refused_csv().decode("utf-8-sig").splitlines()[:2] == [
        "ligne,raison,nom,siret,rna,commune,sorte,code postal",
        "3,Un tableur a transformé ce SIRET en nombre. Recopiez ses 14 chiffres.,Scientifique,"
        '"2,43E+13",,,,',
    ]


def test_columns_may_be_chosen_by_hand(editor):
    prepared = prepare(editor, "qui;quoi", "Les Jardins;Cultiver")
    assert prepared.parsed_report.created == []
    assert prepared.parsed_report.notes == [
        "Aucune colonne ne donne le nom\u00a0: indiquez laquelle."
    ]
    again = operations.remap_import(
        prepared=prepared, mapping={"name": "qui", "purpose": "quoi", "siret": ""}, by=editor
    )
    assert again.parsed_report.mapping == {"name": "qui", "purpose": "quoi"}
    operations.apply_import(prepared=again, by=editor, at=AT)
    assert Organization.objects.get(name="Les Jardins").purpose == "Cultiver"


def test_a_workbook_and_what_the_list_exports_are_read_back(editor, editor_client, ales):
    made = factories.make_organization(
        name="Les Jardins", siret=SIRET, siren=SIRET[:9], commune=ales, phone="04"
    )
    exported = editor_client.get(reverse("organizations:export", args=["xlsx"])).content
    prepared = operations.prepare_import(
        uploaded=factories.make_upload("liste.xlsx", exported), by=editor, at=AT
    )
    report = prepared.parsed_report
    assert report.changes_nothing
    assert report.refused == []
    assert report.unchanged == Organization.objects.count()
    changed = write_xlsx(Sheet("x", ["nom", "SIRET", "téléphone"], [["", SIRET, "05"]]))
    prepared = operations.prepare_import(
        uploaded=factories.make_upload("liste.xlsx", changed), by=editor, at=AT
    )
    operations.apply_import(prepared=prepared, by=editor, at=AT)
    made.refresh_from_db()
    assert (made.name, made.phone) == ("Les Jardins", "05")


def test_the_english_export_is_read_back_too(editor, editor_client, ales):
    factories.make_organization(
        name="Les Jardins", siret=SIRET, siren=SIRET[:9], commune=ales, phone="04"
    )
    with translation.override("en"):
        url = reverse("organizations:export", args=["xlsx"])
        exported = editor_client.get(url).content
        prepared = operations.prepare_import(
            uploaded=factories.make_upload("list.xlsx", exported), by=editor, at=AT
        )
    assert url.startswith("/en/")
    assert prepared.parsed_report.refused == []
    assert prepared.parsed_report.changes_nothing
    assert prepared.parsed_report.mapping["phone"] == "phone"


def test_undo_puts_everything_back(editor, ales):
    known = factories.make_organization(name="Un", siret=SIRET, siren=SIRET[:9], phone="04")
    done = apply(
        editor, "nom;siret;téléphone;commune", f"Un;{SIRET};05;Alès", "Neuve;;;", "Encore;;;"
    )
    operations.undo_import(prepared=done, by=editor, at=AT)
    known.refresh_from_db()
    assert (known.phone, known.commune) == ("04", None)
    assert not Organization.objects.filter(name__in=["Neuve", "Encore"]).exists()
    with pytest.raises(Refused):
        operations.undo_import(prepared=done, by=editor, at=AT)


def test_undo_is_refused_once_a_row_served_or_changed(editor):
    done = apply(editor, "nom", "Neuve", "Encore")
    contract = factories.make_contract(bearer=Organization.objects.get(name="Neuve"))
    with pytest.raises(Refused) as caught:
        operations.undo_import(prepared=done, by=editor, at=AT)
    assert "«\u00a0Neuve\u00a0» a servi ou changé depuis" in str(caught.value)
    assert Organization.objects.filter(name__in=["Neuve", "Encore"]).count() == 2
    contract.delete()
    Organization.objects.filter(name="Encore").update(phone="06")
    with pytest.raises(Refused):
        operations.undo_import(prepared=done, by=editor, at=AT)
    assert Organization.objects.filter(name__in=["Neuve", "Encore"]).count() == 2


def test_unreadable_files_and_readers_are_refused(editor, reader):
    with pytest.raises(InvalidInput):
        prepare(editor, "")
    with pytest.raises(InvalidInput):
        operations.prepare_import(uploaded=factories.make_upload("liste.pdf"), by=editor, at=AT)
    with pytest.raises(NotAllowed):
        prepare(reader, "nom", "Les Jardins")
    assert (OrganizationImport.objects.count(), StoredFile.objects.count()) == (0, 0)


class TestPages:
    def send(self, client, content: str):
        return client.post(
            reverse("organizations:import"),
            {"file": factories.make_upload("liste.csv", content.encode())},
        )

    def test_the_whole_way(self, editor_client, reader_client, outsider_client):
        assert outsider_client.get(reverse("organizations:import")).status_code == 404
        assert reader_client.get(reverse("organizations:import")).status_code == 403
        response = self.send(editor_client, "nom;siret\r\nLes Jardins;\r\nFaux;12\r\n")
        prepared = OrganizationImport.objects.get()
        address = reverse("organizations:import_preview", args=[prepared.pk])
        assert response["Location"] == address
        page = editor_client.get(address)
        assert "Rien n’est encore écrit." in page.text
        assert "Un SIRET a 14 chiffres\u00a0; celui-ci en a 2." in page.text
        refused = editor_client.get(f"{address}refus/")
        assert refused["Content-Disposition"] == 'attachment; filename="liste-refus.csv"'
        editor_client.post(address, {"deed": "remap", "name": "nom"})
        page = editor_client.get(address)
        assert page.context["report"].mapping == {"name": "nom"}
        editor_client.post(address, {"deed": "apply"})
        assert set(
            Organization.objects.filter(kind="association").values_list("name", flat=True)
        ) == {"Les Jardins", "Faux"}
        assert "Annuler cet import" in editor_client.get(address).text
        undo = reverse("organizations:import_undo", args=[prepared.pk])
        editor_client.get(undo)
        assert Organization.objects.filter(name="Faux").exists()
        editor_client.post(undo)
        assert not Organization.objects.filter(name="Faux").exists()
        assert "annulé" in editor_client.get(reverse("organizations:import")).text

    def test_discard(self, editor_client):
        self.send(editor_client, "nom\r\nLes Jardins\r\n")
        prepared = OrganizationImport.objects.get()
        address = reverse("organizations:import_preview", args=[prepared.pk])
        editor_client.post(address, {"deed": "discard"})
        assert not OrganizationImport.objects.exists()
        assert StoredFile.objects.count() == 0

    def test_a_bad_file_is_told_beside_its_field(self, editor_client):
        page = self.send(editor_client, "")
        assert list(page.context["form"].errors) == ["file"]
