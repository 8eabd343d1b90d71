"""What is filled in about the councils."""

from ensemblier.councils.forms.councils import CouncilForm, EndForm, MandateForm, SeatForm

__all__ = ["CouncilForm", "EndForm", "MandateForm", "SeatForm"]
