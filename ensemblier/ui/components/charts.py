"""Figures as lengths, drawn on the server, each with its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ensemblier.core.typography import number
from ensemblier.ui.components.base import Props, component, filled

SERIES = 6
Row = dict[str, Any]


@component()
def stacked_bar(segments: Iterable[Row], label: str) -> Props:
    """How a whole is shared: {label, value, display}. Its table is one click away."""
    rows = [row for row in (checked(segment) for segment in segments) if row["value"] > 0]
    total = sum(row["value"] for row in rows)
    start = 0.0
    for index, row in enumerate(rows):
        share = 100 * float(row["value"]) / float(total)
        row.update(
            x=f"{start:.3f}",
            width=f"{share:.3f}",
            percent=number(round(share)),
            series=index % SERIES + 1,
        )
        start += share
    return {"segments": rows, "label": filled(label, "label")}


@component()
def stacked_rows(rows: Iterable[Row], columns: Iterable[str], label: str) -> Props:
    """One stacked bar for each row, on one scale, each column of one color everywhere:
    {label, values, displays, display}, a value for each of `columns`. The table follows."""
    names = list(columns)
    bars = [dict(row) for row in rows]
    largest = max((sum(bar["values"]) for bar in bars), default=0) or 1
    for bar in bars:
        if len(bar["values"]) != len(names) or min(bar["values"], default=0) < 0:
            raise ValueError(f"{bar['label']} needs a length for each column")
        start, bar["segments"] = 0.0, []
        for index, value in enumerate(bar["values"]):
            width = 100 * float(value) / float(largest)
            segment = {"x": f"{start:.3f}", "width": f"{width:.3f}", "series": index % SERIES + 1}
            bar["segments"] += [segment] if value else []
            start += width
    keys = [{"label": name, "series": rank % SERIES + 1} for rank, name in enumerate(names)]
    return {"rows": bars, "keys": keys, "label": filled(label, "label")}


@component()
def compare_bars(rows: Iterable[Row], label: str) -> Props:
    """The same figure in several places: {label, value, display}, `here` for the page's own."""
    bars = [checked(row) for row in rows]
    largest = max((bar["value"] for bar in bars), default=0) or 1
    for bar in bars:
        bar["width"] = f"{100 * float(bar['value']) / float(largest):.3f}"
    return {"rows": bars, "label": filled(label, "label")}


@component()
def progress_bar(value: float, max: float, label: str) -> Props:
    """How far along: «3 avis sur 5»."""
    if max <= 0 or value < 0:
        raise ValueError(f"progress of {value} out of {max}")
    return {"value": value, "max": max, "label": filled(label, "label")}


def checked(row: Row) -> Row:
    """A copy of the row, with what it must have; a negative length cannot be drawn."""
    if row["value"] < 0:
        raise ValueError(f"{row['label']} is negative: {row['value']}")
    display = row.get("display", "")
    return {
        "label": filled(row["label"], "label"),
        "value": row["value"],
        "display": number(row["value"]) if display == "" else display,
        "here": row.get("here", False),
    }
