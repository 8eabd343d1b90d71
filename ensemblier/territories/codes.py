"""Official codes: what a code names, and how people and spreadsheets spell it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ensemblier.core.exceptions import InvalidInput
from ensemblier.territories.enums import AreaKind, Generation
from ensemblier.territories.models import QPV_CODE

INSEE_CODE = re.compile(r"\d{5}|2[AB]\d{3}")
SIREN = re.compile(r"\d{9}")
LISTED = re.compile(r"\s*[|;,/]\s*")


def read_code(text: str) -> tuple[str, str, str]:
    """(kind, code, generation) of an official code; raises InvalidInput.

    A commune's code that lost its first zero in a spreadsheet gets it back.
    """
    code = re.sub(r"[\s\u00a0\u202f]", "", text).upper()
    if re.fullmatch(r"\d{4}", code):
        code = f"0{code}"
    if INSEE_CODE.fullmatch(code):
        return AreaKind.COMMUNE, code, ""
    if SIREN.fullmatch(code):
        return AreaKind.EPCI, code, ""
    if re.match(QPV_CODE, code):
        generation = Generation.G2024 if code.startswith("QN") else Generation.G2015
        return AreaKind.QPV, code, generation
    if not code:
        raise InvalidInput(_("Le code manque."))
    raise InvalidInput(
        _("«\u00a0%(code)s\u00a0» n’est ni un code de quartier, ni un code INSEE, ni un SIREN.")
        % {"code": text[:40]}
    )


def split_list(text: str) -> list[str]:
    """«30051|30132» or «Branoux; La Grand-Combe» → the parts."""
    return [part for part in LISTED.split(text.strip()) if part]
