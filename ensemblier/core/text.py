"""Text as people search it and as machines name it."""

import re
import unicodedata


def searchable(*parts: object) -> str:
    """The parts without accents, case or punctuation: «L’Écusson» becomes «l ecusson»."""
    text = " ".join(str(part) for part in parts if part)
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
