"""How a plan names things: levels, codes, short titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ensemblier.plans.models import SHORT_TITLE_LENGTH

ELLIPSIS = "…"
# «axe de travail» has «axes de travail» for plural: what follows a preposition stays.
PREPOSITIONS = {"de", "du", "des", "à", "au", "en", "pour", "par", "sur", "et", "ou"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def one_line(text: str) -> str:
    """The text without control characters, its blanks reduced to one space.

    Non-breaking spaces are typography and stay.
    """
    return re.sub(r"[ \t\r\n]+", " ", CONTROL.sub("", text)).strip(" ")


def paragraphs(text: str) -> str:
    """The text with «\\n» between its lines, however it was typed."""
    text = CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def short_title_of(title: str) -> str:
    """The title itself when short enough, else cut at a word and closed by «…»."""
    title = one_line(title)
    if len(title) <= SHORT_TITLE_LENGTH:
        return title
    room = title[: SHORT_TITLE_LENGTH - len(ELLIPSIS)]
    if title[len(room)].isalnum():
        room = room.rsplit(" ", 1)[0] if " " in room else room
    return room.rstrip(" ,;:.–-\u00a0\u202f") + ELLIPSIS


def _plural_word(word: str) -> str:
    if not word or word[-1] in "sxz" or not word.isalpha():
        return word
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"


def level_label(name: str, count: int) -> str:
    """The name of a level as it goes with a count: «1 objectif», «10 objectifs»."""
    if count < 2:
        return name
    words, done = [], False
    for word in name.split(" "):
        done = done or word.lower() in PREPOSITIONS or word.lower().startswith(("d’", "d'"))
        words.append(word if done else _plural_word(word))
    return " ".join(words)


def _letters(rank: int) -> str:
    text = ""
    while rank:
        rank, rest = divmod(rank - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(rank: int) -> str:
    steps = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")]
    steps += [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for value, letters in steps:
        while rank >= value:
            rank, text = rank - value, text + letters
    return text


STYLES: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": _letters,
    "A": lambda rank: _letters(rank).upper(),
    "I": _roman,
    "i": lambda rank: _roman(rank).lower(),
}
SEPARATORS = re.compile(r"( *[./-] *| +)")


def code_at(pattern: str, ranks: Sequence[int]) -> str:
    """The code of the node at `ranks` (from 1, root first) under a pattern such as «1.1.1.a».

    Each part ends with its style: 1, a, A, I or i; what stands before is kept: «A1.O1.P1».
    Below the last part the last style goes on. Raises ValueError for a pattern without style.
    """
    pieces = SEPARATORS.split(pattern.strip())
    parts, separators = pieces[0::2], pieces[1::2]
    if not all(part and part[-1] in STYLES for part in parts):
        raise ValueError(pattern)
    while len(parts) < len(ranks):
        parts.append(parts[-1])
        separators.append(separators[-1] if separators else ".")
    text = ""
    for depth, rank in enumerate(ranks):
        joint = separators[depth - 1] if depth else ""
        text += f"{joint}{parts[depth][:-1]}{STYLES[parts[depth][-1]](rank)}"
    return text


def ranks_of(path: str) -> list[int]:
    return [int(rank) for rank in path.split(".")]


def path_of(ranks: Sequence[int]) -> str:
    return ".".join(f"{rank:04d}" for rank in ranks)


def bare_code(code: str) -> str:
    """A code as it is compared: «1.1.1.A.» and «1.1.1.a» are the same."""
    return re.sub(r"\s+", "", code).rstrip(".").casefold()


def ranks_in(code: str) -> tuple[int, ...]:
    """What a code counts, part by part: «A1.O2.P3» and «1/2.C» are (1, 2, 3); () when a part
    counts nothing. A letter alone counts from a, Roman or not: the same on both sides."""
    ranks = []
    for part in re.split(r"[./ -]+", bare_code(code)):
        digits = re.fullmatch(r"[a-z]?(\d{1,4})", part)
        if digits:
            ranks.append(int(digits[1]))
        elif len(part) == 1 and "a" <= part <= "z":
            ranks.append(ord(part) - ord("a") + 1)
        else:
            return ()
    return tuple(ranks)
