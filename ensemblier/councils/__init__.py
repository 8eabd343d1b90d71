"""Conseils citoyens: who sits in them, and since when."""
