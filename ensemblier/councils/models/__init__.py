"""Conseils citoyens, who sits in them, what they do."""

from ensemblier.councils.models.consultations import (
    Consultation,
    ConsultationPaper,
    ConsultationRecusal,
)
from ensemblier.councils.models.councils import Council, Mandate
from ensemblier.councils.models.running_grants import GrantEntry, RunningGrant
from ensemblier.councils.models.trainings import Training

__all__ = [
    "Consultation",
    "ConsultationPaper",
    "ConsultationRecusal",
    "Council",
    "GrantEntry",
    "Mandate",
    "RunningGrant",
    "Training",
]
