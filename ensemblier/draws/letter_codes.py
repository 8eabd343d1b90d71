"""The secret of each letter, as it is typed back and as it is kept once names are erased."""

from __future__ import annotations

import hashlib

from ensemblier.draws.lottery import new_code

__all__ = ["digest_of", "grouped", "new_code", "read_code"]

GROUP = 4
# What the alphabet of codes leaves out because people confuse it.
CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0"})


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(text: str) -> str:
    """The code as it is kept, however it was typed: small letters, spaces, O for 0."""
    letters = "".join(char for char in text.upper() if char.isalnum())
    return grouped(letters.translate(CONFUSED))


def digest_of(code: str) -> str:
    """What is kept of a code once names are erased; 140 bits cannot be guessed from it."""
    return hashlib.sha256(code.encode()).hexdigest()
