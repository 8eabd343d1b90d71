"""Text on the pages reaches the contrast of level AAA, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ensemblier import ui

TOKENS = (Path(ui.__file__).parent / "static/ui/tokens.css").read_text()
PAIRS = [
    *((text, ground) for text in ("ink", "soft") for ground in ("paper", "ground", "stone")),
    *(
        (color, ground)
        for color in ("gardon", "chestnut", "ochre", "ok", "no")
        for ground in ("paper", "ground", f"{color}-wash")
    ),
    *(("ink", f"{color}-wash") for color in ("gardon", "chestnut", "ochre", "ok", "no")),
]


def themes() -> list[dict[str, str]]:
    """Light, dark by the system, dark by choice."""
    blocks = re.split(r"^ +color-scheme:", TOKENS, flags=re.MULTILINE)[1:]
    return [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in blocks]


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_both_ways_into_the_dark_show_the_same_colors() -> None:
    _, by_system, by_choice = themes()

    assert by_system == by_choice


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reaches_seven_to_one(text: str, ground: str) -> None:
    for theme in themes():
        assert contrast(theme[text], theme[ground]) >= 7


@pytest.mark.parametrize("line", ["edge", "focus", "series-1", "series-2", "series-4"])
def test_lines_and_bars_reach_three_to_one(line: str) -> None:
    for theme in themes():
        assert contrast(theme[line], theme["paper"]) >= 3
