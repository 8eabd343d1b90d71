"""Words of French plans, compared without accents, case or typography."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

REPLACED = {
    "\u00a0": " ",
    "\u202f": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\t": " ",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\u2011": "-",
}
REPLACEMENTS = str.maketrans(REPLACED)


def tidy(text: str) -> str:
    """Composed characters, ordinary spaces, no soft hyphen or invisible mark."""
    return unicodedata.normalize("NFC", text).translate(REPLACEMENTS)


def squeeze(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character in "–—−":
        return "-"
    return (unicodedata.normalize("NFD", character)[:1].lower() or character)[:1]


def fold(text: str) -> str:
    """Lower case without accents; one character for one, so that positions agree."""
    return "".join(map(_fold_character, text))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9œæ]+", fold(text))


def similar(left: str, right: str) -> bool:
    """Whether two titles are the same one, reworded or cut."""
    first, second = set(words(left)), set(words(right))
    if not first or not second:
        return True
    return len(first & second) >= 0.6 * min(len(first), len(second))


LEVEL_NOUNS = {
    "pilier": "pilier",
    "axe": "axe",
    "orientation": "orientation",
    "objectif": "objectif",
    "action": "action",
    "enjeu": "enjeu",
    "thematique": "thématique",
    "theme": "thème",
    "priorite": "priorité",
    "programme": "programme",
    "mesure": "mesure",
    "volet": "volet",
    "chantier": "chantier",
    "defi": "défi",
    "ambition": "ambition",
    "levier": "levier",
    "domaine": "domaine",
    "operation": "opération",
    "engagement": "engagement",
    "projet": "projet",
    "finalite": "finalité",
    "fiche": "fiche",
    "etape": "étape",
    "activite": "activité",
    "tache": "tâche",
    "cible": "cible",
    "pole": "pôle",
    "cap": "cap",
    "proposition": "proposition",
    "initiative": "initiative",
    "partie": "partie",
    "chapitre": "chapitre",
}
LEVEL_ADJECTIVES = {
    "strategique": "stratégique",
    "operationnel": "opérationnel",
    "operationnelle": "opérationnelle",
    "general": "général",
    "generale": "générale",
    "specifique": "spécifique",
    "transversal": "transversal",
    "transversale": "transversale",
    "thematique": "thématique",
    "structurant": "structurant",
    "structurante": "structurante",
    "principal": "principal",
    "principale": "principale",
    "prioritaire": "prioritaire",
    "complementaire": "complémentaire",
}
PRIORITIES = {"prioritaire": "priority", "complementaire": "complementary"}
WEAK_NOUNS = {
    "projet", "partie", "chapitre", "fiche", "programme", "operation", "engagement", "etape",
    "activite", "tache", "cible", "pole", "cap", "proposition", "initiative",
}  # fmt: skip

_noun = "|".join(sorted(LEVEL_NOUNS, key=len, reverse=True))
_adjective = "|".join(
    sorted({*LEVEL_ADJECTIVES, "generaux", "principaux", "transversaux"}, key=len)[::-1]
)
LEVEL_PHRASE = (
    rf"(?:fiches?[ -])?(?:sous-)?(?:{_noun})[sx]?(?: d'actions?)?"
    rf"(?: (?:{_adjective})s?){{0,2}}(?!\w)"
)

_IRREGULAR = {"generaux": "general", "principaux": "principal", "transversaux": "transversal"}


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in LEVEL_NOUNS or word in LEVEL_ADJECTIVES:
        return word
    return word[:-1] if word[-1:] in "sx" else word


def level_stem(phrase: str) -> str:
    """«OBJECTIFS OPÉRATIONNELS» and «objectif opérationnel» have the same stem."""
    kept = [_singular(word) for word in re.findall(r"[a-zœ]+", fold(phrase))]
    return " ".join(word for word in kept if word not in PRIORITIES and word != "d")


def level_name(stem: str) -> str:
    names = {**LEVEL_ADJECTIVES, **LEVEL_NOUNS}
    name = " ".join(names.get(word, word) for word in stem.split())
    return name.replace("programme action", "programme")


def phrase_priority(phrase: str) -> str | None:
    found = [PRIORITIES[word] for word in map(_singular, words(phrase)) if word in PRIORITIES]
    return found[0] if len(found) == 1 else None


NUMBERS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
}  # fmt: skip
ORDINALS = {
    "premier": 1, "premiere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10,
}  # fmt: skip
ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:ere?|er|nde?|eme|e)(?!\w))"
NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join(NUMBERS)})(?:-(?:et-)?(?:{'|'.join(NUMBERS)}))?)"


def number_value(text: str) -> int:
    folded = fold(text)
    if folded.isdigit():
        return int(folded)
    return sum(NUMBERS.get(part, 1 if part == "un" else 0) for part in folded.split("-"))


def ordinal_value(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else ORDINALS[text]


HANGING = set(
    re.findall(
        r"\w+",
        "a au aux avec chez dans de des du en et entre la le les leur leurs mais ou par pour que "
        "qui sa sans ses son sous sur un une vers d l qu y",
    )
)
CONNECTORS = HANGING - {"la", "le", "les", "un", "une", "l", "mais", "en", "y"}


def is_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def has_open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("«") > text.count("»")


def hangs(text: str) -> bool:
    """Whether a title cannot end here."""
    found = words(text)
    last_is_word = bool(re.search(r"[\w'’]\s*$", text))
    return text.rstrip().endswith((",", "’", "'", "(", "/", " –", " -")) or (
        last_is_word and bool(found) and found[-1] in HANGING
    )


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The whole words of the document, to tell a hyphen from a word cut at the end of a line."""
    found: set[str] = set()
    cut = False
    for text in texts:
        whole = fold(text).strip(".,;:()«» ").split()
        found.update(whole[1:] if cut else whole)
        cut = text.endswith("-")
        if cut and whole:
            found.discard(whole[-1])
            found.discard(whole[-1].rstrip("-"))
    return found | {part for word in found if "-" in word for part in word.split("-")}


KEPT_PREFIXES = set(
    re.findall(r"\w+", "auto co inter socio sous multi pluri anti pre post semi eco agro mi non")
)


def join(left: str, right: str, vocabulary: set[str] | None = None) -> str:
    """Put two pieces of a sentence together, undoing the hyphenation of a printed line."""
    left, right = left.rstrip(), right.strip()
    if not left or not right:
        return left or right
    broken = re.search(r"(\w+)-$", left)
    if broken and right[:1].islower():
        return (
            left + right
            if _keeps_hyphen(broken[1], right, vocabulary or set())
            else left[:-1] + right
        )
    if left.endswith(("’", "'")) or (left.endswith("/") and not left.endswith(" /")):
        return left + right
    return f"{left} {right}"


def _keeps_hyphen(start: str, right: str, vocabulary: set[str]) -> bool:
    following = re.match(r"\w*", right)
    end = fold(following[0]) if following else ""
    start = fold(start)
    if f"{start}-{end}" in vocabulary:
        return True
    if start + end in vocabulary:
        return False
    return start in KEPT_PREFIXES or not start.isalpha() or end in vocabulary
