"""A certificate that anyone checks with one script and nothing installed."""

from __future__ import annotations

import ast
import copy
import datetime
import importlib.util
import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ensemblier.draws.lottery import (
    Problem,
    Quota,
    certificate_of,
    file_of,
    fingerprint_of,
    lottery_of,
    new_code,
    with_outcome,
)
from ensemblier.draws.lottery.certificate import canonical, digest

SCRIPT = Path(__file__).resolve().parents[2] / "ensemblier/draws/static/draws/verify_draw.py"
AT = datetime.datetime(2027, 3, 1, 18, 30, tzinfo=datetime.UTC)
CODES = tuple(new_code() for _person in range(6))
NAMES = ("Awa Martin", "Bruno Léger", "Chloé", "Driss", "Ève", "Farid")


@cache
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _published() -> dict[str, Any]:
    people = tuple({"sexe": sexe} for sexe in "FFFHHH")
    quotas = (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1))
    problem = Problem(people, quotas, 2, ("a", "", "", "a", "", ""))
    return certificate_of(
        problem,
        lottery_of(problem),
        fingerprints=[
            fingerprint_of(code, name, 1980) for code, name in zip(CODES, NAMES, strict=True)
        ],
        title="Conseil citoyen de Rochebelle",
        digits_source="Trois boules, une par chiffre, à la mairie.",
        published_at=AT,
        code_version="ensemblier 0.1.0",
    )


def published() -> dict[str, Any]:
    return copy.deepcopy(_published())


def drawn() -> dict[str, Any]:
    return with_outcome(published(), digits="417", drawn_at=AT + datetime.timedelta(days=8))


def run(tmp_path: Path, certificate: Any, *options: object) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "certificate.json"
    content = certificate if isinstance(certificate, bytes) else file_of(certificate)
    path.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, path, *map(str, options)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def reseal(certificate: dict[str, Any]) -> dict[str, Any]:
    """What a forger would do: every fingerprint is computed again."""
    for part in certificate["committed"]["parts"]:
        certificate["committed"]["parts"][part] = digest(certificate["committed"][part])
    certificate["commitment"] = digest(certificate["committed"])
    unsealed = {key: value for key, value in certificate.items() if key != "seal"}
    return {**unsealed, "seal": digest(unsealed)}


def refusal_of(certificate: dict[str, Any]) -> str:
    with pytest.raises(script().Failed) as refusal:
        script().verify(certificate)
    return str(refusal.value.args[0])


def test_a_certificate_is_checked_without_anything_installed(tmp_path: Path):
    done = run(tmp_path, drawn())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "Tout est juste : 6 personnes, 2 places, 2 quotas respectés par les 1000 panels.\n"
    )
    assert f"Empreinte publiée avant le tirage : {drawn()['commitment']}\n" in done.stdout
    panel = ", ".join(map(str, drawn()["outcome"]["panel"]))
    assert f"Chiffres tirés : 417. Panel : {panel}.\n" in done.stdout


def test_a_certificate_may_come_on_the_standard_input():
    done = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, "-"],
        input=file_of(drawn()),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_before_the_ceremony_the_draw_is_still_to_come(tmp_path: Path):
    done = run(tmp_path, published())
    assert done.returncode == 0
    assert "Le tirage n'a pas encore eu lieu.\n" in done.stdout


def test_the_script_is_written_for_python_3_9_and_its_library_alone():
    text = SCRIPT.read_text()
    tree = ast.parse(text, feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)
    assert "strict=" not in text


def test_json_of_any_usual_layout_is_read(tmp_path: Path):
    for options in ({}, {"indent": 2}, {"separators": (",", ":"), "ensure_ascii": False}):
        assert (
            run(tmp_path, json.dumps(drawn(), sort_keys=True, **options).encode()).returncode == 0
        )


def test_code_and_script_agree_on_canonical_form_and_fingerprints():
    value = {"é": [1, None, "\u2028"], "a": {"b": '"\\\n'}}
    assert script().canonical(value) == canonical(value)
    for name in ("Awa Martin", "Léa  O’Brien-Œuf", "ﬁ ß İ", ""):
        code = new_code()
        assert script().fingerprint(code, name, "1980") == fingerprint_of(code, name, 1980)


def test_fingerprints_forgive_spelling_not_codes():
    code = "ABCD-0123"
    assert fingerprint_of(code, "Chloé MARTIN", 1980) == fingerprint_of(
        "abcd oi23", "martin chloe", " 1980 "
    )
    assert fingerprint_of("ABCD-0124", "Chloé Martin", 1980) != fingerprint_of(
        code, "Chloé Martin", 1980
    )


