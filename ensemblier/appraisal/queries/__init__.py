"""Reads of the appraisal; each function owns its prefetches."""
