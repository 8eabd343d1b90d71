"""Papers of the fund and of its votes, printed."""
