"""Which requests a vote funds: Equal Shares, greedy, majority. Knows no model.

The rules and their guarantees are in `docs/rules/equal_shares.md`.
"""

from ensemblier.fund.voting.election import (
    Election,
    Outcome,
    Project,
    Purchase,
    Reason,
    Rule,
    Verdict,
)
from ensemblier.fund.voting.pabulib import read_pabulib, write_pabulib
from ensemblier.fund.voting.prices import PriceSystem, faults_of_prices, price_system
from ensemblier.fund.voting.rules import decide, equal_shares, greedy, majority
from ensemblier.fund.voting.words import sentence_of

__all__ = [
    "Election",
    "Outcome",
    "PriceSystem",
    "Project",
    "Purchase",
    "Reason",
    "Rule",
    "Verdict",
    "decide",
    "equal_shares",
    "faults_of_prices",
    "greedy",
    "majority",
    "price_system",
    "read_pabulib",
    "sentence_of",
    "write_pabulib",
]
