"""Reads of the funding room."""
