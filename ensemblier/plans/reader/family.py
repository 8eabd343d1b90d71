"""The marks that play the same part in a document."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .lines import COLUMN, LIST
from .tokens import Token


@dataclass
class Family:
    name: str
    tokens: list[Token] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.tokens[0].first

    @property
    def parts(self) -> int:
        marker = self.tokens[0].marker
        return len(marker.code) if marker else 0

    @property
    def stem(self) -> str:
        stems = Counter(t.marker.stem for t in self.tokens if t.marker and t.marker.stem)
        return stems.most_common(1)[0][0] if stems else ""

    @property
    def heading(self) -> int | None:
        level, number = Counter(t.heading for t in self.tokens).most_common(1)[0]
        return level if level and number * 2 > len(self.tokens) else None

    @property
    def place(self) -> int | None:
        """The heading level where it ranks the family; the depth of a list does not."""
        level = self.heading
        return None if level is None or LIST <= level < COLUMN else level

    def titles(self) -> dict[tuple[str, ...], list[str]]:
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for token in self.tokens:
            if token.marker and token.marker.title:
                found[token.marker.code].append(token.marker.title)
        return found
