import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ensemblier.audit.models import Entry
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.files.models import StoredFile
from ensemblier.territories import operations
from ensemblier.territories.enums import AreaKind, ImportKind
from ensemblier.territories.models import Area, AreaLink, Measure, Statistic, TerritoryImport
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "code_insee,nom,epci_siren,epci_nom,population\n30007,Alès,200066918,Alès Agglo,46125\n"


def upload(content: str = LIST, name: str = "communes.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


@pytest.fixture
def pending(editor, options, at) -> TerritoryImport:
    return operations.prepare_import(
        kind=ImportKind.AREAS, uploaded=upload(), options=options, by=editor, at=at
    )


@pytest.fixture
def done(pending, editor, at) -> TerritoryImport:
    return operations.apply_import(territory_import=pending, by=editor, at=at)


def test_a_preview_says_what_would_change_and_changes_nothing(pending):
    labels = [change["label"] for change in pending.report["created"]]

    assert labels == [
        "territoire Alès",
        "territoire Alès Agglo",
        "lien entre territoires Alès – fait partie de – Alès Agglo",
    ]
    assert Area.objects.count() == 0
    assert pending.applied_at is None


def test_confirmed_it_is_written_once_and_the_file_goes(
    pending, editor, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        operations.apply_import(territory_import=pending, by=editor, at=at)

    assert Area.objects.count() == 2
    assert StoredFile.objects.count() == 0
    assert Entry.objects.first().summary == (
        "Fichier «\u00a0communes.csv\u00a0» importé\u00a0: "
        "3 créés, 0 mis à jour, 0 inchangés, 0 refusés."
    )
    with pytest.raises(Refused, match="déjà fait"):
        operations.apply_import(territory_import=pending, by=editor, at=at)


def test_a_discarded_preview_leaves_nothing(pending, editor, at):
    operations.discard_import(territory_import=pending, by=editor, at=at)

    assert (TerritoryImport.objects.count(), StoredFile.objects.count()) == (0, 0)
    with pytest.raises(InvalidInput, match="n’existe plus"):
        operations.apply_import(territory_import=pending, by=editor, at=at)


def test_undone_everything_is_as_before(done, editor, at, options):
    again = operations.prepare_import(
        kind=ImportKind.AREAS,
        uploaded=upload(LIST.replace("Alès,", "Alès (ville),")),
        options=options,
        by=editor,
        at=at,
    )
    operations.apply_import(territory_import=again, by=editor, at=at)
    assert Area.objects.get(code="30007").name == "Alès (ville)"

    operations.undo_import(territory_import=again, by=editor, at=at)
    assert Area.objects.get(code="30007").name == "Alès"

    operations.undo_import(territory_import=done, by=editor, at=at)
    assert (Area.objects.count(), AreaLink.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="n’est pas en place"):
        operations.undo_import(territory_import=done, by=editor, at=at)


def test_what_has_served_since_cannot_be_undone(done, editor, at):
    factories.make_contract(areas=(Area.objects.get(code="30007"),))

    with pytest.raises(Refused, match="«\u00a0territoire Alès\u00a0» a servi ou changé depuis"):
        operations.undo_import(territory_import=done, by=editor, at=at)

    assert AreaLink.objects.count() == 1
    done.refresh_from_db()
    assert done.undone_at is None


def test_what_has_changed_since_cannot_be_undone(done, editor, at, options):
    again = operations.prepare_import(
        kind=ImportKind.AREAS,
        uploaded=upload(LIST.replace("Alès,", "Alès 2,")),
        options=options,
        by=editor,
        at=at,
    )
    operations.apply_import(territory_import=again, by=editor, at=at)
    Area.objects.filter(code="30007").update(name="Autre")

    with pytest.raises(Refused, match="a servi ou changé"):
        operations.undo_import(territory_import=again, by=editor, at=at)


def test_figures_and_perimeters_are_undone_too(editor, at, options, tmp_path):
    area = factories.make_area(code="QP030001", generation="2015")
    table = tmp_path / "a.csv"
    table.write_text("code_qp,annee,tp60,disp_q2\nQP030001,2013,46.6,12827\n")
    operations.import_file(kind=ImportKind.STATISTICS, path=table, options=options, by=None, at=at)
    assert area.statistics.count() == 2

    operations.undo_import(territory_import=TerritoryImport.objects.get(), by=editor, at=at)

    assert (Statistic.objects.count(), Measure.objects.count()) == (0, 0)
    assert Area.objects.get() == area


def test_a_wrong_file_is_refused_with_a_sentence_and_kept_nowhere(editor, at, options):
    with pytest.raises(InvalidInput, match="FeatureCollection"):
        operations.prepare_import(
            kind=ImportKind.PERIMETERS,
            uploaded=upload("[]", "a.geojson"),
            options=options,
            by=editor,
            at=at,
        )

    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("person", ["reader", "outsider"])
def test_who_does_not_edit_a_contract_is_told_who_can(request, person, pending, options, at):
    user = request.getfixturevalue(person)
    area = factories.make_area(kind=AreaKind.OTHER)
    attempts = [
        lambda: operations.apply_import(territory_import=pending, by=user, at=at),
        lambda: operations.undo_import(territory_import=pending, by=user, at=at),
        lambda: operations.discard_import(territory_import=pending, by=user, at=at),
        lambda: operations.import_file(
            kind=ImportKind.AREAS, path=Path("x"), options=options, by=user, at=at
        ),
        lambda: operations.create_area(name="x", by=user, at=at),
        lambda: operations.edit_area(area=area, name="x", by=user, at=at),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="droit d’écriture"):
            attempt()


def test_a_place_without_a_code(editor, at):
    area = operations.create_area(name="Bessèges", by=editor, at=at)
    edited = operations.edit_area(
        area=area, name="Bessèges centre", source="contrat", by=editor, at=at
    )

    assert (edited.kind, edited.code, edited.name) == (AreaKind.OTHER, "", "Bessèges centre")
    assert Entry.objects.first().changes == {
        "name": ["Bessèges", "Bessèges centre"],
        "source": ["", "contrat"],
    }


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Pris"}, "name"),
        (
            {
                "name": "x",
                "valid_from": datetime.date(2024, 1, 2),
                "valid_to": datetime.date(2024, 1, 1),
            },
            "valid_to",
        ),
    ],
)
def test_a_place_that_cannot_be(editor, at, fields, field):
    factories.make_area(kind=AreaKind.OTHER, name="Pris")

    with pytest.raises(InvalidInput) as refusal:
        operations.create_area(**fields, by=editor, at=at)

    assert refusal.value.field == field


