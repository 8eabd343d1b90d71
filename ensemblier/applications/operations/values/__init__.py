"""The form as named values: each box has a key, whatever row or column it is kept in.

`title` is a column; «budget-641» the amount of an account, «request-12» what is asked of a funder,
«area-3» a share of the people, «audience-3-6-15-female» people expected. Saving, conflicts and
renewals speak of keys alone.
"""

from ensemblier.applications.operations.values.base import Keeper, Values, is_blank
from ensemblier.applications.operations.values.keepers import (
    BEARER_KEEPERS,
    BY_MODEL,
    KEEPERS,
    keeper_of,
    values_of,
)

__all__ = [
    "BEARER_KEEPERS",
    "BY_MODEL",
    "KEEPERS",
    "Keeper",
    "Values",
    "is_blank",
    "keeper_of",
    "values_of",
]
