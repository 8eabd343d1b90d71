"""Short titles, levels in the plural, codes from places."""

from __future__ import annotations

import pytest

from ensemblier.plans.naming import (
    code_at,
    level_label,
    one_line,
    paragraphs,
    ranks_in,
    short_title_of,
)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Un titre", "Un titre"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (
            "Favoriser les échanges entre les quartiers, et leurs habitants tous ensemble",
            "Favoriser les échanges entre les quartiers, et leurs…",
        ),
        (
            "Favoriser les échanges entre les quartiers anciens et neufs, tous ensemble",
            "Favoriser les échanges entre les quartiers anciens et neufs…",
        ),
    ],
)
def test_short_titles_are_cut_at_a_word(title: str, short: str) -> None:
    assert short_title_of(title) == short
    assert len(short_title_of(title)) <= 60


@pytest.mark.parametrize(
    ("name", "count", "label"),
    [
        ("objectif opérationnel", 1, "objectif opérationnel"),
        ("objectif opérationnel", 2, "objectifs opérationnels"),
        ("axe", 0, "axe"),
        ("axe de travail", 3, "axes de travail"),
        ("enjeu d’avenir", 2, "enjeux d’avenir"),
        ("niveau 3", 4, "niveaux 3"),
    ],
)
def test_levels_agree_with_their_count(name: str, count: int, label: str) -> None:
    assert level_label(name, count) == label


@pytest.mark.parametrize(
    ("pattern", "ranks", "code"),
    [
        ("1.1.1.a", [1, 2, 3, 4], "1.2.3.d"),
        ("I / A / 1", [4, 2, 1], "IV / B / 1"),
        ("A1.O1.P1", [2, 3, 1], "A2.O3.P1"),
        ("1", [2, 11], "2.11"),
        ("1-a", [1, 28], "1-ab"),
        ("i", [14], "xiv"),
    ],
)
def test_a_pattern_makes_codes(pattern: str, ranks: list[int], code: str) -> None:
    assert code_at(pattern, ranks) == code


@pytest.mark.parametrize(
    ("code", "ranks"),
    [
        ("A1.O2.P3", (1, 2, 3)),
        ("1/2.C", (1, 2, 3)),
        ("1.1.1.a", (1, 1, 1, 1)),
        ("préambule", ()),
        ("", ()),
    ],
)
def test_what_a_code_counts(code: str, ranks: tuple[int, ...]) -> None:
    assert ranks_in(code) == ranks


def test_typed_text_is_tidied() -> None:
    assert one_line(" a\t b\r\nc\x00 ") == "a b c"
    assert one_line("12\u202f000\u00a0€") == "12\u202f000\u00a0€"
    assert paragraphs("a  \r\nb\r\r\nc ") == "a\nb\n\nc"
