"""What is read about the councils."""

from ensemblier.councils.queries.councils import council_for, councils_for, mandates_of

__all__ = ["council_for", "councils_for", "mandates_of"]
