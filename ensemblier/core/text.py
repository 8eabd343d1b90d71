"""Text as people search it and as machines name it."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def searchable(*parts: object) -> str:
    """The parts without accents, case or punctuation: «L’Écusson» becomes «l ecusson»."""
    text = " ".join(str(part) for part in parts if part)
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def search_terms(text: str, *, limit: int = 8) -> list[str]:
    """What was typed, as terms to find at the start of words of a `search_text`.

    «l’école» gives «ecole»: elided letters say nothing. A code stays in one piece: «1.1.3»
    gives «1 1 3». At most `limit` terms are kept, of a text cut at 200 characters.
    """
    terms: list[str] = []
    for token in text[:200].split():
        words = searchable(token).split()
        if any(character.isdigit() for character in token):
            words = [" ".join(words)] if words else []
        elif len(words) > 1:
            words = [word for word in words if len(word) > 1]
        terms += [word for word in words if word not in terms]
    return terms[:limit]


def highlighted(text: str, terms: list[str]) -> SafeString:
    """`text`, escaped, with the words that `terms` found in <mark>; accents are kept."""
    folded, places = _folded(text)
    hits = [
        (match.start(), match.end())
        for term in terms
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(term)}[a-z0-9]*", folded)
    ]
    pieces: list[str] = []
    position = 0
    for start, end in sorted(hits):
        first, last = places[start], places[end - 1] + 1
        if first >= position:
            pieces += [escape(text[position:first]), "<mark>", escape(text[first:last]), "</mark>"]
            position = last
    return mark_safe("".join([*pieces, escape(text[position:])]))  # noqa: S308


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` as `searchable` folds it, punctuation as single spaces, and where each letter was."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.combining(character):
            continue
        fold = searchable(character) or ("" if letters and letters[-1] == " " else " ")
        letters += fold
        places += [place] * len(fold)
    return "".join(letters), places