def test_codes_hold_more_than_128_bits():
    code = new_code().replace("-", "")
    assert len(code) * 5 == 140
    assert len({new_code() for _ in range(100)}) == 100


def test_who_has_a_letter_finds_their_chance(tmp_path: Path):
    options = ("--code", CODES[1].lower(), "--name", "leger bruno", "--year", "1980")
    done = run(tmp_path, drawn(), *options)
    times = drawn()["committed"]["times"][1]
    assert done.returncode == 0
    assert f"Vous étiez dans la liste (numéro 1), sur {times} des 1 000 panels" in done.stdout


def test_another_name_with_the_code_is_not_found(tmp_path: Path):
    done = run(tmp_path, drawn(), "--code", CODES[1], "--name", "Bruno Lacour", "--year", "1980")
    assert done.returncode == 1
    assert done.stderr.startswith("Personne dans la liste n'a ce code")


def test_the_commitment_published_before_is_compared(tmp_path: Path):
    before = tmp_path / "before.json"
    before.write_bytes(file_of(published()))
    assert run(tmp_path, drawn(), "--before", before).returncode == 0
    other = published()
    other["committed"]["title"] = "Un autre"
    before.write_bytes(file_of(reseal(other)))
    done = run(tmp_path, drawn(), "--before", before)
    assert done.returncode == 1
    assert done.stderr.startswith("Ce qui avait été publié avant a changé.")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b"1.5", b"[" * 100_000])
def test_what_is_no_certificate_is_refused_in_a_sentence(tmp_path: Path, content: bytes):
    done = run(tmp_path, content)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 2


def fails(content: bytes, path: Path) -> bool:
    path.write_bytes(content)
    try:
        script().verify(script().read(path))
    except script().Failed:
        return True
    return False


def test_one_byte_changed_anywhere_makes_it_fail(tmp_path: Path):
    """Every mark of structure outside the list of panels, and bytes taken anywhere."""
    content, path = file_of(drawn()), tmp_path / "certificate.json"
    assert not fails(content, path)
    start = content.index(b'"panels":[[')
    end = content.index(b"]]", start)
    chance = random.Random(1)
    outside = [*range(start + 20), *range(end - 20, len(content))]
    places = [place for place in outside if content[place] in b'{}[]",:\n']
    places += chance.sample(range(len(content)), 300)
    passed = []
    for place in places:
        changed = bytearray(content)
        changed[place] ^= chance.choice([1, 2, 4, 8, 16, 32, 64, 128])
        if not fails(bytes(changed), path):
            passed.append(place)
    assert passed == []


def test_a_forger_who_seals_again_is_still_found_out():
    forged = drawn()
    forged["outcome"]["panel"] = forged["committed"]["panels"][418]
    if forged["outcome"]["panel"] == drawn()["outcome"]["panel"]:
        forged["outcome"]["panel"] = [0, 5]
    assert refusal_of(reseal(forged)) == (
        "Le panel annoncé n'est pas celui que désignent les trois chiffres."
    )


def test_a_panel_outside_the_quotas_is_found():
    forged = published()
    forged["committed"]["panels"][7] = [1, 2]
    assert refusal_of(reseal(forged)) == "Le panel 007 ne respecte pas le quota « sexe : F » : 2."


def test_two_people_of_one_address_are_found():
    forged = published()
    forged["committed"]["panels"][7] = [0, 3]
    assert refusal_of(reseal(forged)) == ("Le panel 007 réunit deux personnes de la même adresse.")


def test_chances_that_are_not_those_of_the_panels_are_found():
    forged = published()
    forged["committed"]["times"][0] += 1
    assert refusal_of(reseal(forged)) == (
        "Les chances publiées ne sont pas celles des 1 000 panels."
    )


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("panels", [[0, 4]] * 999, "Il n'y a pas 1000 panels, mais 999."),
        ("rounding_error", 0, "L'écart annoncé entre les chances calculées et les chances tirées"),
        ("eligible", [0, 1, 2], "Toute la liste n'a pas pris part au tirage."),
        ("seats", 3, "Le panel 000 n'a pas le bon nombre de personnes, ou pas les bonnes."),
    ],
)
def test_other_parts_that_do_not_fit_are_found(key: str, value: Any, sentence: str):
    forged = published()
    forged["committed"][key] = value
    assert refusal_of(reseal(forged)).startswith(sentence)


def test_a_certificate_without_one_of_its_parts_is_refused():
    for key in published():
        broken = {name: value for name, value in published().items() if name != key}
        with pytest.raises(script().Failed):
            script().verify(broken)
