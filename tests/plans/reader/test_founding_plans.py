"""The two plans the product was born from, read to the last action."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ensemblier.plans.reader import ParsedPlan, read_plan

from .writing import as_docx, as_pdf, everything, levels

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


def founding(prefix: str) -> bytes:
    found = sorted(SEEDS.glob(f"{prefix}*.txt"))
    if not found:
        pytest.skip("the founding documents are not beside this copy of the project")
    return found[0].read_bytes()


@pytest.fixture(scope="module")
def city_contract() -> ParsedPlan:
    return read_plan(founding("003"), "plan.txt")


@pytest.fixture(scope="module")
def territory_project() -> ParsedPlan:
    return read_plan(founding("000"), "plan.txt")


def test_the_tree_of_the_city_contract(city_contract: ParsedPlan) -> None:
    assert levels(city_contract) == [
        ("pilier", 4),
        ("orientation stratégique", 14),
        ("objectif opérationnel", 75),
        ("action", 199),
    ]


def test_the_city_contract_confirms_all_the_counts_it_declares(city_contract: ParsedPlan) -> None:
    assert len(city_contract.declared) == 28
    assert [row for row in city_contract.declared if not row.ok] == []


def test_flags_and_references_of_the_city_contract(city_contract: ParsedPlan) -> None:
    assert [n.id for n in city_contract.nodes if n.outside_call] == [
        "1.5.2",
        "3.1.1",
        "3.1.2",
        "3.2.1",
        "3.2.2",
        "3.2.3",
    ]
    assert {n.id: n.see_also for n in city_contract.nodes if n.see_also} == {
        "1.3.10": ["1.4"],
        "1.6.1.a": ["1.1.3"],
        "1.6.5": ["1.1.1", "1.1.3"],
        "2.2.3": ["4.2.4"],
        "2.2.6": ["2.1.2", "2.1.3"],
        "2.3.9": ["2.2.2", "2.2.6"],
        "3.2.3": ["3.1.1"],
    }


def test_titles_of_the_city_contract_are_whole(city_contract: ParsedPlan) -> None:
    titles = {n.id: n.title for n in city_contract.nodes}
    assert titles["1.3"] == "FAVORISER LA REUSSITE EDUCATIVE"
    assert titles["1.3.5"].endswith("PRE et PEL…)")
    assert titles["1.3.5.b"] == "Analyser les pratiques / professionnels"
    assert titles["2.3.5"].endswith("(typologie, mixité, densité…)")
    assert titles["3.3.3"].endswith("de l’économie sociale et solidaire")
    assert [t for t in titles.values() if "Cahier 4" in t or "actions !" in t] == []


def test_sheets_of_the_city_contract_are_groups(city_contract: ParsedPlan) -> None:
    assert [group.nodes[0] for group in city_contract.groups] == [
        "1.1.1", "1.2.1", "1.3.1", "1.3.6", "1.4.1", "1.5.1", "1.6.1", "2.1.1", "2.2.1", "2.3.1",
        "2.3.6", "3.1.1", "3.1.5", "3.2.1", "3.3.1", "4.1.1", "4.2.1",
    ]  # fmt: skip
    assert sum(len(group.nodes) for group in city_contract.groups) == 75


def test_the_tree_of_the_territory_project(territory_project: ParsedPlan) -> None:
    assert levels(territory_project) == [
        ("axe", 5),
        ("orientation", 19),
        ("programme", 50),
        ("action", 198),
    ]
    priorities = [n.priority for n in territory_project.nodes if n.level == 3]
    assert (priorities.count("priority"), priorities.count("complementary")) == (101, 97)
    assert [row for row in territory_project.declared if not row.ok] == []


def test_reading_takes_less_than_two_seconds() -> None:
    content = founding("003")
    start = time.perf_counter()
    read_plan(content, "plan.txt")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("prefix", ["003", "000"])
def test_the_founding_plans_as_pdf_and_word_give_the_same_tree(prefix: str) -> None:
    content = founding(prefix)
    expected = everything(read_plan(content, "plan.txt"))
    assert everything(read_plan(as_docx(content.decode()), "plan.docx")) == expected
    wide = "#set page(width: 60cm)\n#set text(size: 8pt)\n#set smartquote(enabled: false)"
    assert everything(read_plan(as_pdf(content.decode(), wide), "plan.pdf")) == expected
