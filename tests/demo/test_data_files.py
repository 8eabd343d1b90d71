"""The demonstration data hold together: exact counts, no dangling code, no copied title."""

import csv
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from shapely.geometry import shape

from ensemblier.plans.reader import read_plan

DATA = Path(__file__).resolve().parents[2] / "ensemblier" / "demo" / "data"

# Orientation: objectives, actions, as the document declares them.
DECLARED = {
    "1.1": (4, 15),
    "1.2": (6, 18),
    "1.3": (10, 37),
    "1.4": (4, 17),
    "1.5": (2, 7),
    "1.6": (5, 15),
    "2.1": (4, 11),
    "2.2": (6, 8),
    "2.3": (9, 17),
    "3.1": (8, 18),
    "3.2": (3, 1),
    "3.3": (6, 10),
    "4.1": (4, 12),
    "4.2": (4, 13),
}

# Rows at each level, root first.
LEVEL_COUNTS = {
    "contract_plan_2015": [4, 14, 75, 199],
    "neighbourhood_plan": [4, 10, 24],
    "territorial_plan": [5, 19, 50],
    "ceze_plan": [5, 20, 9],
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(name: str) -> list[str]:
    return [row["code"] for row in rows(name)]


def area_keys() -> set[tuple[str, str]]:
    """(code, generation), or (name, "") for an area without code."""
    return {(row["code"] or row["name"], row["generation"]) for row in rows("areas")}


def shapes(**wanted: str) -> dict[str, object]:
    collection = json.loads((DATA / "approximate_perimeters.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["code"]: shape(feature["geometry"])
        for feature in collection["features"]
        if all(feature["properties"][key] == value for key, value in wanted.items())
    }


def words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", plain)


def longest_run(title: list[str], document: str) -> int:
    """How many consecutive words of the title stand in the document, at most."""
    runs = (
        end - start
        for start in range(len(title))
        for end in range(start + 1, len(title) + 1)
        if f" {' '.join(title[start:end])} " in document
    )
    return max(runs, default=0)


@pytest.mark.parametrize("name", LEVEL_COUNTS)
def test_each_plan_has_its_rows_at_each_level(name: str) -> None:
    counts = Counter(int(row["level"]) for row in rows(name))
    assert [counts[level] for level in sorted(counts)] == LEVEL_COUNTS[name]


def test_each_orientation_has_the_objectives_and_actions_that_the_document_declares() -> None:
    levels = {level: [] for level in "0123"}
    for row in rows("contract_plan_2015"):
        levels[row["level"]].append(row["code"])
    counted = {
        orientation: tuple(
            sum(code.startswith(f"{orientation}.") for code in levels[level]) for level in "23"
        )
        for orientation in levels["1"]
    }
    assert counted == DECLARED


def test_the_plan_of_2015_is_in_the_order_of_the_document() -> None:
    found = codes("contract_plan_2015")

    def rank(code: str) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]

    assert found == sorted(found, key=rank)


def test_the_plan_of_2015_keeps_the_flags_and_references_of_the_document() -> None:
    plan = rows("contract_plan_2015")
    assert [row["code"] for row in plan if row["outside_call"] == "1"] == [
        "1.5.2",
        "3.1.1",
        "3.1.2",
        "3.2.1",
        "3.2.2",
        "3.2.3",
    ]
    assert {row["code"]: row["see_also"] for row in plan if row["see_also"]} == {
        "1.3.10": "1.4",
        "1.6.1.a": "1.1.3",
        "1.6.5": "1.1.1 1.1.3",
        "2.2.3": "4.2.4",
        "2.2.6": "2.1.2 2.1.3",
        "2.3.9": "2.2.2 2.2.6",
        "3.2.3": "3.1.1",
    }
    assert {row["priority"] for row in plan} == {""}


@pytest.mark.parametrize("name", LEVEL_COUNTS)
def test_each_node_has_one_code_and_its_parent_one_level_up(name: str) -> None:
    plan = rows(name)
    level_of = {row["code"]: int(row["level"]) for row in plan}
    assert len(level_of) == len(plan)
    expected = [
        (row["code"], level_of[row["parent_code"]] + 1 if row["parent_code"] else 0) for row in plan
    ]
    assert [(row["code"], int(row["level"])) for row in plan] == expected


@pytest.mark.parametrize("name", LEVEL_COUNTS)
def test_short_titles_are_short_and_differ_between_siblings(name: str) -> None:
    plan = rows(name)
    assert [row["code"] for row in plan if not 1 <= len(row["short_title"]) <= 60] == []
    siblings = Counter((row["parent_code"], row["short_title"]) for row in plan)
    assert [pair for pair, number in siblings.items() if number > 1] == []


@pytest.mark.parametrize(
    ("name", "document"),
    [("contract_plan_2015", "003"), ("territorial_plan", "000"), ("ceze_plan", "001")],
)
def test_short_titles_are_our_own_words(name: str, document: str, shared: Path) -> None:
    text = next((shared / "seeds").glob(f"{document}*")).read_text(encoding="utf-8")
    spaced = f" {' '.join(words(text))} "
    copied = []
    for row in rows(name):
        title = words(row["short_title"])
        if longest_run(title, spaced) in {len(title), *range(6, 60)}:
            copied.append(row["code"])
    assert copied == []


def test_codes_cited_elsewhere_exist_in_the_plan_of_2015() -> None:
    plan = set(codes("contract_plan_2015"))
    cited = {
        (name, code)
        for name, column in [
            ("contract_plan_2015", "see_also"),
            ("neighbourhood_plan", "aligned_with"),
            ("territorial_plan", "aligned_with"),
            ("ceze_plan", "aligned_with"),
            ("revision_2027", "from_codes"),
            ("indicators_2015", "node_code"),
            ("specifications_2015", "node_code"),
        ]
        for row in rows(name)
        for code in row[column].split()
    }
    assert {(name, code) for name, code in cited if code not in plan} == set()


def test_every_objective_has_an_indicator_and_only_known_breakdowns_are_used() -> None:
    objectives = {row["code"] for row in rows("contract_plan_2015") if row["level"] == "2"}
    indicators = rows("indicators_2015")
    assert {row["node_code"] for row in indicators} == objectives
    assert {row["kind"] for row in indicators} == {"quantitative", "qualitative"}
    used = {breakdown for row in indicators for breakdown in row["breakdowns"].split()}
    assert used == {"sex", "child_sex", "age", "qpv"}
    assert [
        row["label"] for row in indicators if (row["kind"] == "quantitative") != bool(row["unit"])
    ] == []


def test_specifications_are_one_to_three_for_an_objective() -> None:
    objectives = {row["code"] for row in rows("contract_plan_2015") if row["level"] == "2"}
    specifications = rows("specifications_2015")
    counts = Counter(row["node_code"] for row in specifications)
    assert set(counts) <= objectives
    assert set(counts.values()) == {1, 2, 3}
    assert {row["kind"] for row in specifications} == {"requirement", "scheme"}


def test_the_revision_of_2027_says_what_becomes_of_each_node_once() -> None:
    revision = rows("revision_2027")
    assert Counter(row["kind"] for row in revision) == {
        "reworded": 4,
        "merged": 2,
        "split": 4,
        "dropped": 2,
        "added": 2,
    }
    plan = set(codes("contract_plan_2015"))
    targets = [row["to_code"] for row in revision if row["to_code"]]
    assert len(targets) == len(set(targets))
    assert [
        row["to_code"] for row in revision if row["kind"] == "added" and row["to_code"] in plan
    ] == []
    assert {code.rsplit(".", 1)[0] for code in targets} <= plan
    assert [row for row in revision if len(row["new_short_title"]) > 60] == []
    gone = {
        code
        for row in revision
        for code in row["from_codes"].split()
        if code not in targets and row["kind"] in {"merged", "dropped"}
    }
    parents = {row["parent_code"] for row in rows("contract_plan_2015")}
    assert gone == {"2.3.9", "1.3.8.b", "1.6.1.a", "2.3.7"}
    assert gone & parents == set()


def test_areas_are_those_of_the_pilot_territory_and_the_qpv_of_gard() -> None:
    areas = rows("areas")
    assert Counter((row["kind"], row["generation"]) for row in areas) == {
        ("epci", ""): 7,
        ("commune", ""): 101,
        ("qpv", "2015"): 5,
        ("qpv", "2024"): 17,
        ("other", ""): 2,
    }
    assert len({(row["kind"], row["code"] or row["name"]) for row in areas}) == len(areas)
    assert [row["name"] for row in areas if not row["code"]] == ["Bessèges", "Molières-sur-Cèze"]


def test_links_join_areas_that_exist() -> None:
    keys = area_keys()
    links = rows("area_links")
    assert [
        link
        for link in links
        if (link["from_code"] or link["from_name"], link["from_generation"]) not in keys
        or (link["to_code"], link["to_generation"]) not in keys
    ] == []
    parts = Counter(link["to_code"] for link in links if link["kind"] == "part_of")
    assert (parts["200066918"], parts["200035129"]) == (71, 23)
    assert [
        (link["from_code"], link["to_code"]) for link in links if link["kind"] == "succeeds"
    ] == [
        ("QN03001I", "QP030001"),
        ("QN03002M", "QP030002"),
        ("QN03014M", "QP030014"),
        ("QN03016M", "QP030016"),
        ("QN03016M", "QP030017"),
    ]
    assert [link["to_code"] for link in links if link["from_code"] == "QN03016M"][:3] == [
        "30051",
        "30132",
        "30307",
    ]


def test_statistics_are_of_known_areas_and_measures_once_a_year() -> None:
    units = {row["code"]: row["unit"] for row in rows("measures")}
    statistics = rows("statistics")
    keys = area_keys()
    assert [row for row in statistics if (row["area_code"], row["generation"]) not in keys] == []
    assert [row for row in statistics if units[row["measure"]] != row["unit"]] == []
    assert {row["measure"] for row in statistics} == set(units)
    once = Counter(
        (row["area_code"], row["generation"], row["year"], row["measure"]) for row in statistics
    )
    assert set(once.values()) == {1}
    assert {row["higher_is"] for row in rows("measures")} == {"neutral", "better", "worse"}


def test_figures_of_the_pilot_qpv_are_those_that_were_published() -> None:
    figures = {
        (row["area_code"], row["measure"]): row["value"]
        for row in rows("statistics")
        if row["generation"] == "2015"
    }
    assert {
        code: tuple(figures[code, key] for key in ("population", "poverty_rate", "median_income"))
        for code in ("QP030001", "QP030002", "QP030014", "QP030016", "QP030017")
    } == {
        "QP030001": ("14621", "46.6", "12827"),
        "QP030002": ("1134", "42.7", "13317"),
        "QP030014": ("1234", "43.1", "13274"),
        "QP030016": ("2421", "46.2", "12859"),
        "QP030017": ("1012", "49.2", "12439"),
    }


def test_perimeters_are_valid_dated_and_say_that_they_are_approximate() -> None:
    collection = json.loads((DATA / "approximate_perimeters.geojson").read_text(encoding="utf-8"))
    properties = [feature["properties"] for feature in collection["features"]]
    assert Counter((item["kind"], item["generation"]) for item in properties) == {
        ("commune", ""): 8,
        ("qpv", "2015"): 5,
        ("qpv", "2024"): 4,
    }
    assert {(item["code"], item["generation"]) for item in properties} <= area_keys()
    assert {(item["approximate"], item["source"], item["drawn_on"]) for item in properties} == {
        (True, "Forme approchée, dessinée pour la démonstration", "2026-11-20")
    }
    assert [code for code, drawn in shapes().items() if not drawn.is_valid] == []


@pytest.mark.parametrize(
    "wanted", [{"generation": "2015"}, {"generation": "2024"}, {"kind": "commune"}]
)
def test_shapes_of_one_kind_do_not_overlap(wanted: dict[str, str]) -> None:
    drawn = list(shapes(**wanted).items())
    overlaps = [
        (code, other)
        for index, (code, one) in enumerate(drawn)
        for other, two in drawn[index + 1 :]
        if one.intersection(two).area > 0
    ]
    assert overlaps == []


def test_an_ancestor_lies_inside_its_successor() -> None:
    new, old = shapes(generation="2024"), shapes(generation="2015")
    outside = [
        (link["from_code"], link["to_code"])
        for link in rows("area_links")
        if link["kind"] == "succeeds" and not new[link["from_code"]].covers(old[link["to_code"]])
    ]
    assert outside == []


def test_contracts_cite_organizations_and_areas_that_exist() -> None:
    organizations = {row["key"] for row in rows("organizations")}
    contracts = rows("contracts")
    assert [row["slug"] for row in contracts] == ["ales-agglomeration", "de-ceze-cevennes"]
    cited = {row[role] for row in contracts for role in ("bearer", "manager")}
    cited |= {row["organization"] for row in rows("signatories")}
    assert cited - organizations == set()
    slugs = {row["slug"] for row in contracts}
    hanging = [
        name
        for name in ("contract_areas", "signatories", "milestones")
        for row in rows(name)
        if row["contract_slug"] not in slugs
    ]
    assert hanging == []
    keys = area_keys()
    assert [
        row
        for row in rows("contract_areas")
        if (row["area_code"] or row["area_name"], row["area_generation"]) not in keys
    ] == []
    once = Counter((row["contract_slug"], row["organization"]) for row in rows("signatories"))
    assert set(once.values()) == {1}


def test_identifiers_of_organizations_agree() -> None:
    organizations = rows("organizations")
    assert [
        row["key"] for row in organizations if row["siret"] and row["siret"][:9] != row["siren"]
    ] == []
    assert len({row["key"] for row in organizations}) == len(organizations)


def test_each_pilot_qpv_has_its_sentences_in_both_languages() -> None:
    texts = rows("neighbourhood_texts")
    assert [row["area_code"] for row in texts] == ["QN03001I", "QN03002M", "QN03014M", "QN03016M"]
    assert [row["area_code"] for row in texts if not all(row.values())] == []


def test_every_file_has_a_source() -> None:
    sources = rows("sources")
    files = sorted(path.name for path in DATA.iterdir() if not path.name.startswith("."))
    assert sorted(row["file"] for row in sources) == files
    assert {row["kind"] for row in sources} == {"real", "approximate", "invented"}
    assert [row["file"] for row in sources if not all(row.values())] == []


def test_no_file_holds_a_straight_apostrophe_or_a_stray_space() -> None:
    dirty = [
        (path.name, cell)
        for path in sorted(DATA.glob("*.csv"))
        for row in rows(path.stem)
        for cell in row.values()
        if "'" in cell or cell != cell.strip() or "  " in cell
    ]
    assert dirty == []


def test_the_nomenclature_is_what_the_reader_finds_in_the_document(shared: Path):
    document = next((shared / "seeds").glob("003*"))
    read = read_plan(document.read_bytes(), document.name)
    found = {
        node.code: (node.level, node.outside_call, sorted(node.see_also)) for node in read.nodes
    }
    written = {
        row["code"]: (
            int(row["level"]),
            row["outside_call"] == "1",
            sorted(row["see_also"].split()),
        )
        for row in rows("contract_plan_2015")
    }
    assert found == written
