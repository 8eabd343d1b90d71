"""Associations, authorities, services, landlords: identifiers, documents, people."""
