"""The tree: each mark finds its parent, each title its missing lines."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from .details import Reference
from .family import Family
from .lines import LIST, Line
from .tokens import Token
from .wording import (
    CONNECTORS,
    fold,
    hangs,
    has_open_bracket,
    is_capitals,
    join,
    similar,
    vocabulary,
    words,
)

RECENT = 10
LONGEST_TITLE = 1000
FIELD = re.compile(r"[A-ZÀ-Ý][^:.;]{2,40}?\s?: ")


@dataclass(eq=False)
class Draft:
    """A node being read; `rank` is the rank of its family, not yet its level."""

    rank: int
    family: str
    code: tuple[str, ...]
    label: str
    title: str
    parent: "Draft | None"
    first: int
    last: int
    stem: str = ""
    priority: str | None = None
    outside_call: bool = False
    references: list[Reference] = field(default_factory=list)
    specification: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    children: list["Draft"] = field(default_factory=list)

    @property
    def is_bullet(self) -> bool:
        return self.family.startswith("bullet")

    def ancestors(self) -> "list[Draft]":
        found, node = [], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found


@dataclass
class Title:
    """A title still open: lines below may belong to it. A repeat collects into `text` only."""

    node: Draft
    text: str
    at: int
    is_repeat: bool = False


@dataclass(frozen=True)
class ListLabel:
    """«Actions prioritaires :», and the node under which the list it opens is."""

    holder: Draft | None = None
    stem: str = ""
    priority: str | None = None
    outside_call: bool = False


class Outline:
    """Walks the tokens once; what it understands is noted in `claimed` (positions of lines)."""

    def __init__(self, lines: list[Line], tokens: list[Token], families: list[Family]) -> None:
        self.lines, self.tokens = lines, tokens
        self.ranks = {family.name: rank for rank, family in enumerate(families)}
        self.names = {family.name: family for family in families}
        self.nodes: list[Draft] = []
        self.by_code: dict[tuple[int, tuple[str, ...]], Draft] = {}
        self.all_by_code: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
        self.newest: dict[int, Draft] = {}
        self.strays: dict[str, list[Draft]] = defaultdict(list)
        self.roots: list[Draft] = []
        self.stack: list[Draft] = []
        self.title: Title | None = None
        self.claimed: set[int] = set()
        self.label = ListLabel()
        self.pieces: list[tuple[Token, Draft | None]] = []
        self.vocabulary = vocabulary(line.text for line in lines)
        items = [t.text for t in tokens if t.kind == "bullet"]
        self.lists_end_with_periods = sum(map(_is_ended, items)) > 0.6 * len(items)
        self.tellings = _tellings(tokens)

    # Marks

    def add_mark(self, token: Token) -> tuple[Draft, bool] | None:
        """The node a mark names, and whether it was already known."""
        marker = token.mark
        rank = self.ranks[marker.family]
        if self._contradicts(rank, token):
            self.title = None
            return None
        known = self._known(rank, token)
        node = known or self._new(rank, token)
        self._enter(node)
        self._label(node)
        self.title = Title(node, marker.title, token.last, is_repeat=known is not None)
        if known and not known.title and marker.title:
            known.title, known.first = marker.title, token.first
        self.claimed.add(token.first)
        return node, known is not None

    def _label(self, node: Draft) -> None:
        """What the label of a list says of a numbered item; another branch ends the list."""
        holders = {id(above) for above in node.ancestors()}
        if self.label.holder is None or id(self.label.holder) not in holders:
            self.label = ListLabel()
        elif node.parent is self.label.holder:
            node.priority = node.priority or self.label.priority
            node.outside_call |= self.label.outside_call

    def _contradicts(self, rank: int, token: Token) -> bool:
        """A code already given to another title, unless it is a slip in a series."""
        marker = token.mark
        if len(marker.code) < 2 or (rank, marker.code) not in self.by_code:
            return False
        known = self.by_code[rank, marker.code]
        return not similar(known.title, marker.title) and self.newest[rank] is not known

    def _known(self, rank: int, token: Token) -> Draft | None:
        marker = token.mark
        if len(marker.code) > 1:
            found = self.by_code.get((rank, marker.code))
            return found if found and similar(found.title, marker.title) else None
        parent = self._parent_of(rank, marker.code)
        alike = self.all_by_code[marker.code or (fold(marker.title),)]
        known = [n for n in alike if n.rank == rank and bool(n.code) == bool(marker.code)]
        found = _same([n for n in known if n.parent is parent], token)
        return found or (_same_elsewhere(known, token) if marker.code else None)

    def _new(self, rank: int, token: Token) -> Draft:
        marker = token.mark
        parent = self._parent_of(rank, marker.code)
        node = Draft(
            rank, marker.family, marker.code, marker.label, marker.title, parent, token.first,
            token.last, marker.stem, marker.priority,
        )  # fmt: skip
        self.nodes.append(node)
        self.newest[rank] = node
        self.by_code.setdefault((rank, marker.code), node)
        self.all_by_code[marker.code or (fold(marker.title),)].append(node)
        (parent.children if parent else self.roots).append(node)
        if node.code:
            self._adopt(node)
        if len(node.code) - len(_code_of(parent)) > 1:
            self.strays[node.code[0]].append(node)
        return node

    def _adopt(self, parent: Draft) -> None:
        """Take in the codes read before their parent, as columns laid out on a page make happen."""
        size = len(parent.code)
        waiting = self.strays[parent.code[0]]
        for node in list(waiting):
            strays = node.rank > parent.rank and len(node.code) > size > len(_code_of(node.parent))
            if strays and node.code[:size] == parent.code and (size > 1 or node.parent is None):
                (node.parent.children if node.parent else self.roots).remove(node)
                node.parent = parent
                parent.children.append(node)
                if len(node.code) == size + 1:
                    waiting.remove(node)

    def _parent_of(self, rank: int, code: tuple[str, ...]) -> Draft | None:
        if len(code) > 1:
            for size in range(len(code) - 1, 0, -1):
                found = self._holding(rank, code[:size])
                if found:
                    return found
            return None
        return next((n for n in reversed(self.stack) if n.rank < rank and not n.is_bullet), None)

    def _holding(self, rank: int, prefix: tuple[str, ...]) -> Draft | None:
        """The node whose code is the beginning of another's: an open one if possible."""
        for node in reversed(self.stack):
            if node.rank < rank and node.code == prefix:
                return node
        known = [n for n in self.all_by_code.get(prefix, []) if n.rank < rank and n.code]
        return known[-1] if known else None

    def _enter(self, node: Draft) -> None:
        self.stack = [*reversed(node.ancestors()), node]

    # Bullets

    def add_bullet(self, token: Token) -> Draft:
        base = len(self.ranks)
        rank = base + token.depth
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        node = Draft(
            rank, f"bullet {token.depth}", (), "", token.text, parent, token.first, token.last,
            self.label.stem, self.label.priority, self.label.outside_call,
        )  # fmt: skip
        self.nodes.append(node)
        if parent:
            parent.children.append(node)
        self.stack.append(node)
        self.title = Title(node, token.text, token.last)
        self.claimed.add(token.first)
        return node

    # Titles over several lines

    def add_text(self, token: Token) -> bool:
        """Give a loose line to the title it completes, if there is one."""
        if self._is_retold(token):
            self.claimed.add(token.first)
            return True
        target = self._misplaced(token) or self._continued(token) or self._unfinished(token)
        if target is None:
            self.title = None
            if token.gap and token.text[:1].islower():
                self.pieces.append((token, self.stack[-1] if self.stack else None))
            return False
        target.text = join(target.text, token.text, self.vocabulary)
        if not target.is_repeat:
            target.node.title = target.text
            target.node.last = max(target.node.last, token.last)
        target.at = token.last
        self.claimed.add(token.first)
        return True

    def _continued(self, token: Token) -> Title | None:
        title = self.title
        if title is None or token.text.startswith(("“", "”")) or len(title.text) > LONGEST_TITLE:
            return None
        if self._is_styled(title) and not token.heading and not _is_open(title.text):
            return None
        width = max(len(line.text) for line in self.lines[max(0, title.at - 40) : title.at + 40])
        previous = self.lines[title.at]
        full = len(previous.text) + len(token.text.split()[0]) + 1 > width
        if title.node.is_bullet and self.lists_end_with_periods and not _is_ended(title.text):
            return title
        return title if continues(title.text, token, full, self._capitals_are_titles()) else None

    def place_pieces(self) -> None:
        """The end of a title that the layout has put just above it, alone on its line."""
        for token, holder in self.pieces:
            unfinished = [
                node
                for node in self.nodes
                if node.parent is holder
                and token.last < node.first <= token.last + RECENT
                and hangs(node.title)
            ]
            if holder and len(unfinished) == 1 and token.first not in self.claimed:
                (node,) = unfinished
                node.title = join(node.title, token.text, self.vocabulary)
                self.claimed.add(token.first)

    def _is_styled(self, title: Title) -> bool:
        """Whether the format sets a title apart from the text below it."""
        heading = self.lines[title.at].heading
        return bool(title.text and heading and heading < LIST)

    def _is_retold(self, token: Token) -> bool:
        """In a repeated title, a piece of what is already known of it."""
        title = self.title
        if title is None or not title.is_repeat:
            return False
        return f" {' '.join(words(token.text))} " in f" {' '.join(words(title.node.title))} "

    def _capitals_are_titles(self) -> bool:
        return "capitals" in self.ranks

    def _misplaced(self, token: Token) -> Title | None:
        """A piece that another mention of the title shows to belong elsewhere."""
        for node in self.nodes[: -RECENT - 1 : -1]:
            whole = " ".join(words(f"{node.title} {token.text}"))
            told = [text for at, text in self.tellings.get(node.code, []) if at != node.first]
            if words(token.text) and any(text.startswith(whole) for text in told):
                return Title(node, node.title, node.last)
        return None

    def _unfinished(self, token: Token) -> Title | None:
        """A recent title that cannot end where it was cut, further up the page."""
        text = token.text
        for node in self.nodes[: -RECENT - 1 : -1]:
            closes = has_open_bracket(node.title) and text.count(")") > text.count("(")
            if closes or (hangs(node.title) and text[:1].islower()):
                return Title(node, node.title, node.last)
        return None


