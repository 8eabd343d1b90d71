"""Wide tables become one sheet per row on a phone: each cell says the head of its column."""

from __future__ import annotations

import re

FEWEST_COLUMNS = 4
"""Narrower tables fit a phone as they are."""

HEAD = re.compile(r"<thead.*?</thead>", re.DOTALL)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
UNSEEN = re.compile(r'<span class="visually-hidden">.*?</span>|<[^>]*>', re.DOTALL)
SPANNING = re.compile(r"\b(?:colspan|rowspan)=")
CELL = re.compile(r"<(tr|t[dh])\b([^>]*)")
WIDTH = re.compile(r'\bcolspan="(\d+)"')


def stacked(html: str) -> str | None:
    """The same table with a `data-label` on its cells; None when it has no such sheets.

    A head on several rows or with spanned cells names no column by itself, nor do two tables.
    """
    head = HEAD.search(html)
    if not head or html.count("<table") != 1 or "rowspan=" in html or SPANNING.search(head[0]):
        return None
    labels = [label_of(inner) for inner in HEADING.findall(head[0])]
    if len(labels) < FEWEST_COLUMNS or head[0].count("<tr") != 1:
        return None
    return html[: head.end()] + CELL.sub(_Labels(labels), html[head.end() :])


def label_of(heading: str) -> str:
    return " ".join(UNSEEN.sub("", heading).split()).replace('"', "&quot;")


class _Labels:
    """Counts the columns of each row as its cells go by."""

    def __init__(self, labels: list[str]) -> None:
        self.labels, self.column = labels, 0

    def __call__(self, found: re.Match[str]) -> str:
        if found[1] == "tr":
            self.column = 0
            return found[0]
        column, width = self.column, WIDTH.search(found[2])
        self.column += int(width[1]) if width else 1
        label = self.labels[column] if column < len(self.labels) else ""
        is_named = found[1] == "td" and label and not width
        return f'{found[0]} data-label="{label}"' if is_named else found[0]
