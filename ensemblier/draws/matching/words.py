"""Names and addresses as they are compared: accents, case, order of words, short forms aside."""

from __future__ import annotations

from ensemblier.core.text import searchable

SHORT_FORMS = {
    "all": "allee",
    "app": "appartement",
    "appt": "appartement",
    "apt": "appartement",
    "av": "avenue",
    "ave": "avenue",
    "bat": "batiment",
    "bd": "boulevard",
    "bld": "boulevard",
    "boul": "boulevard",
    "bvd": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "crs": "cours",
    "esc": "escalier",
    "fg": "faubourg",
    "fbg": "faubourg",
    "gal": "general",
    "imp": "impasse",
    "lot": "lotissement",
    "pl": "place",
    "qu": "quai",
    "r": "rue",
    "res": "residence",
    "rte": "route",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
}
# Say nothing about where.
EMPTY = {"cedex", "france", "de", "des", "du", "la", "le", "les", "l", "d", "et", "n", "no"}


def name_key(last_name: str, first_name: str) -> str:
    """«de La Fontaine», «Jean-Baptiste» gives «de la fontaine|jean baptiste»."""
    return f"{searchable(last_name)}|{searchable(first_name)}"


def address_key(address: str, postcode: str = "", city: str = "") -> str:
    """«3, av. du Gal de Gaulle 30100 ALÈS CEDEX» and «3 avenue Général-de-Gaulle, Alès, 30100»
    give the same words, in the same order; nothing for no address."""
    if not searchable(address):
        return ""
    words = [SHORT_FORMS.get(word, word) for word in searchable(address).split()]
    kept = [word for word in words if word not in EMPTY]
    town = [*searchable(postcode).split(), *searchable(city).split()]
    return " ".join([*(word for word in kept if word not in town), *sorted(set(town) - EMPTY)])
