"""Appraisal: assignments, checks, opinions, recusals, committee sessions."""
