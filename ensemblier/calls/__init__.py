"""Calls: themes, envelopes, rules, questions, committees, and the call that a page publishes."""
