"""Text with titles, lists, bold and links: typed with simple marks, kept as harmless HTML.

People type marks that read well by themselves (`## Title`, `- item`, `**bold**`,
`[words](https://…)`, a blank line between paragraphs), so that a plain text box is enough. What
is kept is HTML of the few tags in `TAGS`, cleaned again wherever it comes from elsewhere. Pages,
PDF and e-mails are written from the same blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import NotRequired, TypedDict

import nh3

TAGS = {"p", "h2", "h3", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"}
SCHEMES = ("http://", "https://", "mailto:")


class Run(TypedDict):
    """Some words in one manner; «\\n» in them is a line break."""

    text: str
    strong: NotRequired[bool]
    em: NotRequired[bool]
    href: NotRequired[str]


class Block(TypedDict):
    """`kind` is a tag of HTML; a list has several `items`, anything else has one."""

    kind: str
    items: list[list[Run]]


def sanitize(html: str) -> str:
    """The same HTML with the allowed tags only, and links that lead to the web or to a mailbox."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_absolute_links,
    )


def from_text(text: str) -> str:
    """Harmless HTML of what was typed with marks."""
    return sanitize("".join(_html(block) for block in _typed_blocks(text)))


def to_text(html: str) -> str:
    """HTML as it is typed: `from_text(to_text(html))` gives the same page."""
    return "\n\n".join(_typed(block) for block in blocks(html))


def plain(html: str) -> str:
    """Words alone, for an e-mail, a cell or a search: a line for each paragraph or item."""
    lines = []
    for block in blocks(html):
        bullet = "– " if block["kind"] in ("ul", "ol") else ""
        lines += [bullet + "".join(run["text"] for run in item) for item in block["items"]]
    return "\n".join(lines)


def blocks(html: str) -> list[Block]:
    """The blocks of the text, as plain data: `core/typst/rich.typ` sets them in a PDF."""
    reader = _Reader()
    reader.feed(sanitize(html))
    reader.close()
    reader.end_block()
    return reader.blocks


def _absolute_links(_tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or value.lower().startswith(SCHEMES) else None


MARKS = [
    ("h3", re.compile(r"###\s+(.+)")),
    ("h2", re.compile(r"##?\s+(.+)")),
    ("ul", re.compile(r"[-*•–]\s+(.+)")),
    ("ol", re.compile(r"\d{1,3}[.)]\s+(.+)")),
    ("blockquote", re.compile(r">\s*(.+)")),
]
INLINE = re.compile(
    r"\*\*(?=\S)(?P<strong>[^*]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=\S)(?P<em>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<href>(?:https?://|mailto:)[^\s()<>\"]+)\)"
    r"|(?P<url>https?://[^\s<>\"()\[\]*]*[\w/])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
)


def _typed_blocks(text: str) -> list[Block]:
    typed: list[Block] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            typed.append({"kind": "p", "items": [_runs("\n".join(lines))]})
            lines.clear()

    gap = True
    for raw in re.split(r"\r\n|\r|\n", text):
        line = " ".join(raw.split(" ")).strip()
        if not line:
            end_paragraph()
            gap = True
            continue
        kind, words = _marked(line)
        if kind == "p":
            lines.append(line)
        else:
            end_paragraph()
            continues = typed and typed[-1]["kind"] == kind and not gap
            if continues and kind in ("ul", "ol"):
                typed[-1]["items"].append(_runs(words))
            elif continues and kind == "blockquote":
                typed[-1]["items"][0] += [{"text": "\n"}, *_runs(words)]
            else:
                typed.append({"kind": kind, "items": [_runs(words)]})
        gap = False
    end_paragraph()
    return typed


def _marked(line: str) -> tuple[str, str]:
    for kind, mark in MARKS:
        if match := mark.fullmatch(line):
            return kind, match[1]
    return "p", line


def _runs(text: str, manner: frozenset[str] = frozenset()) -> list[Run]:
    runs: list[Run] = []
    place = 0
    for match in INLINE.finditer(text):
        if match.start() > place:
            runs.append(_run(text[place : match.start()], manner))
        runs += _inline(match, manner)
        place = match.end()
    if place < len(text):
        runs.append(_run(text[place:], manner))
    return runs


def _inline(match: re.Match[str], manner: frozenset[str]) -> list[Run]:
    found = match.lastgroup
    if found in ("strong", "em"):
        return _runs(match[found], manner | {found})
    if found == "href":
        return [_run(match["label"], manner, match["href"])]
    return [_run(match[0], manner, match[0] if found == "url" else f"mailto:{match[0]}")]


def _run(text: str, manner: Iterable[str], href: str = "") -> Run:
    run: Run = {"text": text}
    if "strong" in manner:
        run["strong"] = True
    if "em" in manner:
        run["em"] = True
    if href:
        run["href"] = href
    return run


def _html(block: Block) -> str:
    kind = block["kind"]
    items = ["".join(_run_html(run) for run in item) for item in block["items"]]
    if kind in ("ul", "ol"):
        inner = "".join(f"<li>{item}</li>" for item in items)
    elif kind == "blockquote":
        inner = f"<p>{items[0]}</p>"
    else:
        inner = items[0]
    return f"<{kind}>{inner}</{kind}>"


def _run_html(run: Run) -> str:
    html = escape(run["text"], quote=False).replace("\n", "<br>")
    if "href" in run:
        html = f'<a href="{escape(run["href"])}">{html}</a>'
    for manner in ("em", "strong"):
        if run.get(manner):
            html = f"<{manner}>{html}</{manner}>"
    return html


PREFIXES = {"h2": "## ", "h3": "### ", "p": ""}


def _typed(block: Block) -> str:
    items = ["".join(_run_typed(run) for run in item) for item in block["items"]]
    if block["kind"] == "ul":
        return "\n".join(f"- {item}" for item in items)
    if block["kind"] == "ol":
        return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    if block["kind"] == "blockquote":
        return "\n".join(f"> {line}" for line in items[0].split("\n"))
    return PREFIXES[block["kind"]] + items[0]


def _run_typed(run: Run) -> str:
    text = run["text"]
    href = run.get("href", "")
    if href and href.removeprefix("mailto:") != text:
        text = f"[{text}]({href})"
    if run.get("strong"):
        return f"**{text}**"
    return f"*{text}*" if run.get("em") else text


class _Reader(HTMLParser):
    """Blocks of clean HTML. What is nested, or stands outside any paragraph, is laid flat."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[str] = []
        self._runs: list[Run] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add("\n")
            return
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
        elif tag not in ("strong", "em"):
            self.end_block()
        if tag in ("ul", "ol"):
            self.blocks.append({"kind": tag, "items": []})
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        elif tag not in ("strong", "em"):
            self.end_block()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        if data.strip() or self._runs:
            self._add(re.sub(r"\s*\n\s*", " ", data))

    def end_block(self) -> None:
        runs, self._runs = self._runs, []
        if not "".join(run["text"] for run in runs).strip():
            return
        if "li" in self._open and self.blocks and self.blocks[-1]["kind"] in ("ul", "ol"):
            self.blocks[-1]["items"].append(runs)
            return
        kinds = [tag for tag in ("blockquote", "h2", "h3") if tag in self._open]
        self.blocks.append({"kind": kinds[0] if kinds else "p", "items": [runs]})

    def _add(self, text: str) -> None:
        run = _run(text, self._open, self._href)
        last = self._runs[-1] if self._runs else None
        if last is not None and {**last, "text": ""} == {**run, "text": ""}:
            last["text"] += text
        else:
            self._runs.append(run)
