"""Conseils citoyens, who sits in them, what they do."""

from ensemblier.councils.models.consultations import (
    Consultation,
    ConsultationPaper,
    ConsultationRecusal,
)
from ensemblier.councils.models.councils import Council, Mandate
from ensemblier.councils.models.documents import CouncilDocument
from ensemblier.councils.models.meetings import Meeting, MeetingPresence
from ensemblier.councils.models.minutes import Minutes, MinutesUpload
from ensemblier.councils.models.running_grants import GrantEntry, RunningGrant
from ensemblier.councils.models.trainings import Training
from ensemblier.councils.models.volunteers import Volunteer

__all__ = [
    "Consultation",
    "ConsultationPaper",
    "ConsultationRecusal",
    "Council",
    "CouncilDocument",
    "GrantEntry",
    "Mandate",
    "Meeting",
    "MeetingPresence",
    "Minutes",
    "MinutesUpload",
    "RunningGrant",
    "Training",
    "Volunteer",
]
