"""Bodies, who sits in them, and their sessions."""
