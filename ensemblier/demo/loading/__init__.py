"""Filling a new installation from the data files. Writes rows in bulk, then one audit entry."""

from ensemblier.demo.loading.everything import is_loaded, load_demonstration

__all__ = ["is_loaded", "load_demonstration"]
