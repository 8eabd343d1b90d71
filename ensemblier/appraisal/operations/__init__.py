"""Writes on the appraisal: files, opinions, recusals, assignments, sessions."""
