class UnreadableDocument(Exception):
    """The document cannot be read as a plan; str() is one sentence for a person."""
