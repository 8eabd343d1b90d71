"""The code by which somebody follows their request without an account."""

from __future__ import annotations

import re
import secrets

# No letter or figure that is read for another on paper.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH, GROUP = 12, 4


def new_code() -> str:
    """«K7QM-3XPT-9DHW»: nobody guesses one among 30 to the twelfth."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return grouped(letters)


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def typed_code(text: str) -> str:
    """The code as it is kept, however it was typed: «k7qm 3xpt9dhw»."""
    return grouped(re.sub(r"[^A-Z0-9]", "", text[:60].upper()))


def same_phone(text: str) -> str:
    """A French number by its digits alone: «+33 6 12…» and «06.12…» are one."""
    digits = re.sub(r"[^0-9+]", "", text)
    return "0" + digits[3:] if digits.startswith("+33") else digits