def test_an_official_area_keeps_its_name(editor, at):
    with pytest.raises(Refused, match="officiel"):
        operations.edit_area(area=factories.make_area(), name="x", by=editor, at=at)


def test_the_three_sentences(editor, at):
    area = factories.make_area()
    described = operations.describe_area(
        area=area, who_lives_here="a", what_is_done="b", what_comes_next="", by=editor, at=at
    )
    operations.describe_area(
        area=area, who_lives_here="a", what_is_done="b", what_comes_next="", by=editor, at=at
    )

    assert (described.who_lives_here, described.what_is_done) == ("a", "b")
    assert Entry.objects.filter(action="territories.describe_area").count() == 1


def test_a_figure_by_hand_has_a_source_and_its_year_once(editor, at):
    area = factories.make_area()
    measure = Measure.objects.create(code="population", label="Habitants")
    given = {"area": area, "measure": measure, "by": editor, "at": at}

    figure = operations.record_statistic(
        **given, year=2020, value=Decimal("12.5"), source="Enquête"
    )
    with pytest.raises(InvalidInput, match="déjà donné"):
        operations.record_statistic(**given, year=2020, value=Decimal(1), source="x")
    with pytest.raises(InvalidInput, match="où ce chiffre"):
        operations.record_statistic(**given, year=2021, value=Decimal(1), source=" ")
    operations.record_statistic(
        **given, year=2020, value=Decimal(13), source="Enquête", statistic=figure
    )

    assert list(Statistic.objects.values_list("year", "value")) == [(2020, 13)]
    assert Entry.objects.first().changes == {"value": ["12.5000", "13"]}
    operations.remove_statistic(statistic=figure, by=editor, at=at)
    assert not Statistic.objects.exists()
