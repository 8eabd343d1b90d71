"""Writes about people, that need the audit trail, notices and roles all at once."""
