"""What a page of the public site costs on a slow network."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


def weight_of(layout: str) -> int:
    """Bytes of styles and scripts that the layout loads, as they travel."""
    html = render_to_string(layout)
    names = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html)
    assert names
    return sum(len(gzip.compress(read(name))) for name in names)


def read(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


def test_public_pages_load_little() -> None:
    assert weight_of("ui/layouts/public.html") < 15_000


def test_workspace_adds_no_more_than_htmx() -> None:
    assert weight_of("ui/layouts/workspace.html") < 35_000
