"""A proposal that shares the envelopes among requests. Knows no model.

The rules and their guarantees are in `docs/rules/sharing.md`.
"""

from ensemblier.funding.sharing.problem import (
    Action,
    Dimension,
    Envelope,
    ImpossibleRules,
    Line,
    Problem,
    Proposal,
    Reason,
    Share,
)
from ensemblier.funding.sharing.proposal import share

__all__ = [
    "Action",
    "Dimension",
    "Envelope",
    "ImpossibleRules",
    "Line",
    "Problem",
    "Proposal",
    "Reason",
    "Share",
    "share",
]
