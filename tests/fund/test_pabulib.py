"""Files of votes are read whole or refused in one sentence."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from ensemblier.core.exceptions import InvalidInput
from ensemblier.fund.voting import read_pabulib, write_pabulib
from tests.fund.elections import drawn_election

FILE = """META
key;value
description;Fonds d’essai
num_projects;2
num_votes;3
budget;100.50
vote_type;approval
PROJECTS
project_id;cost;votes;name
7;50;2;"Jardin; et potager"
3;60.25;2;Fête
VOTES
voter_id;vote
1;7,3
2;7
3;3
"""


def refusal_of(content: str | bytes) -> str:
    with pytest.raises(InvalidInput) as refusal:
        read_pabulib(content if isinstance(content, bytes) else content.encode())
    return str(refusal.value).replace("\u00a0", " ")


def test_a_file_is_read_with_its_cents():
    election = read_pabulib(FILE.encode("utf-8-sig"))
    assert [(p.id, p.cost, p.name) for p in election.projects] == [
        ("7", 5_000, "Jardin; et potager"),
        ("3", 6_025, "Fête"),
    ]
    assert (election.budget, election.unit) == (10_050, 100)
    assert election.ballots == (frozenset({0, 1}), frozenset({0}), frozenset({1}))


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1 000 000", 100_000_000), ("1\u202f234,50", 123_450), ("1\u00a0234.5", 123_450)],
)
def test_figures_may_stand_in_groups(written, cents):
    election = read_pabulib(FILE.replace("100.50", written).encode())
    assert (election.budget, election.unit) == (cents, 100)


def test_approval_may_be_written_in_capitals():
    assert len(read_pabulib(FILE.replace("approval", "Approval").encode()).ballots) == 3


def test_what_is_written_is_read_back():
    election = drawn_election(1, projects=8, voters=30, budget=1_234_05, dearest=300, unit=100)
    written = write_pabulib(election, {"description": "Essai; avec un point-virgule"})
    assert read_pabulib(written.encode()) == election


def test_points_are_refused_in_one_sentence(shared):
    content = (shared / "data" / "pabulib" / "France_Toulouse_2019.pb").read_bytes()
    assert refusal_of(content) == (
        "Ce fichier contient des bulletins « cumulative » : seuls les bulletins par approbation "
        "(« approval ») peuvent être comptés."
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("VOTES\n", "", "Ce fichier n’est pas un vote au format Pabulib : il lui manque la partie"),
        ("7,3", "7,4", "Ligne 14 : le projet « 4 » n’est pas dans la liste."),
        ("3;3\n", "2;3\n", "Ligne 16 : « 2 » a déjà voté plus haut dans le fichier."),
        ("3;3\n", "", "Le fichier annonce « num_votes » = 3 et en contient 2"),
        ("60.25", "beaucoup", "« beaucoup » n’est pas un montant (« cost », ligne 11)."),
        ("100.50", "-1", "« -1 » n’est pas un montant (« budget », ligne META)."),
        ("100.50", "1e400", "« 1e400 » n’est pas un montant (« budget », ligne META)."),
        ("3;60.25", "7;60.25", "Ligne 11 : l’identifiant de projet « 7 » est vide ou déjà pris."),
        ("project_id;", "id;", "Dans la partie « PROJECTS », il manque la colonne « project_id »."),
        ("2;7\n", "2\n", "La ligne 15 du fichier est incomplète."),
        ("vote_type;approval\n", "", "La partie « META » ne dit pas « vote_type »."),
        ("budget;100.50\n", "", "La partie « META » ne dit pas « budget »."),
        ("approval", "ordinal", "Ce fichier contient des bulletins « ordinal »"),
    ],
)
def test_a_bad_file_is_told_where(before, after, sentence):
    assert before in FILE
    assert refusal_of(FILE.replace(before, after)).startswith(sentence)


def test_a_picture_is_not_a_vote():
    assert refusal_of(b"\x89PNG\r\n\x1a\n\x81\x8d").startswith("Ce fichier n’est pas")


def test_the_command_says_who_wins_and_why(tmp_path, capsys):
    path = tmp_path / "vote.pb"
    path.write_text(FILE, encoding="utf-8")
    call_command("share_votes", path, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["winners"] == ["7"]
    assert (told["spent"], told["budget"], told["ballots"]) == (50, 100.5, 3)
    assert told["explanations"]["7"] | {"text": ""} == {
        "funded": True,
        "reason": "shares",
        "supporters": 2,
        "cost": 50,
        "price": 25,
        "paid_the_price": 2,
        "paid_all_they_had": 0,
        "text": "",
    }
    call_command("share_votes", path, "--rule", "greedy")
    assert "✓ 7 Jardin; et potager" in capsys.readouterr().out


def test_an_absent_file_is_one_sentence():
    with pytest.raises(InvalidInput, match="n’a pas pu être lu"):
        call_command("share_votes", "/absent/vote.pb")
