"""What a printed form is made of, from top to bottom. Every text is plain text."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1
    on_new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Field:
    """A box with its label; two on a line unless `wide`."""

    label: str
    value: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Fields:
    kind: ClassVar[str] = "fields"
    items: Sequence[Field]


@dataclass(frozen=True)
class LongText:
    """A question and its answer; an empty one leaves `lines` to write on when printed blank."""

    kind: ClassVar[str] = "long"
    label: str
    value: str = ""
    lines: int = 5


@dataclass(frozen=True)
class Option:
    label: str
    checked: bool = False


@dataclass(frozen=True)
class Choices:
    kind: ClassVar[str] = "choices"
    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False
    width: float = 1


@dataclass(frozen=True)
class Row:
    """`look` is line, detail, group, section or total."""

    cells: Sequence[str]
    look: str = "line"


@dataclass(frozen=True)
class Table:
    """A wide one has a page of its own, on its side, and its caption is a heading."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    is_wide: bool = False


@dataclass(frozen=True)
class Signature:
    kind: ClassVar[str] = "signature"
    text: str
    space: str


Block = Heading | Paragraph | Fields | LongText | Choices | Table | Signature


@dataclass(frozen=True)
class Form:
    """A whole document. `number` is that of the official form whose order it follows, if any."""

    title: str
    number: str
    subtitle: str
    author: str
    footer: str
    language: str
    blocks: Sequence[Block] = field(default_factory=list)
    is_blank: bool = False
    day: datetime.date | None = None

    def as_data(self) -> dict[str, Any]:
        """JSON values for the template."""
        data = asdict(self)
        data.pop("day")
        data["blocks"] = [{"kind": block.kind} | asdict(block) for block in self.blocks]
        return data
