"""The residents’ fund: rounds, requests, votes, decisions, advances, reports, ledger."""
