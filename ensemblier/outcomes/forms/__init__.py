"""What an association fills in: six short steps made of boxes, and the small forms around them."""

from ensemblier.outcomes.forms.small import (
    CompletionForm,
    MoneyBackForm,
    ReasonForm,
    ReportFileForm,
    WaiverForm,
)
from ensemblier.outcomes.forms.steps import STEPS, Step, parts_of, step_form

__all__ = [
    "STEPS",
    "CompletionForm",
    "MoneyBackForm",
    "ReasonForm",
    "ReportFileForm",
    "Step",
    "WaiverForm",
    "parts_of",
    "step_form",
]
