"""What is filled in about the councils."""

from ensemblier.councils.forms.councils import CouncilForm, EndForm, MandateForm, SeatForm
from ensemblier.councils.forms.documents import DocumentForm, NewDocumentForm
from ensemblier.councils.forms.meetings import MeetingForm, PresenceForm
from ensemblier.councils.forms.minutes import (
    ManyMinutesForm,
    MinutesForm,
    MonthsForm,
    NewMinutesForm,
    TextForm,
)
from ensemblier.councils.forms.volunteers import SeatVolunteerForm, VolunteerForm

__all__ = [
    "CouncilForm",
    "DocumentForm",
    "EndForm",
    "MandateForm",
    "ManyMinutesForm",
    "MeetingForm",
    "MinutesForm",
    "MonthsForm",
    "NewDocumentForm",
    "NewMinutesForm",
    "PresenceForm",
    "SeatForm",
    "SeatVolunteerForm",
    "TextForm",
    "VolunteerForm",
]
