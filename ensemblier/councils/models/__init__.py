"""Conseils citoyens, who sits in them, what they do."""

from ensemblier.councils.models.councils import Council, Mandate
from ensemblier.councils.models.documents import CouncilDocument
from ensemblier.councils.models.meetings import Meeting, MeetingPresence
from ensemblier.councils.models.minutes import Minutes, MinutesUpload
from ensemblier.councils.models.volunteers import Volunteer

__all__ = [
    "Council",
    "CouncilDocument",
    "Mandate",
    "Meeting",
    "MeetingPresence",
    "Minutes",
    "MinutesUpload",
    "Volunteer",
]
