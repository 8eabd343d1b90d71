"""PDF from typst templates: tagged (PDF/UA-1), with the fonts typst brings along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst


def write_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The document of `template`, which reads `json(bytes(sys.inputs.data))`.

    `data` holds JSON values and reaches the template as text: nothing in it is ever markup.
    """
    document = typst.compile(
        str(template),
        root=str(template.parent),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return bytes(document)
