import json

import pytest
from django.core.management import call_command

from ensemblier.core.exceptions import InvalidInput
from ensemblier.core.spreadsheets import read_grid
from ensemblier.territories.management.commands.import_statistics import (
    Command as ImportStatistics,
)
from ensemblier.territories.management.commands.locate import Command as Locate
from ensemblier.territories.models import Area, Perimeter, Statistic, TerritoryImport
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbourhood() -> Area:
    area = factories.make_area(code="QN030001", name="Ici")
    factories.make_perimeter(area)
    return area


def test_points_are_located_and_summed_up(neighbourhood, tmp_path, capsys):
    points, out = tmp_path / "points.csv", tmp_path / "out.csv"
    points.write_bytes("rue;lon;lat\nJaurès;4,085;44,125\nrien;;\n".encode("cp1252"))

    call_command("locate", str(points), "-o", str(out), "--json")

    summary = json.loads(capsys.readouterr().out)
    assert summary["by_status"] == {"inside": 1, "missing": 1}
    assert [row[:4] for row in read_grid(out)[1:]] == [
        ["Jaurès", "4,085", "44,125", "QN030001"],
        ["rien", "", "", ""],
    ]


def test_a_workbook_in_and_out(neighbourhood, tmp_path, capsys):
    points, out = tmp_path / "points.csv", tmp_path / "out.xlsx"
    points.write_text("lon,lat,n\n4.085,44.125,=1+1\n")

    call_command("locate", str(points), "-o", str(out))
    call_command("locate", str(out), "-o", str(tmp_path / "again.csv"))

    assert read_grid(out)[1][:4] == ["4.085", "44.125", "=1+1", "QN030001"]
    assert "1 points écrits" in capsys.readouterr().out


def test_a_row_of_empty_cells_keeps_its_place(neighbourhood, tmp_path):
    points, out = tmp_path / "points.csv", tmp_path / "out.csv"
    points.write_text("lon,lat\n,\n4.085,44.125\n\n")

    call_command("locate", str(points), "-o", str(out))

    assert [row[2] for row in read_grid(out)] == ["qpv_code", "", "QN030001"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01", b'lon,lat\n1,2\n3,"4\n5,6\n'])
def test_a_bad_file_is_one_sentence_and_exit_2(content, tmp_path, capsys):
    points, out = tmp_path / "points.csv", tmp_path / "out.csv"
    points.write_bytes(content)

    with pytest.raises(SystemExit) as stopped:
        Locate().run_from_argv(["ensemblier", "locate", str(points), "-o", str(out)])

    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["points.csv"]


def test_the_result_never_covers_the_points_nor_goes_nowhere(tmp_path):
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n4,44\n")

    with pytest.raises(InvalidInput, match="remplacer"):
        call_command("locate", str(points), "-o", str(points))
    with pytest.raises(InvalidInput, match=r"en \.csv ou en \.xlsx"):
        call_command("locate", str(points), "-o", str(tmp_path / "out.ods"))
    with pytest.raises(InvalidInput, match="ne peut pas être écrit"):
        call_command("locate", str(points), "-o", str(tmp_path / "absent/out.csv"))


@pytest.mark.parametrize("year", ["99999", "-5", "l’an dernier"])
def test_a_year_that_is_none_is_one_sentence_and_exit_2(year, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        ImportStatistics().run_from_argv(
            ["ensemblier", "import_statistics", str(tmp_path), f"--year={year}"]
        )

    assert (stopped.value.code, capsys.readouterr().err) == (
        2,
        f"«\u00a0{year}\u00a0» n’est pas une année.\n",
    )


def test_what_an_import_changes_is_told_in_words(tmp_path, capsys):
    factories.make_area(code="QN030001", name="Ici")
    areas = tmp_path / "areas.csv"
    areas.write_text("code_qp,nom_qp\nQN030001,Là\n")

    call_command("import_areas", str(areas))

    assert capsys.readouterr().out == (
        "~ territoire Là\u00a0: Ici → Là\u00a0; – → areas.csv\n"
        "0 créés, 1 mis à jour, 0 inchangés, 0 refusés\n"
    )


def test_imports_from_the_command_line(tmp_path, capsys):
    areas = tmp_path / "areas.csv"
    areas.write_text("code_qp,nom_qp\nQP030001,Ici\nfaux,Là\n")
    shapes = tmp_path / "shapes.geojson"
    feature = {
        "type": "Feature",
        "properties": {"code_qp": "QP030001"},
        "geometry": factories.square(4, 44),
    }
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    figures, notice = tmp_path / "figures.csv", tmp_path / "columns.csv"
    figures.write_text("code_qp,abc\nQP030001,12\n")
    notice.write_text("colonne,description\nabc,Part des abc\n")
    refused = tmp_path / "refused.csv"

    call_command("import_areas", str(areas), "--refused", str(refused), "--dry-run")
    assert Area.objects.count() == 0
    call_command("import_areas", str(areas))
    call_command("import_perimeters", str(shapes), "--dated", "2016-01-01", "--approximate")
    call_command(
        "import_statistics", str(figures), "--year", "2013", "--columns", str(notice), "--source",
        "INSEE",
    )  # fmt: skip
    capsys.readouterr()
    call_command("import_areas", str(areas), "--json")

    report = json.loads(capsys.readouterr().out)
    assert (report["unchanged"], report["refused"][0]["line"]) == (1, 3)
    assert read_grid(refused)[1][2:] == ["faux", "Là"]
    perimeter = Perimeter.objects.get()
    assert (str(perimeter.dated), perimeter.is_approximate) == ("2016-01-01", True)
    assert perimeter.source == "shapes.geojson"
    figure = Statistic.objects.get()
    assert (figure.measure.label, figure.measure.unit, figure.source) == (
        "Part des abc",
        "%",
        "INSEE",
    )
    assert TerritoryImport.objects.filter(applied_at__isnull=False).count() == 4
