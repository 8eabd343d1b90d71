"""What an applicant fills in: six steps made of boxes, and the small forms around them."""

from ensemblier.applications.forms.boxes import StepForm
from ensemblier.applications.forms.small import (
    AttachForm,
    JointForm,
    MessageForm,
    ReasonForm,
    StartForm,
)
from ensemblier.applications.forms.steps import STEPS, Step, step_form, steps_of

__all__ = [
    "STEPS",
    "AttachForm",
    "JointForm",
    "MessageForm",
    "ReasonForm",
    "StartForm",
    "Step",
    "StepForm",
    "step_form",
    "steps_of",
]
