"""Writes of the residents’ fund."""
