"""Conseils citoyens, who sits in them, what they do."""

from ensemblier.councils.models.councils import Council, Mandate

__all__ = ["Council", "Mandate"]
