"""The command that makes a plan of a document."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from ensemblier.accounts.models import User
from ensemblier.contracts.models import Contract
from ensemblier.core.exceptions import InvalidInput, NotAllowed, Refused
from ensemblier.plans.models import Plan, PlanVersion
from tests.plans.building import codes_of

TEXT = """Axe 1 – Vivre ensemble
Orientation 1 : Relier les quartiers
A. Animations itinérantes
B. Fêtes communes
Orientation 2 : Accueillir
A. Un lieu ouvert à tous
Axe 2 – Travailler
Orientation 1 : Se former
A. Formations courtes
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT)
    return path


def run(document: Path, *arguments: str) -> str:
    out = io.StringIO()
    call_command("import_plan", str(document), *arguments, stdout=out)
    return out.getvalue()


def test_a_document_becomes_a_draft_of_a_new_plan(
    document: Path, contract: Contract, administrator: User
) -> None:
    told = json.loads(run(document, "--contract=ici", "--name=Plan lu", "--json"))
    assert (told["plan"], told["number"], told["state"]) == ("Plan lu", 1, "draft")
    assert [one["count"] for one in told["levels"]] == [2, 3, 4]
    assert len(codes_of(PlanVersion.objects.get())) == 9


def test_it_may_be_published_at_once(
    document: Path, contract: Contract, administrator: User
) -> None:
    said = run(document, "--contract=ici", "--name=Plan lu", "--publish", "--effective=2024-01-01")
    assert said.startswith("Plan lu, version 1\u00a0: 2 axes, 3 orientations, 4 ")
    assert PlanVersion.objects.get().state == "published"


def test_what_is_left_to_settle_stops_the_publication_and_writes_nothing(
    tmp_path: Path, contract: Contract, administrator: User
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("niveau;titre complet;code\n1;Un;1\n3;Trop bas;1.1.1\n")
    with pytest.raises(Refused, match="Il reste 1 point à régler"):
        run(path, "--contract=ici", "--name=Plan", "--publish", "--effective=2024-01-01")
    assert not Plan.objects.exists()
    said = run(path, "--contract=ici", "--name=Plan")
    assert "Reste à régler\u00a0:\n- 3 | Trop bas | 1.1.1 – Le niveau du dessus manque" in said
    assert "(ligne 3)" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--contract=nulle-part", "--name=x"],
            "Aucun contrat ne s’appelle «\u00a0nulle-part\u00a0»",
        ),
        (["--contract=ici", "--name=x", "--area=QN99999X"], "Aucun territoire n’a le code"),
        (["--contract=ici", "--name=x", "--publish"], "dites la date d’entrée en vigueur"),
        (["--contract=ici", "--name=x", "--by=inconnu@example.org"], "Dites qui importe"),
    ],
)
def test_bad_arguments_get_one_sentence(
    document: Path, contract: Contract, administrator: User, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        run(document, *arguments)
    assert not Plan.objects.exists()


def test_only_editors_import(document: Path, contract: Contract, reader: User) -> None:
    with pytest.raises(NotAllowed):
        run(document, "--contract=ici", "--name=x", f"--by={reader.email}")


def test_a_missing_file_is_told(tmp_path: Path, contract: Contract) -> None:
    with pytest.raises(InvalidInput, match="ne peut pas être lu"):
        run(tmp_path / "absent.txt", "--contract=ici", "--name=x")


def test_a_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contract: Contract
) -> None:
    (tmp_path / "quartiers").mkdir()
    monkeypatch.chdir(tmp_path / "quartiers")
    with pytest.raises(InvalidInput) as refusal:
        run(Path(), "--contract=ici", "--name=x")
    assert str(refusal.value) == (
        "«\u00a0quartiers\u00a0» est un dossier\u00a0: donnez le fichier du plan."
    )
