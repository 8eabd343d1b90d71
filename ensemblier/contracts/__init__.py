"""Contracts, who signed them, their areas, amendments, documents, calendar and roles."""
