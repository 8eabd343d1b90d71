"""Consultations of councils: reading, preparing, answering."""
