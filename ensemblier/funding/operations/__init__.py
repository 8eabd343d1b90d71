"""Writes on the money of the requests."""
