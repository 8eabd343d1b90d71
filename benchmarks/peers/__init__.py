"""Other free software that does comparable work, each in an environment of its own."""
