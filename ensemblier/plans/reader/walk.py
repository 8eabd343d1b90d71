"""One pass over the tokens: the tree, its details, and what nobody understood."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from .details import OUTSIDE_CALL, Statement, statements
from .families import settle
from .family import Family
from .lines import Line
from .outline import Draft, ListLabel, Outline
from .sections import SCHEME, DraftGroup, Sections, Usual
from .tokens import Token, tokenize
from .wording import fold, hangs, is_capitals


@dataclass
class Reading:
    lines: list[Line]
    families: list[Family]
    nodes: list[Draft]
    groups: list[DraftGroup]
    claimed: set[int]
    counts: list[tuple[Draft | None, Statement]] = field(default_factory=list)
    stems: list[tuple[Draft | None, str]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)


def read_lines(lines: list[Line]) -> Reading:
    tokens = tokenize(lines)
    families = settle(tokens)
    return _Walk(lines, tokens, families).run()


class _Walk:
    def __init__(self, lines: list[Line], tokens: list[Token], families: list[Family]) -> None:
        self.tokens = tokens
        self.outline = Outline(lines, tokens, families)
        self.sections = Sections(lines, self.outline.vocabulary, _usual_holders(tokens, families))
        self.usual_gaps = _usual_gaps(tokens)
        self.heading_of = {family.name: family.heading for family in families}
        self.reading = Reading(
            lines, families, self.outline.nodes, self.sections.groups, self.outline.claimed
        )

    def run(self) -> Reading:
        for token in self.tokens:
            if getattr(self, f"_{token.kind}")(token):
                self.outline.claimed.update(range(token.first, token.last + 1))
        self.outline.place_pieces()
        return self.reading

    @property
    def current(self) -> Draft | None:
        return self.outline.stack[-1] if self.outline.stack else None

    def _mark(self, token: Token) -> bool:
        found = self.outline.add_mark(token)
        if found is None:
            return False
        self.sections.mention(*found, token.first)
        return True

    def _bullet(self, token: Token) -> bool:
        if self.sections.current:
            return self.sections.add_item(token)
        self.outline.add_bullet(token)
        return True

    def _item(self, token: Token) -> bool:
        return self.sections.add_item(token)

    def _text(self, token: Token) -> bool:
        if self.sections.current:
            return self.sections.add_text(token)
        current = self.current
        if current and self._is_scheme(token, current):
            current.specification.append(token.text)
            return True
        if self.outline.add_text(token):
            return True
        self.reading.counts += [(self._holder(), said) for said in statements(token.text)]
        return False

    def _is_scheme(self, token: Token, current: Draft) -> bool:
        if not SCHEME.match(fold(token.text)) or self.sections.batch():
            return False
        return is_capitals(token.text) and not is_capitals(current.title)

    def _section(self, token: Token) -> bool:
        title = self.outline.title
        if token.kind == "other" and title and hangs(title.text) and not token.text:
            return self._text(replace(token, text=self.outline.lines[token.first].text))
        self.outline.title = None
        self.sections.open(token, self.current, self.heading_of)
        section = self.sections.current
        return bool(section and section.targets and section.kind != "other")

    _specification = _indicators = _other = _section

    def _list(self, token: Token) -> bool:
        marker = token.mark
        if self.sections.current:
            self.sections.close()
            self.sections.mentioned = []
        self.outline.title = None
        outside = bool(OUTSIDE_CALL.search(fold(token.text)))
        holder = self._holder()
        self.outline.label = ListLabel(holder, marker.stem, marker.priority, outside)
        self.reading.stems.append((holder, marker.stem))
        return True

    def _header(self, token: Token) -> bool:
        self.outline.title = None
        self.reading.headers.append(token.text)
        return True

    def _counts(self, token: Token) -> bool:
        self.outline.title = None
        self.reading.counts.append((self._holder(), Statement(tuple(token.counts))))
        return True

    def _holder(self) -> Draft | None:
        """The numbered or titled node that a count speaks of, never an item of a list."""
        node = self.current
        while node and node.is_bullet:
            node = node.parent
        return node

    def _flag(self, token: Token) -> bool:
        title = self.outline.title
        node = title.node if title else self.current
        if node is None or self.sections.current:
            return False
        node.outside_call = True
        return True

    def _reference(self, token: Token) -> bool:
        section = self.sections.current
        if section and not (section.bulleted and len(section.targets) == 1 and not token.depth):
            return self.sections.add_text(token)
        batch = self.sections.batch()
        if batch:
            told = {
                c for node in self.outline.nodes if _within(node, batch) for c in node.references
            }
            return set(token.codes) <= told
        node = section.targets[0] if section else self._referring(token)
        if node is None:
            return False
        node.references += [c for c in token.codes if c not in node.references]
        self.outline.title = None
        return True

    def _referring(self, token: Token) -> Draft | None:
        """The last node, unless the line stands further from it than its like from one another."""
        node = self.current
        if node is None or node.parent is None or node.children:
            return node
        return node.parent if token.gap > self.usual_gaps[node.family] else node

    def _quote(self, token: Token) -> bool:
        self.outline.title = None
        return False

    def _heading(self, token: Token) -> bool:
        return self._chapter(token)

    def _chapter(self, token: Token) -> bool:
        self.sections.close()
        self.outline.title, self.outline.stack = None, []
        return False


def _usual_gaps(tokens: list[Token]) -> dict[str, int]:
    """How many blank lines come before the marks of each family, most often."""
    gaps: dict[str, Counter[int]] = defaultdict(Counter)
    for token in tokens:
        name = token.marker.family if token.marker else f"{token.kind} {token.depth}"
        gaps[name][token.gap] += 1
    return defaultdict(int, {name: found.most_common(1)[0][0] for name, found in gaps.items()})


def _within(node: Draft, batch: list[Draft]) -> bool:
    return node in batch or any(ancestor in batch for ancestor in node.ancestors())


def _usual_holders(tokens: list[Token], families: list[Family]) -> Usual:
    """Whose the sections are, by habit: how many per mark, and between which marks they come."""
    kinds = Counter(token.kind for token in tokens)
    sections = max(kinds["specification"], kinds["indicators"])
    shares = {family.name: sections / len(family.tokens) for family in families}
    inside: set[str] = set()
    last, has_section = "", False
    for token in tokens:
        if token.kind in {"specification", "indicators"}:
            has_section = True
        elif token.kind == "mark" and token.marker:
            if has_section and token.marker.family == last:
                inside.add(last)
            last, has_section = token.marker.family, False
    return Usual(shares, inside)
