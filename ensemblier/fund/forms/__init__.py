"""Forms of the residents’ fund."""
