"""What is read about the councils."""

from ensemblier.councils.queries.councils import (
    composition_of,
    compositions_of,
    council_for,
    councils_for,
    history_of,
    mandates_of,
    opened_councils,
    seats_of,
)

__all__ = [
    "composition_of",
    "compositions_of",
    "council_for",
    "councils_for",
    "history_of",
    "mandates_of",
    "opened_councils",
    "seats_of",
]
