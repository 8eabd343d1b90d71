"""Telling the members of a council, and the team, what becomes of a consultation."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ensemblier.accounts.models import User
from ensemblier.core.typography import long_date
from ensemblier.councils.enums import OpinionValue
from ensemblier.councils.models import Consultation
from ensemblier.councils.queries.consultations import members_told, team_of
from ensemblier.notices.operations import notify

# Written out in the language of each reader.
day_as_read = lazy(long_date, str)

TO_MEMBERS = {
    "sent": _(
        "{council} est consulté\u00a0: {title}. Votre avis est attendu avant le {day} inclus."
    ),
    "extended": _("{title}\u00a0: votre conseil a jusqu’au {day} inclus pour répondre."),
    "cancelled": _("{title}\u00a0: l’avis de votre conseil n’est plus attendu."),
    "remind": _("{title}\u00a0: l’avis de votre conseil est attendu avant le {day} inclus."),
    "silent": _("{title}\u00a0: le délai est passé sans avis de votre conseil."),
}
TO_TEAM = {
    "answered": _("{council} a donné son avis\u00a0: {title}, {value}."),
    "silent": _("{council} n’a pas répondu dans le délai\u00a0: {title}."),
}


def tell_members(consultation: Consultation, what: str, at: datetime.datetime) -> int:
    """How many were told: those who sit today, recused members aside."""
    people = members_told(consultation, timezone.localdate(at))
    sentence = _filled(TO_MEMBERS[what], consultation)
    for person in people:
        _tell(person, what, sentence, consultation, at)
    return len(people)


def tell_team(
    consultation: Consultation, what: str, at: datetime.datetime, *, but: User | None = None
) -> None:
    """Who prepared it and the administrators of the contract."""
    sentence = _filled(TO_TEAM[what], consultation)
    for person in team_of(consultation, timezone.localdate(at)):
        if person != but:
            _tell(person, what, sentence, consultation, at)


def _filled(sentence: Any, consultation: Consultation) -> Any:
    return format_lazy(
        sentence,
        council=consultation.council.name,
        title=consultation.title,
        day=day_as_read(consultation.due_on),
        value=OpinionValue(consultation.value).label if consultation.value else "",
    )


def _tell(
    person: User, what: str, sentence: Any, consultation: Consultation, at: datetime.datetime
) -> None:
    notify(
        user=person,
        kind=f"councils.consultation_{what}",
        text=sentence,
        url=reverse("appraisal:consultation", args=[consultation.pk]),
        at=at,
    )
