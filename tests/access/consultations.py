"""Rows of the world of test_access for consultations, running grants and trainings."""

from __future__ import annotations

import datetime
from typing import Any

from ensemblier.accounts.models import User
from ensemblier.councils.models import Consultation
from tests.factories.consultations import make_consultation, make_grant, make_training
from tests.programming import Programming

NOW = datetime.datetime(2026, 1, 15, 9, 0, tzinfo=datetime.UTC)


def consultation_rows(programming: Programming, author: User, file: Any) -> dict[str, Any]:
    """A draft, one that awaits its answer, one answered; an open year with a receipt."""
    council = programming.council
    grant = make_grant(council)
    answered = make_consultation(council, state="answered", minutes=file)
    asked = make_consultation(council)
    return {
        "consultation": asked,
        "draft_consultation": with_paper(make_consultation(council, state="draft"), file),
        "answered_consultation": answered,
        "consultation_paper": with_paper(answered, file).papers.get(),
        "draft_paper": Consultation.objects.get(state="draft").papers.get(),
        "stake": asked.recusals.create(
            user=author, reason="Lien", declared_by=author, declared_at=NOW
        ),
        "grant": grant,
        "grant_entry": grant.entries.create(
            contract=grant.contract,
            kind="spent",
            amount_cents=100,
            on=NOW.date(),
            label="Café",
            receipt=file,
            entered_at=NOW,
        ),
        "training": make_training(council),
    }


def with_paper(consultation: Consultation, file: Any) -> Consultation:
    consultation.papers.create(file=file)
    return consultation


STANDS_FOR = {
    "appraisal:consultation.pk": "consultation.pk",
    "appraisal:council_consultations.pk": "council.pk",
    "appraisal:answer_consultation.pk": "consultation.pk",
    "appraisal:extend_consultation.pk": "consultation.pk",
    "appraisal:cancel_consultation.pk": "consultation.pk",
    "appraisal:declare_stake.pk": "consultation.pk",
    "appraisal:lift_stake.pk": "consultation.pk",
    "appraisal:lift_stake.recusal_pk": "stake.pk",
    "appraisal:consultation_request.pk": "consultation.pk",
    "appraisal:edit_consultation.pk": "draft_consultation.pk",
    "appraisal:send_consultation.pk": "draft_consultation.pk",
    "appraisal:discard_consultation.pk": "draft_consultation.pk",
    "appraisal:add_papers.pk": "draft_consultation.pk",
    "appraisal:remove_paper.pk": "draft_consultation.pk",
    "appraisal:remove_paper.paper_pk": "draft_paper.pk",
    "appraisal:consultation_paper.pk": "answered_consultation.pk",
    "appraisal:consultation_paper.paper_pk": "consultation_paper.pk",
    "appraisal:consultation_minutes.pk": "answered_consultation.pk",
    "appraisal:consultation_opinion.pk": "answered_consultation.pk",
    "appraisal:publish_consultation.pk": "answered_consultation.pk",
    "councils:*.grant_pk": "grant.pk",
    "councils:*.entry_pk": "grant_entry.pk",
    "councils:*.training_pk": "training.pk",
}
