"""What each line of the document is, before anything is known of the plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .details import (
    OUTSIDE_CALL,
    REFERENCE_OPENING,
    Count,
    Reference,
    counts,
    is_count_line,
    is_flag_line,
    is_reference_line,
    references,
)
from .lines import Line
from .markers import Marker, read_marker, split_at_codes
from .wording import LEVEL_PHRASE, fold, is_capitals, level_stem, phrase_priority

SPECIFICATION = (
    r"cahier des charges|modalites?(?: (?:de mise en (?:oeuvre|œuvre)|d'intervention|pratiques))?|"
    r"criteres? (?:d'eligibilite|de selection|de recevabilite)|conditions(?: d[e'] ?\w+)?|attendus|"
    r"prescriptions?|exigences|points? de vigilance|consignes|preconisations"
)
INDICATORS = (
    r"(?:evaluation ?[/:–-]? ?)?indicateurs?(?: (?:de |d'|du )?(?!nombre)[a-z']+){0,4}|evaluation|"
    r"criteres? d'evaluation|resultats? attendus?|(?:modalites|outils) d'evaluation"
)
OTHER = (
    r"pilotes?|pilotage|porteurs?(?: (?:de projets?|de l'action))?|maitres? d'ouvrage|"
    r"partenaires?(?: \w+){0,2}|partenariats?|calendrier(?: \w+){0,3}|echeanciers?|echeances?|"
    r"budgets?(?: \w+)?|financements?(?: \w+)?|financeurs?|plan de financement|couts?(?: \w+)?|"
    r"publics?(?: (?:cibles?|vises?|concernes?))?|contexte|constats?|diagnostic|"
    r"territoires?(?: (?:concernes?|vises?))?|localisation|moyens(?: [a-z']+){0,3}|"
    r"descripti(?:on|f)(?: [a-z']+){0,2}|resume|observations?|commentaires?|contacts?|"
    r"acteurs(?: \w+)?|"
    r"objectifs? (?:vises?|poursuivis?|quantifies)|enjeux? (?:identifies?|reperes?)"
)
LABEL = re.compile(
    rf"(?:(?P<specification>{SPECIFICATION})|(?P<indicators>{INDICATORS})|(?P<other>{OTHER}))"
    r"\s*(?:\([^)]*\))?\s*(?:(?P<colon>:)|(?=[•▪➢✓])|$|(?<=cahier des charges )(?=\w))"
)
LIST_LABEL = re.compile(rf"({LEVEL_PHRASE})\s*:?")
HEADER_ROW = re.compile(rf"{LEVEL_PHRASE}(?:[\s|;/–-]+{LEVEL_PHRASE})+")
LONGEST_LINE = 5000
"""Beyond it a line is prose or damage; no mark is looked for."""
QUOTE_MARKS = ("“", "”", '"')


@dataclass
class Token:
    """A piece of one or more lines; `first` and `last` are positions in the list of lines."""

    kind: str
    first: int
    last: int
    text: str = ""
    marker: Marker | None = None
    depth: int = 0
    heading: int | None = None
    counts: list[Count] = field(default_factory=list)
    codes: list[Reference] = field(default_factory=list)
    gap: int = 0

    @property
    def mark(self) -> Marker:
        if self.marker is None:
            raise ValueError(f"a token of kind {self.kind} bears no mark")
        return self.marker


def tokenize(lines: list[Line]) -> list[Token]:
    tokens: list[Token] = []
    bullets = _Bullets()
    at = 0
    while at < len(lines):
        found = list(_tokens_of(lines, at))
        for token in found:
            token.gap = lines[at].gap if token is found[0] else 0
            token.heading = lines[at].heading
            if token.kind == "bullet":
                token.depth = bullets.depth(lines[at])
            elif token.kind not in {"text", "reference", "flag"}:
                bullets.reset()
        tokens += found
        at = found[-1].last + 1
    return tokens


FINENESS = ("•●■➢➤►▶✓✔❖→⇒▪", "-–—*", "o◦○▫‣⁃·")


class _Bullets:
    """How deep a list item is, from its mark and indentation among its neighbors."""

    def __init__(self) -> None:
        self.open: list[tuple[int, int]] = []

    def reset(self) -> None:
        self.open = []

    def depth(self, line: Line) -> int:
        fineness = next((at for at, marks in enumerate(FINENESS) if line.bullet in marks), 0)
        while self.open and self._is_above(line.indent, fineness):
            self.open.pop()
        self.open.append((line.indent, fineness))
        return len(self.open) - 1

    def _is_above(self, indent: int, fineness: int) -> bool:
        """Whether the new item closes the last one: further left, or no finer at the same place."""
        last, last_fineness = self.open[-1]
        return indent < last - 1 or (indent <= last + 1 and fineness <= last_fineness)


def _tokens_of(lines: list[Line], at: int) -> Iterator[Token]:
    text = lines[at].text
    if len(text) > LONGEST_LINE:
        yield Token("quote", at, at, text=text)
        return
    last, joined = _with_cut_words(lines, at)
    special = _label(joined, at, last) or _short_line(joined, at, last)
    if special:
        yield special
        if special.kind in {"specification", "indicators", "other"} and special.text:
            yield Token("item", at, last, text=special.text)
        return
    if text.startswith(QUOTE_MARKS):
        yield Token("quote", at, at, text=text)
        return
    if lines[at].bullet and not _bulleted_marker(text):
        yield Token("bullet", at, at, text=text)
        return
    yield from _marked(text, lines[at], at)


def _bulleted_marker(text: str) -> bool:
    """«• Objectif 2 : …» and «- 1.2.3 …» are numbered before they are bulleted."""
    marker = read_marker(text)
    return bool(marker and marker.code and marker.family.startswith(("word", "dotted")))


def _marked(text: str, line: Line, at: int) -> Iterator[Token]:
    for piece in split_at_codes(text):
        marker = _by_heading(read_marker(piece), line)
        while marker and _is_breadcrumb(marker):
            yield Token("mark", at, at, marker=_untitled(marker))
            marker = read_marker(marker.title)
        if marker:
            yield Token("mark", at, at, text=piece, marker=marker)
        elif line.heading:
            yield Token("heading", at, at, text=piece)
        else:
            yield Token("text", at, at, text=piece)


def _by_heading(marker: Marker | None, line: Line) -> Marker | None:
    """«# 1. Emploi» and «## 1. Insertion» are two families, though both are numbers."""
    if marker is None or marker.stem or len(marker.code) != 1 or not line.heading:
        return marker
    return replace(marker, family=f"{marker.family} @{line.heading}")


