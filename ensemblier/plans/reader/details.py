"""What titles and short lines say besides a name: flags, references, counts."""

import re
from dataclasses import dataclass

from .wording import LEVEL_PHRASE, NUMBER, PRIORITIES, fold, level_stem, number_value, squeeze

OUTSIDE_CALL = re.compile(
    r"\bhors[ -]appels?(?:[ -]a[ -]projets?)?\b|\bhors a\.?a\.?p\b\.?|\bhap\b"
)
_RANKED = r"(?:(?:action|objectif|mesure|fiche|projet)s? )?(prioritaire|complementaire)s?"
PRIORITY = re.compile(rf"[(\[]\s*{_RANKED}\s*[)\]]|\s[-:*]\s*{_RANKED}[.*]?$")
_CODE = (
    r"(?:[a-z]{0,2}\d{1,3}(?:\s?[./-]\s?(?:\d{1,3}|[a-z]))*(?:[a-z])?|[ivx]{1,4}(?:\.(?:\d{1,2}|[a-z]))*|"
    r"[a-z](?:\.(?:\d{1,2}|[a-z]))+)(?![\w'])"
)
_PHRASE = rf"(?:(?:a |aux? |l'|les? |la )?(?:{LEVEL_PHRASE}) ?)?(?:n ?[°o] ?)?"
_OPENING = (
    r"(?:\bcf\b\.?|\bvoir(?: aussi)?\b|\bse (?:reporter|referer) (?:a|aux?)\b|"
    r"\brenvoi (?:a|aux?|vers)\b)"
)
REFERENCE = re.compile(
    rf"{_OPENING} ?:? ?{_PHRASE}{_CODE}"
    rf"(?:(?: ?, ?(?:et )?| et | ou | ?/ | ?; ?| ?& ?){_PHRASE}{_CODE})*"
)
POINTED = re.compile(rf"(?P<level>{LEVEL_PHRASE})|(?P<code>{_CODE})")
REFERENCE_OPENING = re.compile(_OPENING)
COUNT = re.compile(rf"(?<![\w.,/])({NUMBER})\s*({LEVEL_PHRASE})")
COUNT_LINE = re.compile(
    rf"\W*(?:soit|total|dont|au total)?\W*{NUMBER}\s*{LEVEL_PHRASE}"
    rf"(?:\s*(?:,|et|;|/|-|:|\(|\)|dont|soit|pour|•|\||!)*\s*{NUMBER}\s*{LEVEL_PHRASE})*\W*"
)
LONGEST_COUNTS = 300
COUNT_SENTENCE = re.compile(
    r"articul|structur|declin|comport|compte |compos|organis|defini|autour de|compren|soit |repart|"
    r"contient|reunit|decoup"
)
COUNT_RUN = re.compile(
    rf"{NUMBER}\s*{LEVEL_PHRASE}(?:,| et|,? dont|,? puis)? (?:de |d')?{NUMBER}\s*{LEVEL_PHRASE}"
)
SUBJECT = re.compile(
    rf"^(?:l[ea']|les|cet?t?e?)? ?{LEVEL_PHRASE} (?:n ?[°o] ?)?({_CODE})\s+"
    r"(?=(?:se |s')?(?:comp|contien|decli|structu|articul|organi|reuni|regroup|rassembl))"
)
VAGUE = re.compile(r"(?:plus de|moins de|pres de|environ|une? des|parmi|chacun)\s*$")


@dataclass(frozen=True)
class Count:
    number: int
    phrase: str


@dataclass(frozen=True)
class Reference:
    """The code a text points to, and the level it names: «action 12»."""

    code: str
    stem: str = ""


@dataclass(frozen=True)
class Statement:
    """Counts of one sentence, and the code of the node it speaks of where it says so."""

    counts: tuple[Count, ...]
    about: str = ""
    stem: str = ""


def takes_flags(title: str) -> tuple[str, bool, str | None]:
    """The title without its flags, whether it is outside the call, its priority."""
    title, outside = _without(title, OUTSIDE_CALL)
    found = PRIORITY.search(fold(title))
    priority = PRIORITIES[found[1] or found[2]] if found else None
    return _without(title, PRIORITY)[0], outside, priority


def _without(title: str, pattern: re.Pattern[str]) -> tuple[str, bool]:
    found = pattern.search(fold(title))
    if not found:
        return title, False
    before = re.sub(r"[\s(\[–—:*-]+$", "", title[: found.start()])
    after = re.sub(r"^[\s)\]*]+", "", title[found.end() :])
    return squeeze(f"{before} {after}"), True


def is_flag_line(text: str) -> bool:
    return not re.search(r"\w", OUTSIDE_CALL.sub("", fold(text))) and bool(
        OUTSIDE_CALL.search(fold(text))
    )


def references(text: str) -> list[Reference]:
    """What a text points to: «cf. objectifs 2.1.2 et 2.1.3» gives both."""
    found: dict[str, Reference] = {}
    for match in REFERENCE.finditer(fold(text)):
        bare = REFERENCE_OPENING.sub(" ", match[0], count=1)
        bare = re.sub(r"\b(?:a|aux?|l'|les?|la|et|ou|n ?[°o])(?=\s|\d)", " ", bare)
        stem = ""
        for piece in POINTED.finditer(bare):
            if piece["level"]:
                stem = level_stem(piece["level"])
            else:
                code = re.sub(r"\s", "", piece["code"])
                found.setdefault(code, Reference(code, stem))
    return list(found.values())


def without_reference(title: str) -> str:
    """Take off a reference in brackets at the end; one that is the title stays."""
    found = re.search(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$", title)
    if found and REFERENCE.fullmatch(fold(found[1]).strip(" .")):
        return title[: found.start()]
    return title


def is_reference_line(text: str) -> bool:
    folded = fold(text).strip(" ()[]->→*.")
    opening = REFERENCE_OPENING.search(folded)
    if not opening or not REFERENCE.search(folded):
        return False
    return opening.start() == 0 or folded[: opening.start()].rstrip().endswith(":")


def counts(text: str) -> list[Count]:
    folded = fold(text)
    return [
        Count(number_value(found[1]), squeeze(text[found.start(2) : found.end(2)]).lower())
        for found in COUNT.finditer(folded)
        if not VAGUE.search(folded[: found.start()])
    ]


def is_count_line(text: str) -> bool:
    return len(text) <= LONGEST_COUNTS and bool(COUNT_LINE.fullmatch(fold(text)))


def statements(text: str) -> list[Statement]:
    """Counts stated by sentences about how the plan is built, not any figure in prose."""
    found = []
    for sentence in re.split(r"(?<=[.;!?])\s+(?=[A-ZÀ-Ý])", text):
        folded = fold(sentence)
        said = tuple(counts(sentence))
        if said and (COUNT_SENTENCE.search(folded) or COUNT_RUN.search(folded)):
            subject = SUBJECT.search(folded)
            about = re.sub(r"\s", "", subject[1]) if subject else ""
            found.append(Statement(said, about, level_stem(subject[0]) if subject else ""))
    return found
