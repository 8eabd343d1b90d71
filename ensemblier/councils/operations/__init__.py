"""Every write on a council, on who sits in it and on what it does."""

from ensemblier.councils.operations.councils import create_council, update_council
from ensemblier.councils.operations.mandates import add_mandate, end_mandate, update_mandate
from ensemblier.councils.operations.watching import watch_composition, watch_councils

__all__ = [
    "add_mandate",
    "create_council",
    "end_mandate",
    "update_council",
    "update_mandate",
    "watch_composition",
    "watch_councils",
]
