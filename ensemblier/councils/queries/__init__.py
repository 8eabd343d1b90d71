"""What is read about the councils."""

from ensemblier.councils.queries.councils import (
    composition_of,
    compositions_of,
    council_for,
    councils_for,
    history_of,
    mandates_of,
    opened_councils,
    seats_of,
)
from ensemblier.councils.queries.meetings import (
    calendar_entries,
    coming_meetings,
    meetings_of,
    members_on,
)
from ensemblier.councils.queries.minutes import (
    by_year,
    documents_of,
    minutes_of,
    public_minutes,
    recent_uploads,
    waiting_uploads,
)
from ensemblier.councils.queries.volunteers import volunteers_for, volunteers_seen_by

__all__ = [
    "by_year",
    "calendar_entries",
    "coming_meetings",
    "composition_of",
    "compositions_of",
    "council_for",
    "councils_for",
    "documents_of",
    "history_of",
    "mandates_of",
    "meetings_of",
    "members_on",
    "minutes_of",
    "opened_councils",
    "public_minutes",
    "recent_uploads",
    "seats_of",
    "volunteers_for",
    "volunteers_seen_by",
    "waiting_uploads",
]
