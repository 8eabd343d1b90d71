"""What is read about applications. Each function owns its prefetches."""

from ensemblier.applications.queries.calls import call_of
from ensemblier.applications.queries.people import people_of

__all__ = ["call_of", "people_of"]
