"""Ensemblier: one Django project whose folders are the domain. See docs/architecture.md."""
