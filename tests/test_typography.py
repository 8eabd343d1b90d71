"""French punctuation keeps to its word: no line of a page begins with «:» or «?»."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "ensemblier"
LOOSE = re.compile(r"(?:^|(?<=\S)) (?=[:;?!»](?:\s|$|[<{%.,)…\"]))|«(?= \S)")
# They read, or write to be read back, what others typed with ordinary spaces.
READERS = (
    "calls/exports.py",
    "core/money.py",
    "draws/static/draws/verify_draw.py",  # read in terminals, its fingerprint published
    "funding/documents/defaults.py",  # joins them itself
    "plans/exports.py",
    "plans/forms.py",
    "plans/imports.py",
    "plans/reader/details.py",
    "plans/reader/documents/grid.py",
    "plans/reader/finish.py",
    "plans/reader/tokens.py",
)


def test_templates_join_punctuation_to_its_word():
    assert [told for told in loose_in_templates() if told] == []


def test_python_texts_join_punctuation_to_its_word():
    assert list(loose_in_python()) == []


def test_an_ordinary_space_is_seen():
    texts = ("Total : 3", "Le fermer ?", "« oui\u00a0»", "oui »", "a[1 :]", " : ")
    assert [bool(LOOSE.search(text)) for text in texts] == [True, True, True, True, False, True]
    assert LOOSE.search("Total\u00a0: «\u00a0oui\u00a0»\u00a0?") is None


def loose_in_templates() -> Iterator[str]:
    for path in PACKAGE.rglob("templates/**/*"):
        if path.suffix in {".html", ".txt"}:
            text = path.read_text()
            yield from (told(path, text, found) for found in LOOSE.finditer(text))


def loose_in_python() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(READERS) or "/migrations/" in name:
            continue
        for text in texts_of(ast.parse(path.read_text())):
            yield from (told(path, text, found) for found in LOOSE.finditer(text))


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The strings of a module but its docstrings, which are in English."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def told(path: Path, text: str, found: re.Match[str]) -> str:
    around = text[max(0, found.start() - 30) : found.end() + 20]
    return f"{path.relative_to(PACKAGE)}: {around!r}"
