"""How a line announces a piece of the plan: «Axe 2 –», «1.1.1.a.», «II.», «B)»."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from .wording import (
    LEVEL_PHRASE,
    NUMBERS,
    ORDINAL,
    fold,
    is_capitals,
    level_stem,
    number_value,
    ordinal_value,
    phrase_priority,
)

ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})"
PART = rf"(?:\d{{1,3}}|{ROMAN}|[A-Za-z])"
CODE = rf"(?:\d{{1,3}}|{ROMAN}|[A-Z])(?:(?:\s?[./]\s?|-){PART}(?![\w’']))*(?:[a-zA-Z](?![\w’']))?"
PREFIXED = r"[A-Z]{1,3}\d{1,3}(?:[.-]\d{1,2}){0,3}"
SEPARATOR = r"\s*(?:[.):°]+\s*[-–—:]?|/(?=\s)|[-–—](?=\s|$)|[-–—](?=[A-ZÀ-Ý]))\s*"

LEVEL_WORD = re.compile(LEVEL_PHRASE)
WORD_CODE = re.compile(
    rf"\s*(?:[Nn]\s?[°ºo]\s?\.?\s?|#\s?|[Nn]um[ée]ro\s)?({PREFIXED}|{CODE})(?![\w’'])"
)
TRAIL = re.compile(r"\s*[›>→|»/]\s*(?=[A-ZÀ-Ý])")
COUNTED = re.compile(rf"({ORDINAL}) ({LEVEL_PHRASE})(?=\s*(?:[:.]|-(?=\s)|$))")
SPELLED = re.compile(rf"\s+(premiere?|une?|{'|'.join(NUMBERS)})(?=\s*(?:[:.]|-(?=\s)|$))")
LETTERED = re.compile(rf"({PREFIXED})(?![\w’'])(?:{SEPARATOR}|\s+(?=[A-ZÀ-Ý«])|$)")
COMPOUND = re.compile(rf"({CODE})(?![\w’'])(?:{SEPARATOR}|\s+|$)")
GLUED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?=[A-ZÀ-Ý][a-zà-ÿ])")
SIMPLE = re.compile(
    rf"({ROMAN}|\d{{1,2}}|[A-Z]|[a-z]|[ivx]{{1,4}})(?:\s?([.)°]|/(?=\s))\)?\s*[-–—:]?|\s*([-–—:])(?=\s))\s*"
)
BARE = re.compile(rf"(\d{{1,2}}|{ROMAN})\s+(?=[A-ZÀ-Ý])")
UNITS = re.compile(
    r"(?:%|€|k€|km|m2|m²|kg|g|h|ha|ans?|mois|jours?|heures?|euros?|millions?|milliards?|personnes|"
    r"habitants|points?|eme|er|re)(?!\w)"
)
EMBEDDED = re.compile(
    r"(?<=\s)(\d{1,2}(?:\.\d{1,2}){1,3}(?:\.?[a-z])?)(?:\.|\s?[-–:])?\s+(?=[A-ZÀ-Ý«])"
)
REFERRING = re.compile(
    rf"(?:\bcf\.?|\bvoir|\bet|\bou|\bn ?[°o]|,|\boperationnels?|\bstrategiques?|"
    rf"\b{LEVEL_PHRASE})\s*$"
)


@dataclass(frozen=True)
class Marker:
    """`family` gathers the marks that play the same part; `code` is in lower case."""

    family: str
    code: tuple[str, ...]
    label: str
    title: str
    stem: str = ""
    priority: str | None = None


def roman(text: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in text.lower()]
    return sum(-v if v < nxt else v for v, nxt in zip(values, [*values[1:], 0], strict=True))


def ordinal(part: str, kind: str = "") -> int:
    """The rank of one part of a code: 3 for «3», «c» or, in a Roman family, «iii»."""
    if part.isdigit():
        return int(part)
    if kind in {"roman", "romanette"} or len(part) > 1:
        return roman(part) if set(part) <= set(ROMAN_VALUES) else 0
    return ord(part[0]) - ord("a") + 1


def split_code(label: str, form: Callable[[str], str] = fold) -> tuple[str, ...]:
    parts = re.split(r"\s?[./]\s?|-", label.strip(" ."))
    parts[0] = re.sub(r"^[A-Z]{1,3}(?=\d)", "", parts[0])
    last = re.fullmatch(r"(\d+)([a-zA-Z])", parts[-1])
    if last:
        parts[-1:] = [last[1], last[2]]
    return tuple(form(part) for part in parts if part)


def read_marker(text: str) -> Marker | None:
    return (
        read_word(text)
        or read_counted(text)
        or read_compound(text)
        or read_lettered(text)
        or read_simple(text)
        or read_bare(text)
    )


def read_word(text: str) -> Marker | None:
    """«Axe 2 – Emploi», «OBJECTIF OPERATIONNEL 1.4.1. …», «Enjeu : …»."""
    word = LEVEL_WORD.match(fold(text))
    if not word or not text[0].isupper():
        return None
    rest = text[word.end() :]
    stem, priority = level_stem(word[0]), phrase_priority(word[0])
    coded = WORD_CODE.match(rest)
    if coded and _is_code_of_word(coded[1], rest[coded.end() :]):
        title = re.sub(rf"^(?:{SEPARATOR}|{TRAIL.pattern})", "", rest[coded.end() :]).strip()
        code = split_code(coded[1])
        family = f"word {stem} {len(code)}"
        return Marker(family, code, coded[1].strip(), title, stem, priority)
    spelled = SPELLED.match(fold(rest))
    if spelled:
        return _numbered(text, spelled[1], word.end() + spelled.end(), stem, priority)
    named = re.match(r"\s*(?::|[-–—](?=\s))\s*(\S.*)", rest)
    if named and not word[0].endswith(("s", "x")):
        return Marker(f"word {stem} 0", (), "", named[1].strip(), stem, priority)
    if rest.strip() and is_capitals(text) and len(text) < 100 and not word[0].endswith(("s", "x")):
        return Marker(f"word {stem} 0 capitals", (), "", rest.strip(), stem, priority)
    return None


def read_counted(text: str) -> Marker | None:
    """«Premier axe : …», «2e orientation – …»."""
    found = COUNTED.match(fold(text))
    if not found or not (text[0].isupper() or text[0].isdigit()):
        return None
    stem, priority = level_stem(found[2]), phrase_priority(found[2])
    return _numbered(text, found[1], found.end(), stem, priority)


def _numbered(text: str, word: str, end: int, stem: str, priority: str | None) -> Marker:
    """A mark whose number is written in letters; it is shown in digits."""
    title = re.sub(rf"^(?:{SEPARATOR})", "", text[end:]).strip()
    is_ordinal = re.fullmatch(ORDINAL, word)
    label = str(ordinal_value(word) if is_ordinal else number_value(word) or 1)
    return Marker(f"word {stem} 1", (label,), label, title, stem, priority)


def read_lettered(text: str) -> Marker | None:
    """Initials and a number: «OS1.2 – …», «A12 : …», «FA3 …»."""
    found = LETTERED.match(text)
    rest = text[found.end() :].strip() if found else ""
    if not found or not re.match(r"[^\W\d_]|[«\"“(]|$", rest):
        return None
    code = split_code(found[1])
    initials = re.match(r"[A-Z]+", found[1])
    return Marker(f"lettered {initials[0] if initials else ''} {len(code)}", code, found[1], rest)


def _is_code_of_word(label: str, after: str) -> bool:
    """A lone letter is a code only before a separator: «Axe A : …», not «Action A mener»."""
    if label.isdigit() or len(split_code(label)) > 1 or re.fullmatch(PREFIXED, label):
        return not UNITS.match(fold(after.strip()))
    return not after.strip() or bool(re.match(SEPARATOR, after))


def read_compound(text: str) -> Marker | None:
    """Codes of several parts, which say by themselves where they belong: «1.2.3.a»."""
    found = COMPOUND.match(text) or GLUED.match(text)
    if not found:
        return None
    code = split_code(found[1])
    rest = text[found.end() :].strip()
    if len(code) < 2 or (not any(part.isdigit() for part in code) and not _is_roman_code(code)):
        return None
    if rest and (UNITS.match(fold(rest)) or not re.match(r"[^\W\d_]|[«\"“(]", rest)):
        return None
    return Marker(f"dotted {len(code)}", code, found[1].strip(" ."), rest)


def _is_roman_code(code: tuple[str, ...]) -> bool:
    return code[0] in {"i", "ii", "iii", "iv", "v", "vi"} and len(code) == 2


def read_simple(text: str) -> Marker | None:
    """One number, letter or Roman numeral and a separator: «A.», «2)», «IV –»."""
    found = SIMPLE.match(text)
    if not found:
        return None
    label, rest = found[1], text[found.end() :].strip()
    if rest and (not re.match(r"[^\W\d_]|[«\"“(]", rest) or UNITS.match(fold(rest))):
        return None
    delimiter = {"–": "-", "—": "-"}.get(found[2] or found[3], found[2] or found[3])
    return Marker(f"{kind_of(label)} {delimiter}", (fold(label),), label, rest)


def kind_of(label: str) -> str:
    if label.isdigit():
        return "number"
    if len(label) > 1:
        return "roman" if label.isupper() else "romanette"
    return "upper" if label.isupper() else "lower"


def read_bare(text: str) -> Marker | None:
    """«1 COHÉSION SOCIALE»: believed only when the numbers follow one another."""
    found = BARE.match(text)
    if not found:
        return None
    return Marker(
        f"{kind_of(found[1])} bare", (fold(found[1]),), found[1], text[found.end() :].strip()
    )


def as_roman(marker: Marker) -> Marker:
    kind = {"upper": "roman", "lower": "romanette"}[marker.family.split()[0]]
    return replace(marker, family=f"{kind} {marker.family.split(maxsplit=1)[1]}")


def split_at_codes(text: str) -> list[str]:
    """Two cells of a table on one line: «1.3.1 Développer …  1.3.1.a. Favoriser …»."""
    starts = [0]
    for found in EMBEDDED.finditer(text):
        if not REFERRING.search(fold(text[: found.start()])):
            starts.append(found.start())
    if len(starts) > 1 and not re.match(r"\d", text):
        word = read_word(text)
        starts = starts if word and word.code else [0]
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
