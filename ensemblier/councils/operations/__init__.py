"""Every write on a council, on who sits in it and on what it does."""

from ensemblier.councils.operations.councils import create_council, update_council
from ensemblier.councils.operations.mandates import add_mandate, end_mandate

__all__ = ["add_mandate", "create_council", "end_mandate", "update_council"]
