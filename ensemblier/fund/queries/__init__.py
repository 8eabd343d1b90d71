"""Reads of the residents’ fund."""
