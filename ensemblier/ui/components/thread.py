"""The thread: what a page comes from, what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ensemblier.ui.components.base import Props, component, filled

Link = Sequence[str]


@component()
def thread(before: Iterable[Link], here: str, after: Iterable[Link]) -> Props:
    """Where this comes from and where it goes, once a page; links are (label, url, small)."""
    return {
        "before": [stitch(link) for link in before],
        "here": filled(here, "here"),
        "after": [stitch(link) for link in after],
    }


def stitch(link: Link) -> dict[str, str]:
    label, url, small = (*link, "", "")[:3]
    return {"label": filled(label, "label"), "url": url, "small": small}
