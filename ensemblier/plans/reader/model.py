from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Level:
    name: str
    count: int = 0


@dataclass
class Node:
    """`level` counts from 0; `lines` are the first and last lines of the title, from 1."""

    id: str
    parent: str | None
    level: int
    code: str
    title: str
    priority: str | None = None
    outside_call: bool = False
    see_also: list[str] = field(default_factory=list)
    specification: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass
class Group:
    """What a sheet says of several nodes together, for a person to hand out."""

    nodes: list[str]
    specification: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass
class Declared:
    """A count the document states; `node` is None when it speaks of the whole plan."""

    node: str | None
    what: str
    declared: int
    found: int
    ok: bool


@dataclass
class Unread:
    line: int
    text: str


@dataclass
class ParsedPlan:
    levels: list[Level] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ParsedPlan":
        return cls(
            levels=[Level(**row) for row in data["levels"]],
            nodes=[Node(**row) for row in data["nodes"]],
            groups=[Group(**row) for row in data["groups"]],
            declared=[Declared(**row) for row in data["declared"]],
            unread=[Unread(**row) for row in data["unread"]],
        )
