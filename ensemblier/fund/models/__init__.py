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

__all__ = [
    "Bearer",
    "BearerYear",
    "CoFunder",
    "CostLine",
    "Fund",
    "FundDecision",
    "FundFile",
    "FundOpinion",
    "FundReport",
    "FundRequest",
    "LedgerEntry",
    "LedgerTransaction",
    "RequestStep",
    "Round",
]
