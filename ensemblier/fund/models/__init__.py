"""Funds and rounds, requests, the ledger."""

from ensemblier.fund.models.following import (
    FundDecision,
    FundFile,
    FundOpinion,
    FundReport,
    RequestStep,
)
from ensemblier.fund.models.funds import CoFunder, Fund, Round
from ensemblier.fund.models.ledger import LedgerEntry, LedgerTransaction
from ensemblier.fund.models.requests import Bearer, BearerYear, CostLine, FundRequest
from ensemblier.fund.models.votes import (
    BallotBox,
    Candidate,
    JuryMember,
    PaperBatch,
    Vote,
    VotingCode,
)

__all__ = [
    "BallotBox",
    "Bearer",
    "BearerYear",
    "Candidate",
    "CoFunder",
    "CostLine",
    "Fund",
    "FundDecision",
    "FundFile",
    "FundOpinion",
    "FundReport",
    "FundRequest",
    "JuryMember",
    "LedgerEntry",
    "LedgerTransaction",
    "PaperBatch",
    "RequestStep",
    "Round",
    "Vote",
    "VotingCode",
]
