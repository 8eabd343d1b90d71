"""PDF from typst templates: tagged (PDF/UA-1), with the fonts typst brings along."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parent.parent

UNPRINTABLE = re.compile(r'the text `"(.+?)"` could not be displayed')
INSTEAD = "□"


def write_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The document of `template`, which reads `json(bytes(sys.inputs.data))`.

    `data` holds JSON values and reaches the template as text: nothing in it is ever markup. A
    character that no font of ours draws (an emoji, Chinese) is printed as a square.
    """
    try:
        return _compiled(template, data)
    except typst.TypstError as error:
        # An accessible PDF may not hold a character without a shape: the writer names them all.
        unprintable = _characters_named_in(error.diagnostic)
        if not unprintable:
            raise
        return _compiled(template, _translated(data, unprintable))


def _compiled(template: Path, data: dict[str, Any]) -> bytes:
    document = typst.compile(
        str(template),
        root=str(PACKAGE if template.is_relative_to(PACKAGE) else template.parent),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return bytes(document)


def _characters_named_in(message: str) -> dict[int, str]:
    """What to print in place of each character; joiners and other invisible ones are dropped."""
    named = "".join(UNPRINTABLE.findall(message))
    named = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), named)
    return {
        ord(character): "" if unicodedata.category(character) in ("Cf", "Mn", "Cc") else INSTEAD
        for character in named
    }


def _translated(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_translated(item, table) for item in value]
    if isinstance(value, dict):
        return {key: _translated(item, table) for key, item in value.items()}
    return value
