"""The secret of each letter: 140 random bits in letters that nobody confuses."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's alphabet: no I, L, O nor U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 28, 4
CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code() -> str:
    """«7K3M-QX2A-…», seven groups of four."""
    return grouped("".join(secrets.choice(ALPHABET) for _rank in range(LENGTH)))


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(text: str) -> str:
    """The code as it is kept, however it was typed: small letters, spaces, O for 0."""
    letters = "".join(char for char in text.upper() if char.isalnum())
    return grouped(letters.translate(CONFUSED))


def digest_of(code: str) -> str:
    """What is kept of a code once names are erased; 140 bits cannot be guessed from it."""
    return hashlib.sha256(code.encode()).hexdigest()
