"""Letters and agreements: the fields that they may hold, templates to start from, DOCX and PDF.

A DOCX is filled in from a template that a team edits; its PDF is laid out from that very DOCX,
so that both say the same.
"""
