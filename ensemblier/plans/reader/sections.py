"""Specification and indicators: whose they are, and what is left for a person to hand out."""

import re
from dataclasses import dataclass, field

from .lines import Line
from .outline import Draft
from .tokens import Token
from .wording import fold, hangs, has_open_bracket, is_capitals, join

SCHEME = re.compile(
    r"(?:prioriser (?:les )?financements?|dispositifs?(?: (?:regional|regionaux|de formation))?\b|"
    r"autres credits|credits specifiques|financements? prioritaires?)"
)
HABIT = 0.5
INNER_BULLET = re.compile(r"\s+[•▪➢✓]\s*")
INNER_LIST = re.compile(r"\s+[•▪➢✓]\s*|\s*;\s*(?=\S)")


@dataclass(frozen=True)
class Usual:
    """The habits of the document: sections per mark, and families that have some in a series."""

    shares: dict[str, float]
    inside: set[str]


@dataclass
class Section:
    """`kind` is specification, indicators or other; several targets make a group."""

    kind: str
    targets: list[Draft]
    first: int
    bulleted: bool = False
    is_open: bool = False


@dataclass(eq=False)
class DraftGroup:
    nodes: list[Draft]
    first: int
    last: int
    specification: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)


class Sections:
    def __init__(self, lines: list[Line], vocabulary: set[str], usual: Usual) -> None:
        self.lines, self.vocabulary, self.usual = lines, vocabulary, usual
        self.groups: list[DraftGroup] = []
        self.current: Section | None = None
        self.mentioned: list[tuple[Draft, bool, int]] = []
        self.last_item: list[str] | None = None

    def mention(self, node: Draft, known: bool, at: int) -> None:
        if self.current and self.current.kind != "other":
            self.mentioned = []
        self.close()
        self.mentioned.append((node, known, at))

    def close(self) -> None:
        self.current = self.last_item = None

    def open(self, token: Token, current: Draft | None, heading_of: dict[str, int | None]) -> None:
        self.last_item = None
        if self.current and (self.current.kind != "other" or token.kind == "other"):
            targets = self.current.targets
        else:
            targets = self.batch() or self._single(token, current, heading_of)
        self.current = Section(token.kind, targets, token.first)

    def batch(self) -> list[Draft]:
        """Siblings announced side by side: the columns of a sheet laid out as a table."""
        nodes = [node for node, _, _ in self.mentioned]
        for start in range(len(nodes) - 1):
            end = start + 1
            while end < len(nodes) and _are_siblings(nodes[start], nodes[end]):
                end += 1
            run, rest = nodes[start:end], nodes[end:]
            if len(set(map(id, run))) < 2:
                continue
            below = all(set(map(id, node.ancestors())) & set(map(id, run)) for node in rest)
            seen_before = all(known for _, known, _ in self.mentioned[start:end])
            if below and (rest or seen_before):
                return list(dict.fromkeys(run))
        return []

    def _single(
        self, token: Token, current: Draft | None, heading_of: dict[str, int | None]
    ) -> list[Draft]:
        if current is None:
            return []
        if token.heading:
            while current.parent and (heading_of.get(current.family) or 99) >= token.heading:
                current = current.parent
            return [current]
        parent = current.parent
        if parent is None or current.family in self.usual.inside:
            return [current]
        if self.usual.shares.get(parent.family, 0) < HABIT:
            return [current]
        alone = len([n for n in parent.children if n.rank == current.rank]) == 1
        return [current] if alone or current.children else [parent]

    def add_item(self, token: Token) -> bool:
        section = self.current
        if section is None or section.kind == "other" or not section.targets:
            return False
        section.bulleted |= token.kind == "bullet"
        cut = INNER_LIST if token.kind == "item" else INNER_BULLET
        for text in cut.split(token.text):
            self._store(section, text, token)
        return True

    def _store(self, section: Section, text: str, token: Token) -> None:
        holder = self._holder(section, token)
        items = holder.specification if section.kind == "specification" else holder.indicators
        items.append(text.strip().removesuffix(";").rstrip())
        self.last_item = items

    def _holder(self, section: Section, token: Token) -> Draft | DraftGroup:
        if len(section.targets) == 1:
            return section.targets[0]
        in_column = self._in_column(section.targets, token)
        return in_column or self._group(section, token.last)

    def _in_column(self, targets: list[Draft], token: Token) -> Draft | None:
        cell = self.lines[token.first].cell
        if cell is None:
            return None
        for node, _, at in reversed(self.mentioned):
            other = self.lines[at].cell
            if other and (other[0], other[2]) == (cell[0], cell[2]):
                return next((n for n in [node, *node.ancestors()] if n in targets), None)
        return None

    def _group(self, section: Section, at: int) -> DraftGroup:
        start = max(at for node, _, at in self.mentioned if node is section.targets[0])
        for group in self.groups:
            if group.nodes == section.targets and group.first == start:
                group.last = max(group.last, at)
                return group
        self.groups.append(DraftGroup(list(section.targets), start, at))
        return self.groups[-1]

    def add_text(self, token: Token) -> bool:
        """A loose line in a section goes on with an item, starts one, or ends the section."""
        section = self.current
        if section is None or section.kind == "other" or not section.targets:
            return False
        if self.last_item and self._goes_on(self.last_item[-1], token):
            self.last_item[-1] = join(self.last_item[-1], token.text, self.vocabulary)
            self._stretch(section, token.last)
            return True
        loose = section.bulleted and len(section.targets) == 1 and token.gap
        if loose and not is_capitals(token.text):
            self.close()
            return False
        return self.add_item(token)

    def _stretch(self, section: Section, at: int) -> None:
        if len(section.targets) > 1:
            self._group(section, at)

    def _goes_on(self, item: str, token: Token) -> bool:
        text = token.text
        if SCHEME.match(fold(text)) and (is_capitals(text) or token.gap):
            return False
        if is_capitals(item) or is_capitals(text):
            both = is_capitals(item) and is_capitals(text)
            return both or (token.gap == 0 and len(text) <= 12)
        open_ended = hangs(item) or has_open_bracket(item) or text[:1].islower()
        return open_ended or text.startswith("(") or (token.gap == 0 and not item.endswith("."))


def _are_siblings(left: Draft, right: Draft) -> bool:
    return left.rank == right.rank and left.parent is right.parent and not left.is_bullet
