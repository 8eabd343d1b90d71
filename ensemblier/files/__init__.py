"""Uploads, checked by content and kept. May import core, ui, accounts."""
