"""Actions for life, and their application of each year."""

from ensemblier.applications.models.applications import (
    ALL_OF_IT,
    Action,
    Answer,
    Application,
    ApplicationArea,
    ApplicationNode,
    Attachment,
    JointApplicant,
    Series,
)
from ensemblier.applications.models.bearers import BearerBudgetLine, BearerYear
from ensemblier.applications.models.figures import (
    Audience,
    BudgetLine,
    ExpectedIndicator,
    Request,
)
from ensemblier.applications.models.history import Message, StateChange

__all__ = [
    "ALL_OF_IT",
    "Action",
    "Answer",
    "Application",
    "ApplicationArea",
    "ApplicationNode",
    "Attachment",
    "Audience",
    "BearerBudgetLine",
    "BearerYear",
    "BudgetLine",
    "ExpectedIndicator",
    "JointApplicant",
    "Message",
    "Request",
    "Series",
    "StateChange",
]
