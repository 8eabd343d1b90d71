"""Reads a plan, however it numbers its levels, from the document its authors wrote.

Knows no model: bytes in, `ParsedPlan` out. The rules are in docs/rules/plan_reader.md.
"""

from .documents.opening import open_document
from .errors import UnreadableDocument
from .finish import finish
from .furniture import set_aside
from .judgment import require_a_plan
from .model import Declared, Group, Level, Node, ParsedPlan, Unread
from .walk import read_lines

__all__ = [
    "Declared",
    "Group",
    "Level",
    "Node",
    "ParsedPlan",
    "Unread",
    "UnreadableDocument",
    "read_plan",
]


def read_plan(content: bytes, filename: str) -> ParsedPlan:
    """The plan a document holds; raises UnreadableDocument with one sentence for a person."""
    document = open_document(content, filename)
    lines, aside = set_aside(document)
    reading = read_lines(lines)
    plan = finish(reading, aside)
    require_a_plan(plan, reading)
    return plan
