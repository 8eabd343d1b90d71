"""`ensemblier draw`: from two spreadsheets to a panel and a certificate."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ensemblier.core.exceptions import InvalidInput
from tests.draws.test_certificate import SCRIPT

POOL = "prenom;sexe;rue\nAwa;F;1 rue A\nÈve;F;2 rue A\nBruno;H;1, rue A\nDriss;H;3 rue A\n"
QUOTAS = "feature,value,min,max\nsexe,F,1,1\nsexe,H,1,1\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    pool, quotas = tmp_path / "pool.csv", tmp_path / "quotas.csv"
    pool.write_text(POOL)
    quotas.write_text(QUOTAS)
    return pool, quotas


def draw(*arguments: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("draw", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_everything_as_json(files: tuple[Path, Path], tmp_path: Path):
    told = json.loads(draw(*files, "--seats", 2, "--digits", "417", "--json"))
    assert sorted(told) == [
        *("certificate", "chances", "drawn_chances", "min_chance", "panel", "panels"),
        "rounding_error",
    ]
    assert told["chances"] == pytest.approx([0.5, 0.5, 0.5, 0.5])
    assert told["min_chance"] == pytest.approx(0.5)
    assert told["panels"] == 1000
    assert told["panel"] == told["certificate"]["outcome"]["panel"]
    certificate = tmp_path / "certificate.json"
    certificate.write_text(json.dumps(told["certificate"]))
    done = subprocess.run([sys.executable, "-I", "-S", SCRIPT, certificate], check=False)
    assert done.returncode == 0


def test_alternates_come_with_the_panel(files: tuple[Path, Path]):
    asked = (*files, "--seats", 2, "--digits", "417", "--alternates", 2)
    told = json.loads(draw(*asked, "--json"))
    assert sorted([*told["panel"], *told["alternates"]]) == [0, 1, 2, 3]
    assert told["alternates"] == told["certificate"]["outcome"]["alternates"]
    assert sum(told["alternate_chances"]) == pytest.approx(2)
    waiting = ", ".join(map(str, told["alternates"]))
    assert draw(*asked).splitlines()[-1] == f"Suppléants, dans l’ordre\u00a0: lignes {waiting}."


def test_the_same_files_give_the_same_panel(files: tuple[Path, Path]):
    first, second = (
        json.loads(draw(*files, "--seats", 2, "--digits", "099", "--json")) for _ in range(2)
    )
    assert first["panel"] == second["panel"]
    assert (
        first["certificate"]["committed"]["panels"]
        == (second["certificate"]["committed"]["panels"])
    )


def test_in_french_for_people(files: tuple[Path, Path]):
    lines = draw(*files, "--seats", 2, "--digits", "417", "--same-address", "rue").splitlines()
    assert lines[0].startswith("Panel n°\u00a0417, lignes ")
    assert lines[1:] == [
        "Plus petite chance\u00a0: 50\u00a0%. Plus grande\u00a0: 50\u00a0%.",
        "Arrondir à 1\u00a0000 panels a changé les chances de 0 point au plus.",
    ]


def test_letters_hold_a_code_that_finds_its_person(files: tuple[Path, Path], tmp_path: Path):
    letters, certificate = tmp_path / "letters.csv", tmp_path / "certificate.json"
    options = ("--name", "prenom", "--letters", letters, "--certificate", certificate)
    draw(*files, "--seats", 2, "--digits", "417", *options)
    header, _first, second, *_others = letters.read_text("utf-8-sig").splitlines()
    assert header == "numéro,code"
    row, code = second.split(",")
    command = [sys.executable, "-I", "-S", SCRIPT, certificate, "--code", code, "--name", "eve"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert f"Vous étiez dans la liste (numéro {row})" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--digits", "41"), "Donnez trois chiffres, de 000 à 999."),
        (
            ("--digits", "417", "--alternates", 3),
            "Suppléants demandés\u00a0: 3\u00a0; personnes qui restent à côté d’une liste",
        ),
        (("--digits", "417", "--alternates", "-1"), "Le nombre de suppléants ne peut pas être"),
        (
            ("--digits", "417", "--seats", "vingt"),
            "«\u00a0--seats vingt\u00a0»\u00a0: donnez un nombre entier.",
        ),
        (("--digits", "417", "--alternates", "1.5"), "«\u00a0--alternates 1.5\u00a0»"),
        (("--digits", "417", "--same-address", "ville"), "La liste n’a pas de colonne"),
        (
            ("--digits", "417", "--same-address", "rue", "ville"),
            "La liste n’a pas de colonne «\u00a0ville\u00a0».",
        ),
        (("--digits", "417", "--name", "nom"), "La liste n’a pas de colonne «\u00a0nom\u00a0»."),
        (("--digits", "417", "--letters", "/absent/l.csv"), "Le fichier /absent/l.csv ne peut"),
    ],
)
def test_bad_input_is_one_sentence(
    files: tuple[Path, Path], arguments: tuple[str, ...], sentence: str
):
    with pytest.raises(InvalidInput) as refusal:
        draw(*files, "--seats", 2, *arguments)
    assert str(refusal.value).startswith(sentence)


def test_quotas_in_conflict_are_named_with_what_would_be_enough(files: tuple[Path, Path]):
    with pytest.raises(InvalidInput) as refusal:
        draw(*files, "--seats", 3, "--digits", "417")
    assert str(refusal.value) == (
        "Aucun panel ne respecte tous les quotas\u00a0: le nombre de places, "
        "au plus 1 «\u00a0sexe\u00a0: F\u00a0» et au plus 1 «\u00a0sexe\u00a0: H\u00a0» "
        "ne vont pas ensemble\u00a0; il suffirait de prendre de 1 à 2 "
        "«\u00a0sexe\u00a0: F\u00a0»."
    )


def test_a_conflict_is_told_as_json_too(files: tuple[Path, Path]):
    out = io.StringIO()
    arguments = [*map(str, files), "--seats", "3", "--digits", "417", "--json"]
    with pytest.raises(InvalidInput) as refusal:
        call_command("draw", *arguments, stdout=out)
    assert json.loads(out.getvalue()) == {
        "error": str(refusal.value),
        "conflict": [
            {"kind": "seats"},
            {"kind": "maximum", "feature": "sexe", "value": "F", "bound": 1},
            {"kind": "maximum", "feature": "sexe", "value": "H", "bound": 1},
        ],
        "relaxation": {
            "seats": 3,
            "quotas": [
                {
                    "feature": "sexe",
                    "value": "F",
                    "old": {"min": 1, "max": 1},
                    "new": {"min": 1, "max": 2},
                }
            ],
        },
    }


def test_a_quota_that_the_pool_cannot_meet_is_said_alone(files: tuple[Path, Path]):
    files[1].write_text("feature,value,min,max\nsexe,F,0,1\nsexe,H,3,3\n")
    with pytest.raises(InvalidInput) as refusal:
        draw(*files, "--seats", 3, "--digits", "417")
    assert str(refusal.value) == (
        "Aucun panel ne respecte tous les quotas\u00a0: cette liste ne permet pas "
        "au moins 3 «\u00a0sexe\u00a0: H\u00a0»\u00a0; il suffirait de prendre de 2 à 3 "
        "«\u00a0sexe\u00a0: H\u00a0»."
    )


def test_too_few_addresses_are_said(files: tuple[Path, Path]):
    files[0].write_text("sexe;rue\nF;1 rue A\nH;1 rue A\n")
    with pytest.raises(InvalidInput) as refusal:
        draw(*files, "--seats", 2, "--digits", "417", "--same-address", "rue")
    assert str(refusal.value) == (
        "Aucun panel ne respecte tous les quotas\u00a0: le nombre de places "
        "et une seule personne par adresse ne vont pas ensemble\u00a0; "
        "il suffirait de tirer 1 place et prendre de 0 à 1 «\u00a0sexe\u00a0: F\u00a0»."
    )


def test_an_unreadable_file_ends_with_code_2(tmp_path: Path):
    command = [Path(sys.executable).parent / "ensemblier", "draw", "absent.csv", "q.csv"]
    done = subprocess.run(
        [*command, "--seats", "2", "--digits", "417"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "absent.csv\u00a0: Ce fichier ne peut pas être ouvert.\n",
    )
