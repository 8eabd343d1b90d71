"""Each funder's euro: proposed, granted, agreed upon, paid, given back."""

from ensemblier.funding.models.agreements import (
    Agreement,
    AgreementYear,
    DocumentTemplate,
    Letter,
    Payment,
    PaymentImport,
    Receipt,
    Recovery,
)
from ensemblier.funding.models.awards import (
    AmountEdit,
    Award,
    Scenario,
    ScenarioAmount,
)
from ensemblier.funding.models.past_years import PastYearImport, RememberedMapping
from ensemblier.funding.models.presences import Presence
from ensemblier.funding.models.spreadsheets import MatrixImport

__all__ = [
    "Agreement",
    "AgreementYear",
    "AmountEdit",
    "Award",
    "DocumentTemplate",
    "Letter",
    "MatrixImport",
    "PastYearImport",
    "Payment",
    "PaymentImport",
    "Presence",
    "Receipt",
    "Recovery",
    "RememberedMapping",
    "Scenario",
    "ScenarioAmount",
]
