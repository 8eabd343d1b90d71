"""Councils, what hangs on them, and their grants as tables."""