def continues(title: str, token: Token, full: bool, capitals_are_titles: bool) -> bool:
    """Whether a line completes the title above it."""
    text = token.text
    if not title:
        return True
    closes_another = text.count(")") > text.count("(") and not has_open_bracket(title)
    ended = title.rstrip().endswith((".", "!", "?", ";")) or (title.endswith(":") and token.gap > 0)
    if not closes_another and (hangs(title) or (has_open_bracket(title) and not ended)):
        return True
    if closes_another or (ended and not title.endswith(("...", "etc."))):
        return False
    if is_capitals(title):
        return is_capitals(text) and (token.gap == 0 or not capitals_are_titles or _links(text))
    if text[:1].islower() or text.startswith(("(", ")", "/", "»")):
        return token.gap == 0 or not title.endswith(("»", "…", "..."))
    return token.gap == 0 and full and not is_capitals(text) and not FIELD.match(text)


def _code_of(node: Draft | None) -> tuple[str, ...]:
    return node.code if node else ()


def _is_open(text: str) -> bool:
    return hangs(text) or has_open_bracket(text)


def _is_ended(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", ";", "…"))


def _links(text: str) -> bool:
    found = words(text)
    return bool(found) and found[0] in CONNECTORS


def _same(pool: list[Draft], token: Token) -> Draft | None:
    marker = token.mark
    for node in pool:
        if marker.code and node.code == marker.code and similar(node.title, marker.title):
            return node
        if not marker.code and fold(node.title) == fold(marker.title):
            return node
    return None


def _same_elsewhere(known: list[Draft], token: Token) -> Draft | None:
    """A node of the same family and code under another parent, when nothing tells them apart."""
    marker = token.mark
    if not marker.title:
        return known[0] if len(known) == 1 and marker.stem else None
    alike = [n for n in known if set(words(n.title)) == set(words(marker.title)) and n.title]
    return alike[0] if len(alike) == 1 else None


def _tellings(tokens: list[Token]) -> dict[tuple[str, ...], list[tuple[int, str]]]:
    """Every mention of a compound code: where, and its text with the lines after it, folded."""
    found: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for at, token in enumerate(tokens):
        if token.kind != "mark" or not token.marker or len(token.marker.code) < 2:
            continue
        text = token.marker.title
        for following in tokens[at + 1 : at + 10]:
            if following.kind != "text":
                break
            text = join(text, following.text)
        found[token.marker.code].append((token.first, " ".join(words(text))))
    return found