def _is_breadcrumb(marker: Marker) -> bool:
    """«Axe 2 – Orientation 1/2 – A. …»: only the last mark bears the title."""
    following = read_marker(marker.title) if marker.stem and marker.code else None
    return bool(
        following and following.code and (following.stem or following.family.endswith((".", ")")))
    )


def _untitled(marker: Marker) -> Marker:
    return Marker(marker.family, marker.code, marker.label, "", marker.stem, marker.priority)


CUT_WORDS = re.compile(
    r"cahier(?: des)?|objectifs?|orientations?|modalites de|indicateurs de|cahier des"
)


def _with_cut_words(lines: list[Line], at: int) -> tuple[int, str]:
    """A label or reference that a narrow column has cut: «CAHIER DES» / «CHARGES»."""
    text = lines[at].text
    if at + 1 < len(lines) and CUT_WORDS.fullmatch(fold(text).strip(" :")):
        joined = f"{text} {lines[at + 1].text}"
        if _label(joined, at, at + 1):
            return at + 1, joined
    return _whole_reference(lines, at) or (at, text)


def _whole_reference(lines: list[Line], at: int) -> tuple[int, str] | None:
    text, last = lines[at].text, at
    opening = REFERENCE_OPENING.search(fold(text))
    if not opening or (
        opening.start() and not fold(text)[: opening.start()].rstrip().endswith(":")
    ):
        return None
    while last + 1 < len(lines) and last < at + 3 and _reference_goes_on(text, lines[last + 1]):
        last += 1
        text = f"{text} {lines[last].text}"
    return last, text


def _reference_goes_on(text: str, following: Line) -> bool:
    codeless = not references(text)
    unfinished = bool(re.search(r"(?:\bet|,|/)\s*$", fold(text)))
    starts = re.match(rf"(?:{LEVEL_PHRASE}|operationnels?|strategiques?|\d)", fold(following.text))
    return (codeless or unfinished) and bool(starts) and not following.bullet


def _label(text: str, first: int, last: int) -> Token | None:
    folded = fold(text)
    found = LABEL.match(folded)
    if found and (text[:1].isupper() or found["colon"]):
        kind = next(k for k in ("specification", "indicators", "other") if found[k])
        rest = text[found.end() :].strip(" •▪➢✓-–")
        return Token(kind, first, last, text=rest)
    if HEADER_ROW.fullmatch(folded.strip()):
        return Token("header", first, last, text=text)
    labelled = " ".join(OUTSIDE_CALL.sub(" ", folded).replace("( )", "").split())
    if LIST_LABEL.fullmatch(labelled.strip(" *•-")) and text[:1].isupper():
        marker = Marker("", (), "", "", level_stem(text), phrase_priority(text))
        return Token("list", first, last, text=text, marker=marker)
    return None


def _short_line(text: str, first: int, last: int) -> Token | None:
    if is_count_line(text):
        return Token("counts", first, last, text=text, counts=counts(text))
    if is_flag_line(text):
        return Token("flag", first, last, text=text)
    if is_reference_line(text):
        return Token("reference", first, last, text=text, codes=references(text))
    return None


def looks_like_heading(text: str) -> bool:
    return is_capitals(text) and len(text) < 160 and not text.endswith((".", ";", ","))


def is_special(text: str) -> bool:
    """Whether the reader knows what to do with a line that bears no mark."""
    cut = CUT_WORDS.fullmatch(fold(text).strip(" :"))
    return bool(cut or _label(text, 0, 0) or _short_line(text, 0, 0))
