"""Consultations in each state, set as given, without the operations."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from ensemblier.appraisal.models import ConsultationSubject
from ensemblier.councils.enums import ConsultationState, Matter, Silence
from ensemblier.councils.models import Consultation, Council, RunningGrant, Training


def make_consultation(council: Council, **fields: Any) -> Consultation:
    """Sent, a fortnight left, unless told otherwise; about a `call` or an `application`."""
    now = timezone.now()
    subject = {name: fields.pop(name) for name in ("call", "application") if name in fields}
    state = fields.setdefault("state", ConsultationState.SENT)
    if state != ConsultationState.DRAFT:
        fields.setdefault("sent_at", now)
        fields.setdefault("told_at", fields["sent_at"])
    if state == ConsultationState.ANSWERED:
        fields.setdefault("value", "favourable")
        fields.setdefault("given_at", now)
    fields.setdefault("matter", next(iter(subject), Matter.OTHER))
    fields.setdefault("title", "Le marché du samedi")
    fields.setdefault("question", "Qu’en pensez-vous ?")
    fields.setdefault("due_on", timezone.localdate(now) + datetime.timedelta(days=15))
    fields.setdefault("silence", Silence.NONE)
    fields.setdefault("created_at", now)
    consultation = Consultation.objects.create(council=council, contract=council.contract, **fields)
    if subject:
        ConsultationSubject.objects.create(
            consultation=consultation, contract=council.contract, **subject
        )
    return consultation


def make_grant(council: Council, **fields: Any) -> RunningGrant:
    """Empty, with no entry, unless told otherwise."""
    fields.setdefault("year", 2026)
    fields.setdefault("amount_cents", 300_00)
    fields.setdefault("funder", "État")
    return RunningGrant.objects.create(council=council, contract=council.contract, **fields)


def make_training(council: Council, **fields: Any) -> Training:
    fields.setdefault("theme", "Prendre la parole")
    fields.setdefault("held_on", datetime.date(2026, 2, 3))
    fields.setdefault("minutes", 180)
    return Training.objects.create(contract=council.contract, **fields)
