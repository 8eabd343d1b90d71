"""`ensemblier parse_plan` for people and for machines."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from ensemblier.plans.reader import ParsedPlan, read_plan

TEXT = (
    "Axe 1 : Emploi\n! 2 actions\nAction 1.1 Former\nAction 1.2 Recruter\n"
    "Axe 2 : Habitat\nAction 2.1 Isoler\n\nFin.\n"
)


def run(path: Path, *options: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("parse_plan", str(path), *options, stdout=out, stderr=err, no_color=True)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_json_is_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT)
    status, out, err = run(path, "--json")
    assert (status, err) == (0, "")
    assert ParsedPlan.from_dict(json.loads(out)) == read_plan(TEXT.encode(), "plan.txt")
    assert list(json.loads(out)) == ["levels", "nodes", "groups", "declared", "unread"]


def test_summary_for_people(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT)
    assert run(path) == (
        0,
        "axe\u00a0: 2, action\u00a0: 3\n\n1 Emploi\n  1.1 Former\n  1.2 Recruter\n2 "
        "Habitat\n  2.1 Isoler\n\n"
        "Comptes annoncés par le document\u00a0: 1 confirmés sur 1.\n"
        "Lignes non comprises\u00a0: 1.\n"
        "  8: Fin.\n",
        "",
    )


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_bad_input_is_one_sentence_and_status_2(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "recette.txt"
    path.write_text("Trois pommes et du sucre.\n")
    assert run(path, *options) == (
        2,
        "",
        "Ce fichier ne ressemble pas à un plan\u00a0: aucun axe, objectif ou action n’y "
        "a été trouvé.\n",
    )
    assert run(tmp_path / "absent.txt", *options) == (
        2,
        "",
        "Le fichier «\u00a0absent.txt\u00a0» n’a pas pu être lu.\n",
    )


@pytest.mark.parametrize("folder", ["quartiers", "quartiers/../quartiers", "."])
def test_a_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    (tmp_path / "quartiers").mkdir()
    monkeypatch.chdir(tmp_path / "quartiers" if folder == "." else tmp_path)
    status, out, err = run(Path(folder))
    assert (status, out) == (2, "")
    assert err == ("«\u00a0quartiers\u00a0» est un dossier\u00a0: donnez le fichier du plan.\n")
